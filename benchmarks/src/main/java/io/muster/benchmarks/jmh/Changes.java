package io.muster.benchmarks.jmh;

import io.muster.benchmarks.Sample;
import io.muster.mapping.MembershipSelector;
import io.muster.model.DeadLetter;
import io.muster.model.MembershipChange;
import io.muster.model.Packet;
import io.muster.model.SourceRecord;
import io.muster.model.Tally;
import io.muster.parse.ParsePlan;
import io.muster.parse.ParsedRecord;
import io.muster.parse.ProfileChange;
import io.muster.parse.RecordParser;
import io.muster.workspace.Workspace;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The same changes in each of the shapes that they take on their way. */
@State(Scope.Benchmark)
public class Changes {

  /** Changes that a benchmark method goes through at each call. */
  static final int STEP = 2_000;

  private static final int STEPS = 20;
  private static final int LISTS = 50;

  private Workspace workspace;
  private ParsePlan plan;
  private List<SourceRecord> records;
  private final List<ProfileChange> profiles = new ArrayList<>();
  private final List<MembershipChange> memberships = new ArrayList<>();

  @Setup
  public void make() throws IOException {
    Sample sample = Sample.of(STEP * STEPS, LISTS);
    workspace = sample.workspace();
    records = sample.records();
    plan = ParsePlan.of(workspace.dataflows());
    RecordParser parser = new RecordParser(plan);
    for (SourceRecord record : records) {
      if (parser.parse(record) instanceof ParsedRecord.Profile profile) {
        profiles.add(profile.change());
      }
    }
    MembershipSelector selector = selector();
    for (ProfileChange profile : profiles) {
      selector.select(
          profile,
          MembershipSelector.Scope.EVERYWHERE,
          Instant.EPOCH,
          new Tally(),
          new MembershipSelector.Output() {
            @Override
            public void qualified(MembershipChange change) {
              memberships.add(change);
            }

            @Override
            public void excluded(DeadLetter letter) {
              // Two of a hundred are.
            }
          });
    }
  }

  Workspace workspace() {
    return workspace;
  }

  ParsePlan plan() {
    return plan;
  }

  MembershipSelector selector() {
    return new MembershipSelector(workspace, plan);
  }

  /** The next of them at each call, from the first again after the last. */
  List<SourceRecord> records(int step) {
    return part(records, step);
  }

  List<ProfileChange> profiles(int step) {
    return part(profiles, step);
  }

  List<MembershipChange> memberships(int step) {
    return part(memberships, step);
  }

  Packet packet(int step) {
    return new Packet(memberships(step));
  }

  /** Whether a step is the first of a round through all of them. */
  boolean isFirst(int step, int of) {
    return step % (of / STEP) == 0;
  }

  int membershipCount() {
    return memberships.size();
  }

  private static <T> List<T> part(List<T> all, int step) {
    int from = step % (all.size() / STEP) * STEP;
    return all.subList(from, from + STEP);
  }
}
