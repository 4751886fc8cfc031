package io.muster.mapping;

import static java.util.Objects.requireNonNull;

import io.muster.model.MembershipChange;
import io.muster.model.Reason;
import java.util.List;

/** What became of one membership change at the mappings. */
sealed interface MappingOutcome {

  /**
   * The change qualifies.
   *
   * @param warnings one for each value that was left out, and for an unreadable {@code changedAt}
   */
  record Qualified(MembershipChange change, List<Reason> warnings) implements MappingOutcome {
    public Qualified {
      requireNonNull(change, "change");
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * The change does not qualify.
   *
   * @param reason a reason of the kind {@link Reason.Kind#EXCLUDED}
   * @param field the target or the JSON key at fault, empty where it is neither
   * @param words why, for people; without the record's values
   */
  record Excluded(Reason reason, String field, String words) implements MappingOutcome {
    public Excluded {
      requireNonNull(reason, "reason");
      requireNonNull(field, "field");
      requireNonNull(words, "words");
    }
  }
}
