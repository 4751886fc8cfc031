package io.muster.pipelines.preview;

import io.muster.delivery.ListRef;
import io.muster.delivery.MembershipLog;
import java.util.List;
import java.util.Set;

/**
 * What is remembered, for a delivery that only rehearses: nothing is written down.
 *
 * @param kept where it is
 */
record ReadOnly(MembershipLog.Opener kept) implements MembershipLog.Opener {

  @Override
  public MembershipLog open(String connection) {
    MembershipLog log = kept.open(connection);
    return new MembershipLog() {
      @Override
      public String recall(ListRef list, Reader reader) {
        return log.recall(list, reader);
      }

      @Override
      public void append(List<Page> pages) {
        // Nothing has happened.
      }

      @Override
      public void sync() {
        // Nothing has happened.
      }

      @Override
      public void runEnds(Set<ListRef> touched) {
        // Nothing has come.
      }

      @Override
      public void close() {
        log.close();
      }
    };
  }
}
