package io.muster.pipelines.preview;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.muster.vendor.RehearsedRequest;
import java.util.Map;

/** What a preview's delivery has seen, as it is written down where the work is done. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "note")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Note.Sent.class, name = "sent"),
  @JsonSubTypes.Type(value = Note.Example.class, name = "example"),
  @JsonSubTypes.Type(value = Note.Differs.class, name = "differs"),
  @JsonSubTypes.Type(value = Note.NotActivated.class, name = "notActivated")
})
public sealed interface Note {

  /** A request that would be sent. */
  record Sent(String connection, RehearsedRequest request) implements Note {}

  /** What becomes of a member. */
  enum Fate {
    ADDED,
    REMOVED,
    LEFT_ALONE
  }

  /**
   * A member of which something would become.
   *
   * @param list the vendor's id; empty where the dataflow and audience are said
   */
  record Example(
      String connection,
      String list,
      String dataflow,
      String audience,
      Fate fate,
      String key,
      Map<String, String> fields)
      implements Note {}

  /** How a call differs from what its list is known to hold. */
  record Differs(String connection, String list, Diff diff) implements Note {}

  /**
   * A change that would not be activated.
   *
   * @param dataflow empty for a record that is no profile change
   */
  record NotActivated(
      String dataflow, String audience, String code, String field, String reason, String source)
      implements Note {}
}
