package io.muster.delivery;

import io.muster.delivery.ListRegistry.Registration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The small part of a connection's memory that every step needs: its lists, their queues and what
 * is open. Kept as bytes between steps, so that a runner's copy of the state is never shared.
 */
public final class ConnectionMemory {

  /** Which life of the delivery goes on, from 0. */
  int epoch;

  /** Who goes on with it; 0 before the first. */
  long incarnation;

  private final Set<String> runs = new LinkedHashSet<>();

  /** How many lists have been served; tells whose turn it is. */
  int turn;

  long nextChange = 1;

  /** The first change that is in a page while it waits; an older Muster kept each by itself. */
  long pagedFrom;

  long nextBatch = 1;

  /** Why the connection is stopped; empty while it works. */
  String stopped = "";

  /** What stopped it last. */
  Stop.Cause stoppedBy = Stop.Cause.CREDENTIAL;

  /** How often it was stopped in a row. */
  int stops;

  /** When a stopped connection is tried again, epoch milliseconds. */
  long tryAgainAt;

  /** Whether a mirror's snapshot has been seen to hold a profile. */
  boolean snapshotSeen;

  /** Whether what the snapshot lacks has been let go. */
  boolean lapsed;

  /** When the last step was done, epoch milliseconds; 0 where that isn't known. */
  long steppedAt;

  /** How long nobody worked before this life began, milliseconds; until it is made good. */
  long idle;

  /** Other runs that have used a list since this memory was kept; not kept themselves. */
  private final Set<String> overtakers = new LinkedHashSet<>();

  private final Map<ListRef, ListMemory> lists = new LinkedHashMap<>();

  /** The memory of a connection that has done nothing yet. */
  public static ConnectionMemory empty() {
    return new ConnectionMemory();
  }

  /**
   * The memory with which a worker goes on that may have been restored from a checkpoint.
   *
   * @param bytes what {@link #toBytes} wrote; empty where there is no state
   * @param who see {@link #enter}
   * @param now epoch milliseconds
   */
  public static ConnectionMemory recall(
      Optional<byte[]> bytes, long who, long now, ConnectionPlan plan, ListRegistry registry) {
    ConnectionMemory memory =
        bytes.map(ConnectionMemory::fromBytes).orElseGet(ConnectionMemory::new);
    if (bytes.isEmpty() && plan.hasBegun(registry)) {
      // Restored to a moment before the first checkpoint: somebody was here before us.
      memory.enter(~who, now);
    }
    if (memory.incarnation != who) {
      memory.lookForOthers(plan, registry);
    }
    memory.enter(who, now);
    memory.runs.add(plan.run());
    return memory;
  }

  /**
   * A savepoint doesn't know what another run has delivered since, nor that the workspace has given
   * an audience another name, or its list to another audience. What was refused may be mended.
   */
  private void lookForOthers(ConnectionPlan plan, ListRegistry registry) {
    if (runs.isEmpty()) {
      return; // nothing was kept, or an older Muster's that didn't say whose it is
    }
    for (ListPlan list : plan.lists()) {
      ListMemory known = lists.get(list.ref());
      if (known != null) {
        lookForOthers(list, known, plan, registry);
      }
    }
  }

  private void lookForOthers(
      ListPlan list, ListMemory known, ConnectionPlan plan, ListRegistry registry) {
    String connection = plan.connection().name();
    Optional<Registration> registered =
        registry.look(connection, list.ref(), list.listName().name()).registered();
    known.overtakenBy =
        registered
            .map(Registration::lastRun)
            .filter(run -> !run.equals(plan.run()) && !runs.contains(run));
    known.overtakenBy.ifPresent(overtakers::add);
    // Where nothing is registered at all, the registry's data was lost, and the list is as it was.
    boolean asItWas =
        registered
            .map(each -> list.listName().isCalled(each.name()))
            .orElseGet(() -> registry.holder(connection, known.listId).isEmpty());
    if (!asItWas || known.stage != Stage.READY) {
      known.lookAgain();
    }
  }

  /**
   * What other runs have left of all lists is in the state from here on. They have ended, so a
   * restart need not read it again; but it must where there is a list that nobody works on, since
   * what is left of that is not taken in.
   *
   * @param worked the lists that are worked on
   */
  void othersAreTakenIn(Set<ListRef> worked) {
    if (worked.containsAll(lists.keySet())) {
      runs.addAll(overtakers);
    }
  }

