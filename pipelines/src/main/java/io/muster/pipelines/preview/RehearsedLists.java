package io.muster.pipelines.preview;

import io.muster.destination.MemberBatch;
import io.muster.destination.Receipt;
import io.muster.destination.VendorAnswer;
import io.muster.destination.VendorAnswer.Cause;
import io.muster.destination.VendorLists;
import io.muster.model.Standing;
import java.util.Optional;

/**
 * Hands everything on, and ends the preview where a destination does not understand its own
 * rehearsal: the delivery would repeat that call until its patience is over, without a word.
 */
abstract class RehearsedLists implements VendorLists {

  private final VendorLists lists;

  RehearsedLists(VendorLists lists) {
    this.lists = lists;
  }

  @Override
  public VendorAnswer<Optional<VendorList>> find(ListName name) {
    return understood(lists.find(name));
  }

  @Override
  public VendorAnswer<Optional<VendorList>> findNamed(ListName name) {
    return understood(lists.findNamed(name));
  }

  @Override
  public VendorAnswer<VendorList> create(ListName name) {
    return understood(lists.create(name));
  }

  @Override
  public VendorAnswer<Receipt> send(MemberBatch batch) {
    return understood(lists.send(batch));
  }

  @Override
  public VendorAnswer<JobState> poll(String listId, String job) {
    return understood(lists.poll(listId, job));
  }

  @Override
  public VendorAnswer<Standing> standing(String listId) {
    return understood(lists.standing(listId));
  }

  @Override
  public VendorAnswer<VendorList> rename(String listId, ListName name) {
    return understood(lists.rename(listId, name));
  }

  @Override
  public VendorAnswer<String> delete(String listId) {
    return understood(lists.delete(listId));
  }

  @Override
  public VendorAnswer<String> checkCredential() {
    return understood(lists.checkCredential());
  }

  private static <T> VendorAnswer<T> understood(VendorAnswer<T> answer) {
    if (answer instanceof VendorAnswer.Retry<T> retry && retry.cause() == Cause.UNAVAILABLE) {
      throw new IllegalStateException(
          "the destination does not understand its own rehearsal: " + retry.problem().words());
    }
    return answer;
  }
}
