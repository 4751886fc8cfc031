package io.muster.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.muster.sandbox.admin.AdminApi;
import io.muster.sandbox.admin.SandboxState;
import io.muster.sandbox.bombora.BomboraApi;
import io.muster.sandbox.demandbase.DemandbaseApi;
import io.muster.sandbox.fault.Faults;
import io.muster.sandbox.http.SandboxServer;
import io.muster.sandbox.http.WireOptions;
import io.muster.sandbox.journal.Breach;
import io.muster.sandbox.journal.Journal;
import io.muster.sandbox.journal.RecordedCall;
import io.muster.sandbox.linkedin.LinkedInApi;
import io.muster.sandbox.vendor.ListMember;
import io.muster.sandbox.vendor.Tokens;
import io.muster.sandbox.vendor.Vendor;
import io.muster.sandbox.vendor.VendorApi;
import io.muster.sandbox.vendor.VendorList;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * The four vendors' APIs over real HTTP on one port, with true membership inside.
 *
 * <pre>{@code
 * try (Sandbox sandbox = Sandbox.start(SandboxConfig.defaults())) {
 *   URI endpoint = sandbox.endpoint(Vendor.BOMBORA);
 *   ...
 *   assertThat(sandbox.members(Vendor.BOMBORA, "Tier 1"), hasSize(3));
 *   assertThat(sandbox.breaches(), is(empty()));
 * }
 * }</pre>
 *
 * <p>Thread safe. Everything that depends on time follows the clock; delays on the wire (latency,
 * stalls, slow bodies) are real.
 */
public final class Sandbox implements AutoCloseable {

  private static final Comparator<VendorList> BY_NAME =
      Comparator.comparing(VendorList::vendor)
          .thenComparing(VendorList::account)
          .thenComparing(VendorList::name)
          .thenComparing(VendorList::id);

  private final AtomicReference<SandboxConfig> config;
  private final Clock clock;
  private final ConfigJson configJson = new ConfigJson();
  private final Faults faults;
  private final Journal journal;
  private final List<VendorApi> apis;
  private final SandboxServer server;

  private Sandbox(SandboxConfig config, Clock clock) throws IOException {
    this.config = new AtomicReference<>(config);
    this.clock = clock;
    this.faults = new Faults(clock);
    this.journal =
        new Journal(
            () -> this.config.get().recordedCalls(), () -> this.config.get().recordedBodies());
    this.apis =
        List.of(
            new DemandbaseApi(() -> this.config.get().demandbase(), clock),
            new LinkedInApi(() -> this.config.get().linkedin(), clock),
            new BomboraApi(() -> this.config.get().bombora(), clock));
    this.server =
        SandboxServer.start(
            config.host(),
            config.port(),
            apis,
            new AdminApi(new State()),
            faults,
            journal,
            clock,
            this::wireOptions);
  }

  /**
   * Starts a sandbox in real time.
   *
   * @throws IOException when the port cannot be had
   */
  public static Sandbox start(SandboxConfig config) throws IOException {
    return start(config, Clock.systemUTC());
  }

  /**
   * Starts a sandbox that follows that clock, such as a {@link ManualClock}.
   *
   * @throws IOException when the port cannot be had
   */
  public static Sandbox start(SandboxConfig config, Clock clock) throws IOException {
    return new Sandbox(config, clock);
  }

  private WireOptions wireOptions() {
    SandboxConfig now = config.get();
    return new WireOptions(now.latency(), now.recordBodies(), now.recordedBodyBytes());
  }

