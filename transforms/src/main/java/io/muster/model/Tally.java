package io.muster.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Counts changes as they are decided, and hands the counts on. Not thread-safe. */
public final class Tally {

  private final Map<Key, Part> parts = new LinkedHashMap<>();
  private long malformed;

  private record Key(String dataflow, String audience) {}

  /** The part of one dataflow's audience; it may be kept. */
  public Part of(String dataflow, String audience) {
    return parts.computeIfAbsent(new Key(dataflow, audience), Part::new);
  }

  public void malformed() {
    malformed++;
  }

  /** What has been counted since the last call; of an audience without news, nothing. */
  public CountsDelta drain() {
    List<Counts> counts = new ArrayList<>(parts.size());
    List<StandingOf> standings = new ArrayList<>();
    for (Part part : parts.values()) {
      part.standing.ifPresent(
          standing -> standings.add(new StandingOf(part.dataflow, part.audience, standing)));
      Counts since = part.counts();
      if (!since.equals(Counts.none(part.dataflow, part.audience))) {
        counts.add(since);
      }
      part.beginAnew();
    }
    CountsDelta delta = new CountsDelta(counts, standings, malformed);
    malformed = 0;
    return delta;
  }

  /** Counts of one audience since the last {@link Tally#drain}. */
  public static final class Part {
    private final String dataflow;
    private final String audience;
    private final Map<String, Long> byCode = new TreeMap<>();
    private final Map<String, Long> warnings = new TreeMap<>();
    private String list = "";
    private Optional<Standing> standing = Optional.empty();
    private long received;
    private long activated;
    private long added;
    private long removed;
    private long excluded;
    private long failed;
    private long unchanged;
    private long superseded;
    private long calls;

    private Part(Key key) {
      this.dataflow = key.dataflow();
      this.audience = key.audience();
    }

    public void received() {
      received++;
    }

    public void activated() {
      activated++;
    }

    public void added() {
      added++;
    }

    public void removed() {
      removed++;
    }

    public void unchanged() {
      unchanged++;
    }

    public void superseded() {
      superseded++;
    }

    /** Requests with members have reached the vendor. */
    public void calls(long more) {
      calls += more;
    }

    public void warning(Reason reason) {
      warnings.merge(reason.name(), 1L, Long::sum);
    }

    /** A change that was excluded or failed, as its reason says. */
    public void gaveUp(Reason reason) {
      if (reason.kind() == Reason.Kind.EXCLUDED) {
        excluded++;
      } else {
        failed++;
      }
      byCode.merge(reason.name(), 1L, Long::sum);
    }

    /** The vendor's id of the list has become known. */
    public void list(String id) {
      list = id;
    }

    /** The vendor has said how the list fares; the last word counts. */
    public void standing(Standing said) {
      standing = Optional.of(said);
    }

    private void beginAnew() {
      byCode.clear();
      warnings.clear();
      list = "";
      standing = Optional.empty();
      received = 0;
      activated = 0;
      added = 0;
      removed = 0;
      excluded = 0;
      failed = 0;
      unchanged = 0;
      superseded = 0;
      calls = 0;
    }

    private Counts counts() {
      return new Counts(
          dataflow,
          audience,
          list,
          received,
          activated,
          added,
          removed,
          excluded,
          failed,
          unchanged,
          superseded,
          calls,
          byCode,
          warnings);
    }
  }
}
