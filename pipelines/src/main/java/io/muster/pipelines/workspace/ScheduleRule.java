package io.muster.pipelines.workspace;

import java.time.Clock;
import java.time.Instant;

/** An audience ends after it starts, and better not before now. */
final class ScheduleRule implements Rule {
  private final Clock clock;

  ScheduleRule(Clock clock) {
    this.clock = clock;
  }

  @Override
  public void check(WorkspaceDraft workspace) {
    Instant now = clock.instant();
    for (DataflowDraft dataflow : workspace.dataflows()) {
      for (AudienceDraft audience : dataflow.audiences().value()) {
        audience.end().ifPresent(end -> check(audience, end, now));
      }
    }
  }

  private static void check(AudienceDraft audience, Located<Instant> end, Instant now) {
    if (audience.start().filter(start -> end.value().isBefore(start.value())).isPresent()) {
      end.place().mistake("the end is before the start", "swap them, or mend one");
    } else if (end.value().isBefore(now)) {
      end.place()
          .warning(
              "the audience has ended: its changes are excluded, its members stay",
              "give it a later end, or take it out");
    }
  }
}
