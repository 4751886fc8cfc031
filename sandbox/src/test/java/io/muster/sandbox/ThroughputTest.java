package io.muster.sandbox;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.muster.sandbox.vendor.Vendor;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ThroughputTest {

  private static final int BATCH = 5_000;
  private static final int BATCHES = 60;

  @Test
  void takesHundredsOfThousandsOfMembers() throws Exception {
    try (Sandbox sandbox = Sandbox.start(SandboxConfig.defaults())) {
      Caller caller = new Caller(sandbox);
      String segment = caller.segment("Big");
      String[] bodies = new String[BATCHES];
      for (int i = 0; i < BATCHES; i++) {
        int from = i * BATCH;
        bodies[i] =
            IntStream.range(from, from + BATCH)
                .mapToObj(n -> Caller.add("company-" + n + ".example.com"))
                .collect(Collectors.joining(","));
      }
      for (String body : bodies) {
        assertThat(caller.companies(segment, body).status(), is(200));
      }
      assertThat(sandbox.list(Vendor.LINKEDIN, "Big").orElseThrow().size(), is(BATCH * BATCHES));
    }
  }

  @Test
  void concurrentCallersLoseNothing() throws Exception {
    try (Sandbox sandbox = Sandbox.start(SandboxConfig.defaults())) {
      Caller caller = new Caller(sandbox);
      String segment = caller.segment("Shared");
      List<Callable<Integer>> calls =
          IntStream.range(0, 100)
              .<Callable<Integer>>mapToObj(
                  n -> () -> caller.companies(segment, Caller.add("c" + n + ".com")).status())
              .toList();
      ExecutorService callers = Executors.newFixedThreadPool(8);
      try {
        for (Future<Integer> status : callers.invokeAll(calls)) {
          assertThat(status.get(), is(200));
        }
      } finally {
        callers.shutdown();
      }
      assertThat(sandbox.members(Vendor.LINKEDIN, "Shared").size(), is(100));
      assertThat(sandbox.calls().size(), is(101));
      assertThat(sandbox.calls().get(100).seq(), is(101L));
    }
  }
}