  /** Where it listens, with a slash at the end; the page is there. */
  public URI baseUri() {
    String host = config.get().host();
    return URI.create(
        "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + server.port() + "/");
  }

  /** What a workspace's connection says as {@code endpoint}; no slash at the end. */
  public URI endpoint(Vendor vendor) {
    VendorApi api = api(vendor);
    return baseUri().resolve(api.prefix() + "/" + api.endpoint());
  }

  /** What a workspace's connection says as {@code tokenEndpoint}. */
  public URI tokenEndpoint(Vendor vendor) {
    VendorApi api = api(vendor);
    return baseUri().resolve(api.prefix() + "/" + api.tokenEndpoint());
  }

  /** All lists with their members, by vendor, account, name and id. */
  public List<VendorList> lists() {
    return lists(true);
  }

  private List<VendorList> lists(boolean withMembers) {
    return apis.stream().flatMap(api -> api.lists(withMembers).stream()).sorted(BY_NAME).toList();
  }

  /** The list of that exact name; of several (LinkedIn allows that) the first made. */
  public Optional<VendorList> list(Vendor vendor, String name) {
    return api(vendor).lists(true).stream()
        .filter(list -> list.vendor() == vendor && list.name().equals(name))
        .findFirst();
  }

  /** The members of the list of that name; empty also when there is no such list. */
  public List<ListMember> members(Vendor vendor, String name) {
    return list(vendor, name).map(VendorList::members).orElse(List.of());
  }

  /** The calls kept, oldest first, without bodies. */
  public List<RecordedCall> calls() {
    return journal.calls(0, call -> true, Integer.MAX_VALUE);
  }

  /** The newest calls whose bodies are kept, oldest first; empty unless bodies are recorded. */
  public List<RecordedCall> callsWithBody() {
    return journal.callsWithBody();
  }

  /** The rules broken, oldest first. */
  public List<Breach> breaches() {
    return journal.breaches(0);
  }

  /** Where faults are ordered and cleared. */
  public Faults faults() {
    return faults;
  }

  /** The clock that everything follows. */
  public Clock clock() {
    return clock;
  }

  /** How it behaves now. */
  public SandboxConfig config() {
    return config.get();
  }

  /**
   * Changes how it behaves, from the next call on.
   *
   * @throws IllegalArgumentException when host or port would change: they need a new sandbox
   */
  public void configure(UnaryOperator<SandboxConfig> change) {
    config.updateAndGet(
        now -> {
          SandboxConfig next = change.apply(now);
          if (!next.host().equals(now.host()) || next.port() != now.port()) {
            throw new IllegalArgumentException("host and port need a new start");
          }
          return next;
        });
  }

  /** Ends all minted tokens of the vendor; new ones can be minted. */
  public void expireTokens(Vendor vendor) {
    api(vendor).tokens().expireAll();
  }

  /** Refuses every credential of the vendor until they are restored. */
  public void revokeCredentials(Vendor vendor) {
    api(vendor).tokens().revokeAll();
  }

  /** Refuses every credential of the vendor for that long, by the sandbox's clock. */
  public void revokeCredentials(Vendor vendor, Duration time) {
    api(vendor).tokens().revokeFor(time);
  }

  /** Takes a revocation back. */
  public void restoreCredentials(Vendor vendor) {
    api(vendor).tokens().restore();
  }

  /** Forgets lists, calls, breaches, faults and tokens; the configuration stays. */
  public void reset() {
    faults.clear();
    apis.forEach(VendorApi::reset);
    journal.reset();
  }

  private VendorApi api(Vendor vendor) {
    return apis.stream().filter(api -> api.vendors().contains(vendor)).findFirst().orElseThrow();
  }

  /** Stops to listen and ends all connections, stalled ones too. */
  @Override
  public void close() {
    server.close();
  }

  /** The sandbox as the admin endpoints see it. */
  private final class State implements SandboxState {
    @Override
    public List<VendorList> lists(boolean withMembers) {
      return Sandbox.this.lists(withMembers);
    }

    @Override
    public Journal journal() {
      return journal;
    }

    @Override
    public Faults faults() {
      return faults;
    }

    @Override
    public JsonNode configuration() {
      return configJson.masked(config.get());
    }

    @Override
    public void configure(JsonNode changes) {
      Sandbox.this.configure(now -> configJson.merge(now, changes));
    }

    @Override
    public Tokens tokens(Vendor vendor) {
      return api(vendor).tokens();
    }

    @Override
    public void reset() {
      Sandbox.this.reset();
    }
  }
}
