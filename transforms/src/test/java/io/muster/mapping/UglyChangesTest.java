package io.muster.mapping;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muster.destination.DestinationSpec;
import io.muster.model.MembershipChange;
import io.muster.model.SourcePosition;
import io.muster.model.SourceRecord;
import io.muster.parse.Membership;
import io.muster.parse.ParsePlan;
import io.muster.parse.ParsePlan.AudienceRef;
import io.muster.parse.ParsedRecord;
import io.muster.parse.Plans;
import io.muster.parse.ProfileChange;
import io.muster.parse.RecordParser;
import io.muster.workspace.Audience;
import io.muster.workspace.Dataflow;
import io.muster.workspace.Guard;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each line of test-data/changes/ugly.jsonl comes to what ugly.expected.json says. */
class UglyChangesTest {

  private static final Path CHANGES = Path.of("..", "test-data", "changes");
  private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");
  private static final String IDS = "a1b2c3d4-0000-4000-8000-0000000000";

  private final List<Dataflow> dataflows =
      List.of(
          Plans.dataflow(
              "ugly-demandbase",
              List.of(
                  Plans.audience(IDS + "a1"),
                  new Audience(
                      IDS + "a3",
                      "Ended",
                      Instant.MIN,
                      Instant.parse("2020-01-01T23:59:59Z"),
                      false,
                      Guard.DEFAULT),
                  new Audience(
                      IDS + "a4",
                      "Of 2099",
                      Instant.parse("2099-01-01T00:00:00Z"),
                      Instant.MAX,
                      false,
                      Guard.DEFAULT)),
              "accountName -> accountName",
              "accountOrganization.domain -> accountEmailDomain",
              "accountKey.sourceKey -> identity:primaryId"),
          Plans.dataflow(
              "ugly-linkedin",
              List.of(Plans.audience(IDS + "a1")),
              "accountName -> companyName",
              "accountOrganization.domain -> companyWebsiteDomain",
              "accountKey.sourceKey -> identity:primaryId"),
          Plans.dataflow(
              "ugly-bombora",
              List.of(Plans.audience(IDS + "a1")),
              "accountOrganization.domain -> companyWebsiteDomain",
              "accountKey.sourceKey -> identity:primaryId"),
          Plans.dataflow(
              "ugly-people",
              List.of(Plans.audience(IDS + "a2")),
              "workEmail.address -> identity:email",
              "b2b.personKey.sourceKey -> externalPersonId",
              "person.name.firstName -> firstName",
              "person.name.lastName -> lastName"));

  private final List<DestinationSpec> specs =
      List.of(
          TestSpecs.DEMANDBASE, TestSpecs.LINKEDIN, TestSpecs.BOMBORA, TestSpecs.DEMANDBASE_PEOPLE);

  private final ParsePlan plan = ParsePlan.of(dataflows);
  private final RecordParser parser = new RecordParser(plan);

  /** What a profile holds so far, by dataflow, audience and profile: an exit may name no member. */
  private final Map<String, String> held = new TreeMap<>();

  @Test
  void comeToWhatIsExpected() throws IOException {
    List<byte[]> lines = lines(Files.readAllBytes(CHANGES.resolve("ugly.jsonl")));
    JsonNode expected = new ObjectMapper().readTree(CHANGES.resolve("ugly.expected.json").toFile());
    assertThat(expected.size(), is(lines.size()));
    for (JsonNode line : expected) {
      int number = line.path("line").intValue();
      String at = "line " + number + ", " + line.path("what").textValue();
      SourceRecord record =
          SourceRecord.ofFile(new SourcePosition("ugly.jsonl", number), lines.get(number - 1));
      assertThat(at, outcomes(record), equalTo(expectedOutcomes(line)));
    }
  }

  private Map<String, String> outcomes(SourceRecord record) {
    ParsedRecord parsed = parser.parse(record);
    Map<String, String> outcomes = new TreeMap<>();
    if (parsed instanceof ParsedRecord.Malformed malformed) {
      outcomes.put("record", malformed.code().name());
    } else if (parsed instanceof ParsedRecord.Profile profile) {
      ProfileChange change = profile.change();
      for (Membership membership : change.memberships()) {
        for (AudienceRef ref : plan.audiences(membership.audience())) {
          Dataflow dataflow = dataflows.get(ref.dataflow());
          MappingOutcome outcome =
              new MemberMapper(dataflow, specs.get(ref.dataflow()), plan)
                  .forRecord(change)
                  .map(membership, dataflow.audiences().get(ref.audience()), NOW);
          outcomes.put(dataflow.name() + " " + membership.audience(), describe(outcome));
        }
      }
    }
    return outcomes;
  }

  private String describe(MappingOutcome outcome) {
    if (outcome instanceof MappingOutcome.Excluded excluded) {
      boolean ofField = !excluded.field().isEmpty() && !excluded.field().startsWith("segment");
      return excluded.reason() + (ofField ? " " + excluded.field() : "");
    }
    MappingOutcome.Qualified qualified = (MappingOutcome.Qualified) outcome;
    MembershipChange change = qualified.change();
    String holder = change.dataflow() + " " + change.audience() + " " + change.profileId();
    String key =
        change.member() == null
            ? held.get(holder)
            : change.member().key().substring(change.member().key().indexOf('=') + 1);
    if (key == null) {
      return "NO_MEMBER_KEY";
    }
    held.put(holder, key);
    String action = change.version().exit() ? "remove " : "add ";
    return action + key + " warnings " + qualified.warnings();
  }

  private static Map<String, String> expectedOutcomes(JsonNode line) {
    Map<String, String> outcomes = new TreeMap<>();
    if (line.path("outcome").textValue().equals("malformed")) {
      outcomes.put("record", line.path("code").textValue());
    }
    List<String> ofRecord = warnings(line);
    for (JsonNode change : line.path("changes")) {
      String outcome;
      if (change.has("code")) {
        outcome =
            change.path("code").textValue()
                + (change.has("target") ? " " + change.path("target").textValue() : "");
      } else {
        List<String> warnings =
            Stream.concat(ofRecord.stream(), warnings(change).stream()).toList();
        outcome =
            change.path("action").textValue()
                + " "
                + change.path("key").textValue()
                + " warnings "
                + warnings;
      }
      outcomes.put(
          change.path("dataflow").textValue() + " " + change.path("audience").textValue(), outcome);
    }
    return outcomes;
  }

  /** A warning of the record itself is of its unreadable {@code changedAt}. */
  private static List<String> warnings(JsonNode node) {
    List<String> warnings = new ArrayList<>();
    for (JsonNode warning : node.path("warnings")) {
      warnings.add(warning.has("code") ? warning.path("code").textValue() : "INVALID_FORMAT");
    }
    return warnings;
  }

  /** Split at line feeds alone, the last one open: bytes, because some lines are no text. */
  private static List<byte[]> lines(byte[] file) {
    List<byte[]> lines = new ArrayList<>();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (byte each : file) {
      if (each == '\n') {
        lines.add(line.toByteArray());
        line.reset();
      } else {
        line.write(each);
      }
    }
    if (line.size() > 0) {
      lines.add(line.toByteArray());
    }
    return lines;
  }
}
