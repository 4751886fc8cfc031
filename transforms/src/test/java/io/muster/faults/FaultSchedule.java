package io.muster.faults;

import io.muster.model.MembershipChange;
import io.muster.sandbox.SandboxConfig;
import io.muster.sandbox.fault.Fault;
import io.muster.sandbox.vendor.Credential;
import io.muster.workspace.Audience;
import io.muster.workspace.Auth;
import io.muster.workspace.DeliverySettings;
import io.muster.workspace.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All that is drawn for one seed: who is delivered to, what, and what goes wrong when.
 *
 * @param limits ours, and the vendor's own
 * @param end how long a bounded run may deliver after its last change; empty for one that goes on
 * @param input in the order in which it comes first; a crash changes what is left of it
 * @param feedEvery the pause between two packets of changes
 * @param packet changes in a packet, at most
 * @param checkpointIn a checkpoint comes after one of so many steps, by chance
 * @param latency how long a call takes each way, at most, by the clock that both sides share
 * @param incidents by their times
 * @param refused keys of members that the vendor never takes
 * @param races audiences whose list somebody makes while we do, and whether with our own key
 */
record FaultSchedule(
    long seed,
    VendorSide side,
    Auth auth,
    List<Audience> audiences,
    Limits limits,
    DeliverySettings delivery,
    Manners manners,
    Optional<Duration> end,
    List<MembershipChange> input,
    Duration feedEvery,
    int packet,
    int checkpointIn,
    Duration latency,
    List<Incident.Timed> incidents,
    Set<String> refused,
    List<Fault> refusals,
    Map<String, Boolean> races) {

  /**
   * How the vendor is, where its documentation leaves that open.
   *
   * @param work how long Demandbase works on a file and Bombora on an addition
   * @param hidden how long LinkedIn doesn't show a new list
   * @param busyStatus Demandbase's to a file while it works on another
   * @param indexed whether LinkedIn's results name their element
   * @param tokens how long a minted token lasts
   */
  record Manners(
      Duration work, Duration hidden, int busyStatus, boolean indexed, Duration tokens) {}

  /** The simulator's configuration; {@code generation} counts the credentials given out. */
  SandboxConfig sandbox(int generation) {
    List<Credential> credentials =
        List.of(
            new Credential(
                "sandbox",
                Vault.value("TOKEN", generation),
                Vault.value("CLIENT", generation),
                Vault.value("SECRET", generation),
                Vault.value("REFRESH", generation)));
    int minute = limits.requestsPerMinute() == Limits.UNLIMITED ? 0 : limits.requestsPerMinute();
    int day = limits.requestsPerDay() == Limits.UNLIMITED ? 0 : limits.requestsPerDay();
    return SandboxConfig.defaults()
        .demandbase(
            o ->
                o.withCredentials(credentials)
                    .withProcessingTime(manners.work())
                    .withBusyStatus(manners.busyStatus())
                    .withTokenLifetime(manners.tokens())
                    .withPutsPerDay(day)
                    .withPostsPerDay(day)
                    .withReadsPerDay(3 * day))
        .linkedin(
            o ->
                o.withCredentials(credentials)
                    .withVisibleAfter(manners.hidden())
                    .withEnforceWaitAfterCreate(true)
                    .withBatchIndex(manners.indexed())
                    .withBatchSize(limits.batchSize())
                    .withTokenLifetime(manners.tokens())
                    .withCompaniesPerMinute(minute))
        .bombora(
            o ->
                o.withCredentials(credentials)
                    .withPendingUpdateTime(manners.work())
                    .withBatchSize(limits.batchSize())
                    .withTokenLifetime(manners.tokens())
                    .withRequestsPerMinute(minute));
  }

  /** What was ordered when, for whoever has to understand a failure. */
  @Override
  public String toString() {
    return """
        seed %d: %s, %s, lists %s
          limits %s
          delivery %s, end %s
          vendor %s, latency %s
          input: %d changes, %d every %s; a checkpoint in %d steps
          refused for good: %s; races: %s
          %s
        """
        .formatted(
            seed,
            side,
            auth.getClass().getSimpleName(),
            audiences.stream()
                .map(it -> it.name() + (it.adopt() ? " (adopt)" : ""))
                .collect(Collectors.joining(", ")),
            limits,
            delivery,
            end.map(Duration::toString).orElse("none"),
            manners,
            latency,
            input.size(),
            packet,
            feedEvery,
            checkpointIn,
            refused,
            races,
            incidents.stream().map(Object::toString).collect(Collectors.joining("\n  ")));
  }
}
