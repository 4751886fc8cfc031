package io.muster.pipelines.membership;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.muster.delivery.Holder;
import io.muster.delivery.ListRef;
import io.muster.delivery.MemberEntry;
import io.muster.delivery.MemberEntry.Known;
import io.muster.delivery.MemberEntry.Marks;
import io.muster.delivery.MemberEntry.Place;
import io.muster.delivery.MembershipLog;
import io.muster.delivery.MembershipLog.Page;
import io.muster.delivery.MembershipNote;
import io.muster.delivery.ProfileEntry;
import io.muster.model.Member;
import io.muster.model.SourcePosition;
import io.muster.model.Version;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class MembershipFolderTest {

  private static final List<Known> KNOWN = List.of(Known.values());
  private static final ListRef TIER = new ListRef("tier 1/ä", "5f3a");
  private static final ListRef RENEWALS = new ListRef("renewals", "5f3a");

  @TempDir private Path state;
  private MembershipFolder log;

  @BeforeEach
  void open() {
    log = reopened();
  }

  private MembershipFolder reopened() {
    return new MembershipFolders(state.toString(), false).open("linkedin emea");
  }

  @Test
  void nothingIsRememberedAtFirst() {
    assertThat(recalled(log, TIER), is(anEmptyMap()));
    assertThat(log.recall(TIER, (note, first) -> {}), is(""));
  }

  @Test
  void laterRunsReadWhatEarlierOnesHaveWrittenOfTheList() {
    write(log, List.of(page(TIER, "", profile("p1", 1)), page(RENEWALS, "L2", profile("p1", 7))));
    write(log, List.of(page(TIER, "L1", profile("p1", 2), member("k1", Known.PRESENT))));
    log.close();

    MembershipFolder later = reopened();
    assertThat(
        recalled(later, TIER),
        is(Map.of("p1", profile("p1", 2), "k1", member("k1", Known.PRESENT))));
    assertThat(recalled(later, RENEWALS), is(Map.of("p1", profile("p1", 7))));
    assertThat(later.recall(TIER, (note, first) -> {}), is("L1"));
  }

  @Test
  void whatIsRememberedIsReadWhateverTheStateFolderIsCalled() {
    for (String name : List.of("b [x]", "a*", "{open")) {
      MembershipFolders folders = new MembershipFolders(state.resolve(name).toString(), false);
      write(folders.open("linkedin emea"), List.of(page(TIER, "L1", profile("p1", 1))));
      assertThat(recalled(folders.open("linkedin emea"), TIER), is(Map.of("p1", profile("p1", 1))));
    }
  }

  @Test
  void whatWasPutTogetherIsTheSameAndEachSubjectOnce() throws IOException {
    Map<ListRef, Map<String, MembershipNote>> expected = new HashMap<>();
    Random random = new Random(1);
    for (int round = 0; round < 12; round++) {
      MembershipFolder run = reopened();
      for (int append = 0; append < 5; append++) {
        for (ListRef list : List.of(TIER, RENEWALS)) {
          List<MembershipNote> notes = new ArrayList<>();
          for (int i = 0; i < 50; i++) {
            MembershipNote note =
                random.nextBoolean()
                    ? profile("p" + random.nextInt(300), random.nextInt(1_000))
                    : member("k" + random.nextInt(300), KNOWN.get(random.nextInt(KNOWN.size())));
            notes.add(note);
            expected.computeIfAbsent(list, key -> new TreeMap<>()).put(note.subject(), note);
          }
          write(run, List.of(new Page(list, "L", notes)));
        }
      }
      // A run puts together what it has touched; the other list's stay as they are.
      run.compact(random.nextBoolean() ? Set.of(TIER) : Set.of(TIER, RENEWALS));
      run.close();
      assertThat(recalled(reopened(), TIER), is(expected.get(TIER)));
      assertThat(recalled(reopened(), RENEWALS), is(expected.get(RENEWALS)));
    }
    MembershipFolder last = reopened();
    last.compact(Set.of(TIER, RENEWALS));
    List<Boolean> firsts = new ArrayList<>();
    last.recall(TIER, (note, first) -> firsts.add(first));
    assertThat(firsts, hasSize(expected.get(TIER).size()));
    assertThat(firsts.contains(false), is(false));
    assertThat("segments", files("segments"), is(0L));
    assertThat("generations kept", files("generation"), is(2L * 3));
  }

  /** A pipe in place of a segment keeps a compaction for as long as nobody writes into it. */
  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void listIsRecalledWhileOthersArePutTogether() throws Exception {
    write(log, List.of(page(TIER, "L1", profile("p1", 1))));
    write(log, List.of(page(RENEWALS, "L2", profile("p2", 2))));
    Path segment = newest("segments");
    byte[] bytes = Files.readAllBytes(segment);
    Files.delete(segment);
    assertThat(new ProcessBuilder("mkfifo", segment.toString()).start().waitFor(), is(0));

    CompletableFuture<Void> compaction =
        CompletableFuture.runAsync(() -> log.compact(Set.of(RENEWALS)));
    try (OutputStream pipe = Files.newOutputStream(segment)) { // opens when it is being read
      Map<String, MembershipNote> recalled =
          CompletableFuture.supplyAsync(() -> recalled(log, TIER)).get(1, TimeUnit.MINUTES);
      assertThat(recalled, is(Map.of("p1", profile("p1", 1))));
      pipe.write(bytes);
    }
    compaction.get(1, TimeUnit.MINUTES);
    assertThat(recalled(log, RENEWALS), is(Map.of("p2", profile("p2", 2))));
  }

  @Test
  void manyNotesArePutTogetherInParts() throws IOException {
    int many = 60_000;
    for (int from = 0; from < many; from += 10_000) {
      List<MembershipNote> notes = new ArrayList<>();
      for (int i = from; i < from + 10_000; i++) {
        notes.add(profile("profile with a long name of its own, number " + i, i % 86_400));
        notes.add(profile("profile 0", i));
      }
      write(log, List.of(new Page(TIER, "L", notes)));
    }
    log.compact(Set.of(TIER));

    Map<String, MembershipNote> all = recalled(reopened(), TIER);
    assertThat(all.size(), is(many + 1));
    assertThat(all.get("profile 0"), is(profile("profile 0", many - 1)));
  }

  /** A process that dies while it appends has made no call by what it appended. */
  @Test
  void anAppendThatBreaksOffIsPassedOver() throws IOException {
    write(log, List.of(page(TIER, "L1", profile("p1", 1))));
    write(log, List.of(page(TIER, "L1", profile("p1", 2), profile("p2", 2))));
    Path last = newest("segments");
    for (long length = Files.size(last) - 1; length >= 0; length -= 7) {
      try (RandomAccessFile file = new RandomAccessFile(last.toFile(), "rw")) {
        file.setLength(length);
      }
      assertThat(recalled(reopened(), TIER), is(Map.of("p1", profile("p1", 1))));
    }
    MembershipFolder next = reopened();
    write(next, List.of(page(TIER, "L1", profile("p3", 3))));
    next.compact(Set.of(TIER));
    assertThat(
        recalled(reopened(), TIER), is(Map.of("p1", profile("p1", 1), "p3", profile("p3", 3))));
  }

  /** It tells of a list that was made anew only in part who is owed there. */
  @Test
  void ofAnAppendThatBreaksOffNobodyLearnsThatTheListIsAnotherOne() throws IOException {
    write(log, List.of(page(TIER, "L1", member("k1", Known.PRESENT), member("k2", Known.PRESENT))));
    write(
        log,
        List.of(
            page(TIER, "L2", member("k1", Known.UNKNOWN)),
            page(TIER, "L2", member("k2", Known.UNKNOWN))));
    Path last = newest("segments");
    try (RandomAccessFile file = new RandomAccessFile(last.toFile(), "rw")) {
      file.setLength(file.length() - 1);
    }
    String read = reopened().recall(TIER, (note, first) -> {});

    MembershipFolder next = reopened();
    next.compact(Set.of(TIER));

    assertThat(read, is("L1"));
    assertThat(next.recall(TIER, (note, first) -> {}), is(read));
  }

  /** A laptop in Cairo and a cluster elsewhere may share it. */
  @Test
  void whatIsRememberedIsReadWhateverDigitsTheLocaleHas() {
    Locale usual = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG"));
      write(log, List.of(page(TIER, "L1", profile("p1", 1))));
      log.compact(Set.of(TIER));
      write(log, List.of(page(TIER, "L1", profile("p2", 2))));
    } finally {
      Locale.setDefault(usual);
    }

    assertThat(
        recalled(reopened(), TIER), is(Map.of("p1", profile("p1", 1), "p2", profile("p2", 2))));
  }

  @Test
  void aWriterThatWasGivenUpForDeadIsOverruledByItsSuccessor() {
    write(log, List.of(page(TIER, "L1", profile("p1", 1))));
    MembershipFolder successor = reopened();
    write(successor, List.of(page(TIER, "L1", profile("p1", 2))));
    write(log, List.of(page(TIER, "L1", profile("p1", 3))));

    assertThat(recalled(reopened(), TIER), is(Map.of("p1", profile("p1", 2))));
  }

  @Test
  void whatIsAppendedAfterAllWasPutTogetherCounts() {
    write(log, List.of(page(TIER, "L1", profile("p1", 1))));
    log.compact(Set.of(TIER));
    write(log, List.of(page(TIER, "L1", profile("p1", 2))));
    log.close();
    MembershipFolder next = reopened();
    write(next, List.of(page(TIER, "L1", profile("p2", 1))));

    assertThat(
        recalled(reopened(), TIER), is(Map.of("p1", profile("p1", 2), "p2", profile("p2", 1))));
  }

  @Test
  void damageIsToldWithTheFolderAndTheMend() throws IOException {
    write(log, List.of(page(TIER, "L1", profile("p1", 1))));
    log.compact(Set.of(TIER));
    Path generation = newest("generation");
    byte[] bytes = Files.readAllBytes(generation);
    bytes[bytes.length - 3] ^= 1;
    Files.write(generation, bytes);

    UncheckedIOException refusal =
        assertThrows(UncheckedIOException.class, () -> recalled(reopened(), TIER));
    assertThat(refusal.getMessage(), containsString(state.toString()));
    assertThat(refusal.getMessage(), containsString("checksum"));
    assertThat(refusal.getMessage(), containsString("move the folder away"));
  }

  @Test
  void filesAreTheirOwnersOnly() throws IOException {
    write(log, List.of(page(TIER, "L1", profile("p1", 1))));
    Path folder = newest("segments").getParent();

    assertThat(
        PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)), is("rwx------"));
  }

  @Test
  void aRunPutsTogetherTheMuchThatItFoundAndNotWhatItWrote() throws IOException {
    for (int i = 0; i < 501; i++) {
      write(log, List.of(page(TIER, "L1", profile("p1", i))));
    }
    log.runEnds(Set.of(TIER));
    assertThat(files("generation"), is(0L));

    MembershipFolder next = reopened();
    next.recall(TIER, (note, first) -> {});
    write(next, List.of(page(TIER, "L1", profile("p1", 501))));
    next.runEnds(Set.of(TIER));
    assertThat(files("generation"), is(1L));
    assertThat(files("segments"), is(0L));
    assertThat(recalled(reopened(), TIER), is(Map.of("p1", profile("p1", 501))));
  }

  /** A job without an end puts together by itself what it has written. */
  @Test
  void segmentsDoNotPileUp() throws IOException {
    log = new MembershipFolders(state.toString(), true).open("linkedin emea");
    for (int i = 0; i < 4_100; i++) {
      write(log, List.of(page(TIER, "L1", profile("p" + i % 10, i))));
    }
    log.close();

    assertThat(files("segments"), is(lessThan(2_200L)));
    assertThat(recalled(reopened(), TIER).get("p9"), is(profile("p9", 4_099)));
  }

  /** The short word for what the vendor took makes no sense without what was wanted. */
  @Test
  void anAcknowledgementIsPutTogetherWithWhatItIsOf() {
    write(log, List.of(page(TIER, "L1", member("k1", Known.UNKNOWN), member("k2", Known.PRESENT))));
    write(
        log, List.of(page(TIER, "L1", new MembershipNote.OfAcknowledgement("k1", Known.PRESENT))));
    log.compact(Set.of(TIER));

    assertThat(
        recalled(reopened(), TIER),
        is(Map.of("k1", member("k1", Known.PRESENT), "k2", member("k2", Known.PRESENT))));
  }

  /** What can't be written is told once; what comes after it is written again. */
  @Test
  void aFailureIsToldAtTheNextSyncAndNotForEver() throws IOException {
    write(log, List.of(page(TIER, "L1", profile("p1", 1))));
    Path segments = newest("segments").getParent();
    Path aside = Files.move(segments, state.resolve("aside"));
    Files.writeString(segments, "in the way");
    log.append(List.of(page(TIER, "L1", profile("p2", 1))));
    log.append(List.of(page(TIER, "L1", profile("p3", 1))));
    assertThat(
        assertThrows(UncheckedIOException.class, log::sync).getMessage(),
        containsString("could not write down what the vendor's lists hold"));

    Files.delete(segments);
    Files.move(aside, segments);
    write(log, List.of(page(TIER, "L1", profile("p4", 1))));
    assertThat(
        recalled(reopened(), TIER), is(Map.of("p1", profile("p1", 1), "p4", profile("p4", 1))));
  }

  private static void write(MembershipLog log, List<Page> pages) {
    log.append(pages);
    log.sync();
  }

  private static Page page(ListRef list, String listId, MembershipNote... notes) {
    return new Page(list, listId, List.of(notes));
  }

  private static MembershipNote profile(String id, int second) {
    Member member = new Member("key=" + id, Map.of("name", id));
    return new MembershipNote.OfProfile(
        id, new ProfileEntry(version(second), member, List.of(member.key()), List.of()));
  }

  private static MembershipNote member(String key, Known known) {
    Member wanted = new Member(key, Map.of("name", key));
    return new MembershipNote.OfMember(
        key,
        new MemberEntry(
            List.of(new Holder("p", version(3))),
            wanted,
            known,
            0,
            wanted,
            Place.NONE,
            List.of(),
            null,
            Marks.NONE));
  }

  private static Version version(int second) {
    return new Version(
        Instant.parse("2026-11-20T00:00:00Z").plusSeconds(second),
        false,
        Instant.MIN,
        new SourcePosition("file.jsonl", second));
  }

  private static Map<String, MembershipNote> recalled(MembershipLog log, ListRef list) {
    Map<String, MembershipNote> latest = new TreeMap<>();
    log.recall(
        list,
        (note, first) -> {
          boolean known = latest.put(note.subject(), note) != null;
          assertThat(note.subject() + " is said to be new", first && known, is(false));
        });
    return latest;
  }

  private long files(String kind) throws IOException {
    try (Stream<Path> all = Files.walk(state)) {
      return all.filter(Files::isRegularFile).filter(file -> isOf(kind, file)).count();
    }
  }

  private Path newest(String kind) throws IOException {
    try (Stream<Path> all = Files.walk(state)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> isOf(kind, file))
          .sorted()
          .reduce((earlier, later) -> later)
          .orElseThrow();
    }
  }

  private static boolean isOf(String kind, Path file) {
    return file.getParent().getFileName().toString().equals(kind)
        || file.getFileName().toString().startsWith(kind);
  }
}
