package io.muster.faults;

import io.muster.destination.Action;
import io.muster.destination.MemberBatch;
import io.muster.destination.Receipt;
import io.muster.destination.VendorAnswer;
import io.muster.destination.VendorLists;
import io.muster.model.Standing;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A conversation with everything that is asked and answered shown to a {@link Watcher}. */
final class WatchedVendor implements VendorLists {

  private final VendorLists behind;
  private final Watcher watcher;

  WatchedVendor(VendorLists behind, Watcher watcher) {
    this.behind = behind;
    this.watcher = watcher;
  }

  /** Is told of calls, and may let us crash by throwing {@link Crash}. */
  interface Watcher {

    void before(String call);

    void after(String call, VendorAnswer<?> answer);

    void creating(ListName name);

    void sending(MemberBatch batch);

    void sent(MemberBatch batch, VendorAnswer<Receipt> answer);

    void polled(String listId, VendorAnswer<JobState> answer);
  }

  private <T> VendorAnswer<T> call(String call, Supplier<VendorAnswer<T>> asked) {
    watcher.before(call);
    VendorAnswer<T> answer = asked.get();
    watcher.after(call, answer);
    return answer;
  }

  @Override
  public VendorAnswer<Optional<VendorList>> find(ListName name) {
    return call("find " + name.name(), () -> behind.find(name));
  }

  @Override
  public VendorAnswer<Optional<VendorList>> findNamed(ListName name) {
    return call("find " + name.name(), () -> behind.findNamed(name));
  }

  @Override
  public VendorAnswer<VendorList> create(ListName name) {
    watcher.creating(name);
    return call("create " + name.name(), () -> behind.create(name));
  }

  @Override
  public VendorAnswer<Receipt> send(MemberBatch batch) {
    String call = "send " + shown(batch) + " to " + batch.listId();
    VendorAnswer<Receipt> answer =
        call(
            call,
            () -> {
              watcher.sending(batch);
              return behind.send(batch);
            });
    watcher.sent(batch, answer);
    return answer;
  }

  private static String shown(MemberBatch batch) {
    return batch.operations().stream()
        .map(it -> (it.action() == Action.ADD ? "+" : "-") + it.member().key())
        .collect(Collectors.joining(" "));
  }

  @Override
  public VendorAnswer<JobState> poll(String listId, String job) {
    VendorAnswer<JobState> answer = call("poll " + listId, () -> behind.poll(listId, job));
    watcher.polled(listId, answer);
    return answer;
  }

  @Override
  public VendorAnswer<Standing> standing(String listId) {
    return call("standing of " + listId, () -> behind.standing(listId));
  }

  @Override
  public VendorAnswer<VendorList> rename(String listId, ListName name) {
    return call("rename " + listId, () -> behind.rename(listId, name));
  }

  @Override
  public VendorAnswer<String> delete(String listId) {
    return call("delete " + listId, () -> behind.delete(listId));
  }

  @Override
  public VendorAnswer<String> checkCredential() {
    return call("check the credential", behind::checkCredential);
  }
}
