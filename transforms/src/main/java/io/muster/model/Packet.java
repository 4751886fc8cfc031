package io.muster.model;

import java.util.List;

/** Membership changes of one connection that travel and are settled together. */
public record Packet(List<MembershipChange> changes) {

  public Packet {
    changes = List.copyOf(changes);
  }
}
