package io.muster.pipelines.preview;

import io.muster.delivery.ListRef;
import io.muster.model.Member;
import java.io.Serializable;
import java.util.Optional;

/** What lists are known to hold from earlier runs. Only reads. */
@FunctionalInterface
public interface KeptState extends Serializable {

  /** What is kept of a list; empty where nothing is, which says nothing of what it holds. */
  Optional<KeptList> of(String connection, ListRef list);

  /** Of no list is anything known. */
  static KeptState unknown() {
    return (connection, list) -> Optional.empty();
  }

  /** What one list is known to hold. */
  @FunctionalInterface
  interface KeptList {

    /** The member as the vendor has it; empty when the list doesn't hold it. */
    Optional<Member> member(String key);
  }
}
