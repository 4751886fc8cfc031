package io.muster.destination;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;

import io.muster.model.Member;
import io.muster.sandbox.ManualClock;
import io.muster.vendor.CallBudget;
import io.muster.vendor.HttpTimeouts;
import io.muster.vendor.ScriptedVendor;
import io.muster.vendor.VendorHttpClient;
import io.muster.workspace.Auth;
import io.muster.workspace.Secrets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A destination's conversation with a scripted vendor over real HTTP. */
public final class VendorFixture implements AutoCloseable {

  private final ManualClock clock = ManualClock.at(Instant.parse("2026-11-22T10:00:00Z"));
  private final ScriptedVendor vendor = ScriptedVendor.start();
  private final VendorHttpClient client =
      new VendorHttpClient(
          new HttpTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(10)),
          Secrets.ofProcess(),
          clock);
  private final Destination destination;
  private final String path;

  /**
   * @param path the path of the vendor's own endpoint
   */
  public VendorFixture(Destination destination, String path) {
    this.destination = destination;
    this.path = path;
  }

  /** Stands still until it is moved. */
  public ManualClock clock() {
    return clock;
  }

  public ScriptedVendor vendor() {
    return vendor;
  }

  public VendorLists lists(Auth auth) {
    return lists(auth, CallBudget.unlimited());
  }

  public VendorLists lists(Auth auth, CallBudget budget) {
    return destination.open(
        Connections.to(destination, auth, vendor.url() + path, vendor.url() + "/token"),
        client.within(budget));
  }

  @Override
  public void close() {
    client.close();
    vendor.close();
  }

  /** A member with those fields, as target and value in turn. */
  public static Member member(String... fields) {
    Map<String, String> byTarget = new HashMap<>();
    for (int i = 0; i < fields.length; i += 2) {
      byTarget.put(fields[i], fields[i + 1]);
    }
    return new Member(fields[0] + "=" + fields[1], byTarget);
  }

  public static MemberBatch batch(String listId, Action action, Member... members) {
    List<MemberBatch.Operation> operations = new ArrayList<>();
    for (Member member : members) {
      operations.add(new MemberBatch.Operation(action, member));
    }
    return new MemberBatch(listId, operations);
  }

  /** The value of an answer that must be an acceptance. */
  public static <T> T accepted(VendorAnswer<T> answer) {
    assertThat(answer, is(instanceOf(VendorAnswer.Accepted.class)));
    return ((VendorAnswer.Accepted<T>) answer).value();
  }

  /** What kind of answer it is: a {@link VendorAnswer.Cause} by its name, else the class's. */
  public static String kind(VendorAnswer<?> answer) {
    return answer instanceof VendorAnswer.Retry<?> retry
        ? retry.cause().name()
        : answer.getClass().getSimpleName();
  }

  /** The words of an answer that must be no acceptance. */
  public static VendorAnswer.Problem problem(VendorAnswer<?> answer) {
    assertThat(answer, is(instanceOf(VendorAnswer.Failure.class)));
    return answer.failure().problem();
  }
}
