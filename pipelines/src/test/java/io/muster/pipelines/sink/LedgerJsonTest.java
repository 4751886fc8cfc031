package io.muster.pipelines.sink;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.muster.model.LedgerLine;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LedgerJsonTest {

  @Test
  void hasTheContractsKeysInItsOrder() {
    LedgerLine line =
        new LedgerLine(
            "run-1-linkedin-000001",
            "linkedin",
            "tier-1",
            "5f3a",
            "urn:\"1\"",
            "mixed",
            5_000,
            2,
            "partial",
            207,
            Instant.parse("2026-11-22T10:00:00Z"));
    assertThat(
        new LedgerJson().line(line),
        is(
            "{\"batch\":\"run-1-linkedin-000001\",\"connection\":\"linkedin\","
                + "\"dataflow\":\"tier-1\",\"audience\":\"5f3a\",\"list\":\"urn:\\\"1\\\"\","
                + "\"action\":\"mixed\",\"members\":5000,\"attempt\":2,\"status\":\"partial\","
                + "\"httpStatus\":207,\"at\":\"2026-11-22T10:00:00Z\"}"));
  }
}