  /**
   * Says who goes on with the delivery. A new incarnation has been restored from a checkpoint, and
   * the vendor may be ahead of it: what was known in earlier epochs is believed only after the
   * vendor has acknowledged it again. Nor was the vendor asked meanwhile: that time does not count
   * against what an outage holds up.
   *
   * @param who a number by chance that the worker keeps as long as it lives
   * @param now epoch milliseconds
   */
  public void enter(long who, long now) {
    if (incarnation != 0 && incarnation != who) {
      epoch++;
      // What was to be remembered may not have been written; at worst it is written twice.
      lists.values().forEach(list -> list.remembered = 0);
      if (steppedAt != 0 && now > steppedAt) {
        idle = now - steppedAt;
        lists.values().forEach(list -> list.prolong(idle));
      }
    }
    incarnation = who;
  }

  /** The runs that have gone on with this memory. */
  Set<String> runs() {
    return runs;
  }

  /** Tells this life of the delivery from others in the same process. */
  String life() {
    return Long.toString(incarnation, Character.MAX_RADIX);
  }

  ListMemory list(ListRef ref) {
    return lists.computeIfAbsent(ref, key -> new ListMemory());
  }

  Map<ListRef, ListMemory> lists() {
    return lists;
  }

  /** The lists that have been worked on. */
  public Set<ListRef> touched() {
    return Set.copyOf(lists.keySet());
  }

  /** How far a list has come. */
  enum Stage {
    UNRESOLVED,
    READY,
    /** The name is somebody else's. */
    REFUSED,
    /** The vendor would not make it. */
    UNAVAILABLE
  }

  /** One list's place in the world. */
  static final class ListMemory {
    Stage stage = Stage.UNRESOLVED;

    /**
     * The vendor's id of it, empty until it was found; see {@link #isSaidToBeGone} while it is
     * unresolved.
     */
    String listId = "";

    final Outage outage = new Outage();
    final GuardCount guard = new GuardCount();

    /** Whether what earlier runs have left has been taken in. */
    boolean recalled;

    /** Of which of the vendor's lists that is true, as far as the vendor wasn't asked yet. */
    String recalledOf = "";

    /** The run that has used the list since this memory was kept; until that is taken in. */
    Optional<String> overtakenBy = Optional.empty();

    /** When the stage was last decided, or the list looked for ahead; epoch milliseconds. */
    long decidedAt;

    long notBefore;

    /** When Muster made it, epoch milliseconds; 0 where it didn't. */
    long madeAt;

    /** How many members were last written to the registry, and when. */
    long remembered;

    long rememberedAt;

    /** The last change that the call under way carries; 0 where none is. */
    long sendingUpTo;

    /** In which epoch the job that is waited for was given its file. */
    int jobEpoch;

    /** Changes whose outcome is open. */
    long pending;

    /** Batches that are not over, in their order; only the first is worked on. */
    final List<String> batches = new ArrayList<>();

    final Map<MemberEntry.Place, QueueMemory> queues = new LinkedHashMap<>();

    /**
     * Of a list that is looked for: whether this run has used it, and the vendor said then that it
     * is not there any more.
     */
    boolean isSaidToBeGone() {
      return !listId.isEmpty();
    }

    /** The list is to be looked for as if this run had not used it yet. */
    private void lookAgain() {
      if (stage == Stage.READY) {
        recalledOf = listId;
        listId = "";
      }
      stage = Stage.UNRESOLVED;
    }

    /** Outages, as if they had begun later. */
    private void prolong(long millis) {
      if (outage.isOn()) {
        outage.prolong(millis);
        queues.values().forEach(queue -> queue.since += millis);
      }
    }

    QueueMemory queue(MemberEntry.Place place) {
      return queues.computeIfAbsent(place, key -> new QueueMemory());
    }
  }

  /** Where a queue's pages begin and end. */
  static final class QueueMemory {
    long head;
    long tail;

    /** Members that still wait here; pages may also hold some that have moved on. */
    long live;

    /** When the first page was begun, epoch milliseconds. */
    long since;
  }

  /** In the format that {@link #fromBytes} reads, its version first. */
  public byte[] toBytes() {
    return ConnectionMemoryFormat.write(this);
  }

  /**
   * What {@link #toBytes} wrote.
   *
   * @throws IllegalStateException when the bytes are of a later version of Muster
   */
  public static ConnectionMemory fromBytes(byte[] bytes) {
    return ConnectionMemoryFormat.read(bytes);
  }
}
