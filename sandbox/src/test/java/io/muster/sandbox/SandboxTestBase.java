package io.muster.sandbox;

import io.muster.sandbox.journal.Breach;
import io.muster.sandbox.vendor.ListMember;
import io.muster.sandbox.vendor.Vendor;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A fresh sandbox for each test, at a clock that the test moves. */
abstract class SandboxTestBase {

  final ManualClock clock = ManualClock.at(Instant.parse("2026-11-22T12:00:00Z"));
  Sandbox sandbox;
  Caller caller;

  @BeforeEach
  void startSandbox() throws Exception {
    sandbox = Sandbox.start(SandboxConfig.defaults(), clock);
    caller = new Caller(sandbox);
  }

  @AfterEach
  void stopSandbox() {
    sandbox.close();
  }

  List<String> identifiers(Vendor vendor, String name) {
    return sandbox.members(vendor, name).stream().map(ListMember::identifier).toList();
  }

  List<String> brokenRules() {
    return sandbox.breaches().stream().map(Breach::rule).toList();
  }
}
