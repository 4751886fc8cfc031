package io.muster.parse;

import io.muster.workspace.Audience;
import io.muster.workspace.Dataflow;
import io.muster.workspace.Mapping;
import io.muster.workspace.SourcePath;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is worth reading out of a record: the paths that any dataflow maps, each once, and the
 * audiences that any dataflow activates.
 */
public final class ParsePlan implements Serializable {

  private static final long serialVersionUID = 1L;

  private final ArrayList<Dataflow> dataflows;
  private final HashMap<SourcePath, Integer> indexes = new HashMap<>();
  private final HashMap<String, List<AudienceRef>> audiences = new HashMap<>();

  private ParsePlan(List<Dataflow> dataflows) {
    this.dataflows = new ArrayList<>(dataflows);
    for (int d = 0; d < dataflows.size(); d++) {
      Dataflow dataflow = dataflows.get(d);
      for (Mapping mapping : dataflow.mappings()) {
        indexes.putIfAbsent(mapping.source(), indexes.size());
      }
      for (int a = 0; a < dataflow.audiences().size(); a++) {
        Audience audience = dataflow.audiences().get(a);
        audiences
            .computeIfAbsent(audience.id(), id -> new ArrayList<>())
            .add(new AudienceRef(d, a));
      }
    }
    audiences.replaceAll((id, refs) -> List.copyOf(refs));
  }

  /** The plan of some dataflows; their order is that of {@link AudienceRef#dataflow}. */
  public static ParsePlan of(List<Dataflow> dataflows) {
    return new ParsePlan(dataflows);
  }

  /** The dataflows that the plan was made of. */
  public List<Dataflow> dataflows() {
    return List.copyOf(dataflows);
  }

  /**
   * Where a {@link ProfileChange} keeps the value of a path.
   *
   * @throws IllegalArgumentException if no dataflow of the plan maps it
   */
  public int indexOf(SourcePath source) {
    Integer index = indexes.get(source);
    if (index == null) {
      throw new IllegalArgumentException("no dataflow of the plan maps " + source);
    }
    return index;
  }

  /**
   * Every place where an audience is activated, in the order of the dataflows; empty if nowhere.
   */
  public List<AudienceRef> audiences(String id) {
    return audiences.getOrDefault(id, List.of());
  }

  boolean activates(String audienceId) {
    return audiences.containsKey(audienceId);
  }

  Map<SourcePath, Integer> indexes() {
    return indexes;
  }

  /**
   * One audience of one dataflow.
   *
   * @param dataflow index in {@link ParsePlan#dataflows}
   * @param audience index in {@link Dataflow#audiences}
   */
  public record AudienceRef(int dataflow, int audience) implements Serializable {}
}
