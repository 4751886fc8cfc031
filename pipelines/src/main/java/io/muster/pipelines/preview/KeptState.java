package io.muster.pipelines.preview;

import io.muster.delivery.ListRef;
import io.muster.model.Member;
import java.io.Serializable;
import java.util.Optional;

/** What lists are known to hold from earlier runs. Only reads. */
public interface KeptState extends Serializable {

  /** Whether anything is kept of a list; where nothing is, what it holds is not known. */
  boolean knows(String connection, ListRef list);

  /** What is kept of a list; empty where nothing is, which says nothing of what it holds. */
  Optional<KeptList> of(String connection, ListRef list);

  /** Of no list is anything known. */
  static KeptState unknown() {
    return new KeptState() {
      private static final long serialVersionUID = 1L;

      @Override
      public boolean knows(String connection, ListRef list) {
        return false;
      }

      @Override
      public Optional<KeptList> of(String connection, ListRef list) {
        return Optional.empty();
      }
    };
  }

  /** What one list is known to hold. */
  @FunctionalInterface
  interface KeptList {

    /** The member as the vendor has it; empty when the list doesn't hold it. */
    Optional<Member> member(String key);
  }
}
