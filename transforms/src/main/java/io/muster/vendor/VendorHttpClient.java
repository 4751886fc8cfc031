package io.muster.vendor;

import com.google.api.client.http.apache.v5.Apache5HttpTransport;
import io.muster.workspace.Auth;
import io.muster.workspace.Connection;
import io.muster.workspace.Secrets;
import java.io.IOException;
import java.net.ProxySelector;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Consumer;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.SystemDefaultRoutePlanner;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process's way to the vendors: the pool of connections and the tokens in use. Safe for use by
 * several threads; one per process is enough, and shares each connection's token, of which a vendor
 * may allow few (Demandbase: 5 active ones a key set).
 */
public final class VendorHttpClient implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(VendorHttpClient.class);

  private static final int CONNECTIONS_PER_HOST = 20;
  private static final TimeValue LONGEST_IDLE = TimeValue.ofSeconds(30);

  private final Secrets secrets;
  private final Clock clock;
  private final Consumer<String> warnings;
  private final ScheduledThreadPoolExecutor timer;
  private final CloseableHttpClient client;
  private final HttpWire wire;
  private final Map<Connection, TokenSource> tokens = new ConcurrentHashMap<>();

  /**
   * Makes no call and reads no secret.
   *
   * @param secrets reads a credential at its first use, and again after a 401
   * @param clock tells when a token ends and how far a {@code Retry-After} date is
   */
  public VendorHttpClient(HttpTimeouts timeouts, Secrets secrets, Clock clock) {
    this(timeouts, secrets, clock, LOG::warn);
  }

  /**
   * @param warnings takes what an operator has to do about a credential, a line each
   */
  VendorHttpClient(HttpTimeouts timeouts, Secrets secrets, Clock clock, Consumer<String> warnings) {
    this.secrets = secrets;
    this.clock = clock;
    this.warnings = warnings;
    this.timer = timer();
    this.client = client(timeouts, timer);
    this.wire = new HttpWire(new Apache5HttpTransport(client), timeouts, clock);
  }

  /**
   * Conversations that stay within a budget. The factory is as safe for use by several threads as
   * the budget is.
   */
  public VendorHttp.Factory within(CallBudget budget) {
    return new Within(budget);
  }

  /** When a connection's credentials end, as far as is known; asks nobody. */
  public CredentialLife lifeOf(Connection connection) {
    return Optional.ofNullable(tokens.get(connection))
        .map(TokenSource::life)
        .orElse(CredentialLife.UNKNOWN);
  }

  private final class Within implements VendorHttp.Factory {
    private final CallBudget budget;

    Within(CallBudget budget) {
      this.budget = budget;
    }

    @Override
    public VendorHttp open(Connection connection, TokenMint mint) {
      return new BearerHttp(
          wire, budget, tokens.computeIfAbsent(connection, key -> tokens(connection, mint)));
    }

    @Override
    public Clock clock() {
      return clock;
    }
  }

  private TokenSource tokens(Connection connection, TokenMint mint) {
    Auth auth = connection.auth();
    return auth instanceof Auth.StaticToken fixed
        ? new FixedToken(fixed.token(), secrets)
        : new MintedTokens(
            auth,
            mint,
            secrets,
            wire,
            clock,
            new CredentialWatch(connection.name(), clock, warnings));
  }

  private static CloseableHttpClient client(
      HttpTimeouts timeouts, ScheduledThreadPoolExecutor timer) {
    Timeout response = Timeout.of(timeouts.response());
    return HttpClients.custom()
        .setConnectionManager(
            PoolingHttpClientConnectionManagerBuilder.create()
                .setConnectionFactory(UnloggedConnection::new)
                // By default not within two seconds of its last use: a request on a connection that
                // the vendor has closed would count as one that may have reached it.
                .setDefaultConnectionConfig(
                    ConnectionConfig.custom()
                        .setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS)
                        .build())
                .setDefaultSocketConfig(SocketConfig.custom().setSoTimeout(response).build())
                .setMaxConnPerRoute(CONNECTIONS_PER_HOST)
                .setMaxConnTotal(10 * CONNECTIONS_PER_HOST)
                .useSystemProperties()
                .build())
        .setRoutePlanner(new SystemDefaultRoutePlanner(ProxySelector.getDefault()))
        .evictIdleConnections(LONGEST_IDLE)
        .disableRedirectHandling()
        .disableAutomaticRetries()
        .disableCookieManagement()
        .disableAuthCaching()
        // google-http-client asks for gzip and unpacks it.
        .disableContentCompression()
        .addExecInterceptorFirst(
            "whole-response", new WholeResponse(timeouts, HttpWire.MAX_BODY_BYTES, timer))
        .build();
  }

  private static ScheduledThreadPoolExecutor timer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "vendor-http-deadline");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }

  /** Closes the connections; calls under way get no answer. */
  @Override
  public void close() {
    timer.shutdownNow();
    try {
      client.close();
    } catch (IOException e) {
      // The sockets go with the process; there is nothing to be done about them here.
    }
  }
}
