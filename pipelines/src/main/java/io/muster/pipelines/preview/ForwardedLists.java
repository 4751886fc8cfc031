package io.muster.pipelines.preview;

import io.muster.destination.MemberBatch;
import io.muster.destination.Receipt;
import io.muster.destination.VendorAnswer;
import io.muster.destination.VendorLists;
import io.muster.model.Standing;
import java.util.Optional;

/** Hands everything on. */
abstract class ForwardedLists implements VendorLists {

  private final VendorLists lists;

  ForwardedLists(VendorLists lists) {
    this.lists = lists;
  }

  @Override
  public VendorAnswer<Optional<VendorList>> find(ListName name) {
    return lists.find(name);
  }

  @Override
  public VendorAnswer<Optional<VendorList>> findNamed(ListName name) {
    return lists.findNamed(name);
  }

  @Override
  public VendorAnswer<VendorList> create(ListName name) {
    return lists.create(name);
  }

  @Override
  public VendorAnswer<Receipt> send(MemberBatch batch) {
    return lists.send(batch);
  }

  @Override
  public VendorAnswer<JobState> poll(String listId, String job) {
    return lists.poll(listId, job);
  }

  @Override
  public VendorAnswer<Standing> standing(String listId) {
    return lists.standing(listId);
  }

  @Override
  public VendorAnswer<VendorList> rename(String listId, ListName name) {
    return lists.rename(listId, name);
  }

  @Override
  public VendorAnswer<String> delete(String listId) {
    return lists.delete(listId);
  }

  @Override
  public VendorAnswer<String> checkCredential() {
    return lists.checkCredential();
  }
}
