package io.muster.pipelines.replay;

import io.muster.mapping.MembershipSelector;
import io.muster.mapping.MembershipSelector.Scope;
import io.muster.model.DeadLetter;
import io.muster.model.MembershipChange;
import io.muster.model.Reason;
import io.muster.model.SourcePosition;
import io.muster.model.SourceRecord;
import io.muster.model.Tally;
import io.muster.parse.ParsePlan;
import io.muster.parse.ParsedRecord;
import io.muster.parse.RecordParser;
import io.muster.pipelines.replay.Letter.Reading;
import io.muster.workspace.Workspace;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * Makes of dead letters the membership changes that they were. A letter acts on its own audience
 * only; one of a record that was no profile change, which names none, on all that the record names
 * now. What can't be sent is a letter again, or is said to be left alone. Not thread-safe.
 */
final class LetterReplay {

  private final ReplayChoice choice;
  private final Clock clock;
  private final Tally tally;
  private final ChosenLetters letters;
  private final LetterReader reader = new LetterReader();
  private final RecordParser parser;
  private final MembershipSelector selector;

  LetterReplay(Workspace workspace, ParsePlan plan, ReplayChoice choice, Clock clock, Tally tally) {
    this.choice = choice;
    this.letters = new ChosenLetters(workspace, choice);
    this.clock = clock;
    this.tally = tally;
    this.parser = new RecordParser(plan);
    this.selector = new MembershipSelector(workspace, plan);
  }

  /** Is told what becomes of a letter. */
  interface Output {

    /** It is sent again. */
    void change(MembershipChange change);

    /**
     * A change of a letter is sent again: should all of the letter's be delivered, it is marked.
     *
     * @param key as {@link Failures#keyOf} has it
     */
    void sent(String key, LetterMark mark);

    /** It is a letter again. */
    void letter(DeadLetter letter);

    /**
     * What is known of the failures of a change that is sent again, or of a letter.
     *
     * @param key as {@link Failures#keyOf} has it
     */
    void failedBefore(String key, Failures failures);

    /**
     * Nothing is done about it.
     *
     * @param why a half sentence behind "dead letters"
     */
    void left(String why);
  }

  /** Replays a line of a letters' file, or a record of a topic. */
  void replay(SourceRecord line, Output out) {
    Reading reading = reader.read(line);
    if (reading instanceof Reading.Read read) {
      replay(line, read.letter(), out);
    } else if (reading instanceof Reading.NoLetter none) {
      malformed(none.reason(), "", none.words(), line, Optional.empty(), out);
    }
  }

  private void replay(SourceRecord line, Letter letter, Output out) {
    Optional<LetterMark> mark = LetterMark.of(line, letter);
    Optional<String> whyNot = letters.whyNot(letter, mark);
    if (whyNot.isPresent()) {
      out.left(whyNot.get());
    } else if (choice.stillHoldsBack(letter)) {
      holdBack(letter, letter.record().get(), out);
    } else if (!letter.hasAudience() && !letter.whole()) {
      Reason reason = letter.reason().orElse(Reason.NOT_JSON);
      malformed(
          reason, letter.field(), letter.words(), letter.record().get(), letter.before(), out);
    } else {
      send(letter, letter.record().get(), mark, out);
    }
  }

  /** A removal that the guard held back, and that nobody has confirmed. */
  private void holdBack(Letter letter, SourceRecord record, Output out) {
    Tally.Part counts = tally.of(letter.dataflow(), letter.audience());
    counts.received();
    counts.gaveUp(Reason.REMOVALS_BLOCKED);
    Instant now = clock.instant();
    out.letter(
        new DeadLetter(
            Reason.REMOVALS_BLOCKED,
            letter.field(),
            letter.words(),
            now,
            now,
            0,
            letter.dataflow(),
            letter.audience(),
            record));
    new Carrying(letter.before(), Optional.empty(), out)
        .carry(record.position(), letter.dataflow(), letter.audience());
  }

  private void malformed(
      Reason reason,
      String field,
      String words,
      SourceRecord record,
      Optional<Failures> before,
      Output out) {
    tally.malformed();
    Instant now = clock.instant();
    out.letter(new DeadLetter(reason, field, words, now, now, 0, "", "", record));
    new Carrying(before, Optional.empty(), out).carry(record.position(), "", "");
  }

  private void send(Letter letter, SourceRecord record, Optional<LetterMark> mark, Output out) {
    ParsedRecord parsed = parser.parse(record);
    if (parsed instanceof ParsedRecord.Malformed fault) {
      malformed(fault.code(), fault.field(), fault.words(), record, letter.before(), out);
    } else if (parsed instanceof ParsedRecord.Profile profile) {
      Scope scope = letter.hasAudience() ? own(letter) : Scope.EVERYWHERE;
      Carrying carrying = new Carrying(letter.before(), mark, out);
      selector.select(profile.change(), scope, clock.instant(), tally, carrying);
      if (!carrying.selected) {
        out.left("hold records that name no audience of this run");
      }
    } else {
      out.left("hold blanks in place of a record");
    }
  }

  private static Scope own(Letter letter) {
    return (dataflow, audience) ->
        dataflow.equals(letter.dataflow()) && audience.equals(letter.audience());
  }

  /** Hands on what is selected, with what is known of its failures. */
  private static final class Carrying implements MembershipSelector.Output {
    private final Optional<Failures> before;
    private final Optional<LetterMark> mark;
    private final Output out;
    private boolean selected;

    Carrying(Optional<Failures> before, Optional<LetterMark> mark, Output out) {
      this.before = before;
      this.mark = mark;
      this.out = out;
    }

    void carry(SourcePosition source, String dataflow, String audience) {
      before.ifPresent(
          failures -> out.failedBefore(Failures.keyOf(source, dataflow, audience), failures));
    }

    @Override
    public void qualified(MembershipChange change) {
      selected = true;
      out.change(change);
      carry(change.origin().position(), change.dataflow(), change.audience());
      sent(change.origin().position(), change.dataflow(), change.audience());
    }

    @Override
    public void excluded(DeadLetter letter) {
      selected = true;
      out.letter(letter);
      carry(letter.origin().position(), letter.dataflow(), letter.audience());
      sent(letter.origin().position(), letter.dataflow(), letter.audience());
    }

    private void sent(SourcePosition source, String dataflow, String audience) {
      mark.ifPresent(each -> out.sent(Failures.keyOf(source, dataflow, audience), each));
    }
  }
}
