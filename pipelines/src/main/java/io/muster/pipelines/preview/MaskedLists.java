package io.muster.pipelines.preview;

import io.muster.destination.MemberBatch;
import io.muster.destination.Receipt;
import io.muster.destination.VendorAnswer;
import io.muster.destination.VendorLists;
import io.muster.model.Member;
import java.util.function.UnaryOperator;

/**
 * Masks members before they are put into requests: so a request has its form to the letter, and no
 * format has to be taken apart again.
 */
final class MaskedLists extends RehearsedLists {

  private final UnaryOperator<Member> mask;

  MaskedLists(VendorLists lists, UnaryOperator<Member> mask) {
    super(lists);
    this.mask = mask;
  }

  @Override
  public VendorAnswer<Receipt> send(MemberBatch batch) {
    return super.send(
        new MemberBatch(
            batch.listId(),
            batch.operations().stream()
                .map(each -> new MemberBatch.Operation(each.action(), mask.apply(each.member())))
                .toList()));
  }
}
