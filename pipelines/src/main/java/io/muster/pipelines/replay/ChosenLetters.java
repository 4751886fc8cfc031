package io.muster.pipelines.replay;

import io.muster.workspace.Dataflow;
import io.muster.workspace.Workspace;
import java.util.Optional;

/** Which letters a replay does something about. Not thread-safe. */
final class ChosenLetters {

  /** Why a letter is left alone that a replay has delivered. */
  static final String ALREADY_REPLAYED =
      "have been replayed with success; --again sends them again";

  private final Workspace workspace;
  private final ReplayChoice choice;
  private final ReplayedLetters replayed = new ReplayedLetters();

  /**
   * @param workspace has the audiences of the run, and no others
   */
  ChosenLetters(Workspace workspace, ReplayChoice choice) {
    this.workspace = workspace;
    this.choice = choice;
  }

  /**
   * Why a letter is left alone, as a half sentence behind "dead letters"; nothing where it isn't.
   *
   * @param mark where it would be marked; nothing for a letter of a topic
   */
  Optional<String> whyNot(Letter letter, Optional<LetterMark> mark) {
    if (!choice.includes(letter)) {
      return Optional.of("have codes that were not asked for");
    }
    if (!choice.includesTimeOf(letter)) {
      return Optional.of("were given up at another time than was asked for");
    }
    if (letter.hasAudience() && !isHere(letter)) {
      return Optional.of(
          "are for dataflow %s, audience %s, which this run does not have"
              .formatted(letter.dataflow(), letter.audience()));
    }
    if (letter.record().isEmpty()) {
      return Optional.of("have no change: what a mirror holds back is confirmed, not replayed");
    }
    return !choice.again() && mark.map(replayed::has).orElse(false)
        ? Optional.of(ALREADY_REPLAYED)
        : Optional.empty();
  }

  private boolean isHere(Letter letter) {
    return workspace.dataflows().stream()
        .filter(dataflow -> dataflow.name().equals(letter.dataflow()))
        .map(Dataflow::audiences)
        .anyMatch(all -> all.stream().anyMatch(each -> each.id().equals(letter.audience())));
  }
}
