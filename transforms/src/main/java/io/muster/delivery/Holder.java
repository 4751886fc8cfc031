package io.muster.delivery;

import io.muster.model.Version;

/** A profile that needs a member, and since which change. */
public record Holder(String profileId, Version version) {

  /** The same as an earlier run has left it. */
  Holder ofEarlierRun() {
    return new Holder(profileId, version.ofEarlierRun());
  }
}
