package io.muster.parse;

import io.muster.workspace.Audience;
import io.muster.workspace.Dataflow;
import io.muster.workspace.Guard;
import io.muster.workspace.Mapping;
import io.muster.workspace.SourcePath;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Small workspaces to parse for. */
public final class Plans {

  private Plans() {}

  /** An audience without a schedule. */
  public static Audience audience(String id) {
    return new Audience(id, "Audience " + id, Instant.MIN, Instant.MAX, false, Guard.DEFAULT);
  }

  /** A dataflow of some audiences, with mappings written as {@code source -> target}. */
  public static Dataflow dataflow(String name, List<Audience> audiences, String... mappings) {
    return new Dataflow(
        name,
        "connection",
        "",
        audiences,
        Arrays.stream(mappings)
            .map(mapping -> mapping.split(" -> "))
            .map(parts -> new Mapping(SourcePath.parse(parts[0]), parts[1]))
            .toList());
  }

  /** A plan that reads some sources, and the audiences a1 and a2. */
  static ParsePlan reading(String... sources) {
    return ParsePlan.of(
        List.of(
            dataflow(
                "flow",
                List.of(audience("a1"), audience("a2")),
                Arrays.stream(sources)
                    .map(source -> source + " -> " + source)
                    .toArray(String[]::new))));
  }
}
