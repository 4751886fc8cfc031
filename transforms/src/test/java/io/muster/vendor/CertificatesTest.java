package io.muster.vendor;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.muster.workspace.Auth;
import io.muster.workspace.ConfigValue;
import io.muster.workspace.Connection;
import io.muster.workspace.DeliverySettings;
import io.muster.workspace.Limits;
import io.muster.workspace.Secrets;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whom the client believes to be a vendor. It runs in a process of its own, since what Java trusts
 * is settled once a process.
 */
@Timeout(120)
class CertificatesTest {

  private static final String PASSWORD = "changeit";

  @TempDir private Path folder;
  private final AtomicInteger served = new AtomicInteger();
  private HttpsServer server;

  @AfterEach
  void stop() {
    if (server != null) {
      server.stop(0);
    }
  }

  @Test
  void takesACertificateThatIsTrustedAndNamesTheHost() throws Exception {
    Path store = serveAs("localhost");

    assertThat(call(trusting(store)), is("answer 200"));
    assertThat(served.get(), is(1));
  }

  @Test
  void sendsNothingToACertificateThatNobodyTrusts() throws Exception {
    serveAs("localhost");

    assertThat(
        call(List.of()),
        allOf(startsWith("none, unreached: TLS with localhost:"), containsString("certification")));
    assertThat(served.get(), is(0));
  }

  @Test
  void sendsNothingToATrustedCertificateOfAnotherHost() throws Exception {
    Path store = serveAs("vendor.example.com");

    assertThat(
        call(trusting(store)),
        allOf(startsWith("none, unreached: TLS with localhost:"), containsString("localhost")));
    assertThat(served.get(), is(0));
  }

  /** Starts a server on localhost whose certificate, signed by itself, is of that host. */
  private Path serveAs(String host) throws Exception {
    Path store = folder.resolve("store.p12");
    run(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-keystore",
            store.toString(),
            "-storetype",
            "PKCS12",
            "-storepass",
            PASSWORD,
            "-alias",
            "vendor",
            "-keyalg",
            "EC",
            "-dname",
            "CN=" + host,
            "-ext",
            "san=dns:" + host,
            "-validity",
            "2"));
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("localhost"), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/",
        exchange -> {
          served.incrementAndGet();
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    return store;
  }

  private static List<String> trusting(Path store) {
    return List.of(
        "-Djavax.net.ssl.trustStore=" + store, "-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
  }

  private String call(List<String> options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Caller.class.getName());
    command.add("https://localhost:" + server.getAddress().getPort() + "/");
    return run(command);
  }

  private String run(List<String> command) throws Exception {
    Path output = Files.createTempFile(folder, "output", ".txt");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(folder.resolve("errors.txt").toFile())
            .start();
    try {
      assertThat("ends in time", process.waitFor(60, TimeUnit.SECONDS), is(true));
      String said = Files.readString(output, StandardCharsets.UTF_8);
      assertThat(
          Files.readString(folder.resolve("errors.txt"), StandardCharsets.UTF_8),
          process.exitValue(),
          is(0));
      return said.strip();
    } finally {
      process.destroyForcibly();
    }
  }

  /** Makes one call and says what came of it. */
  static final class Caller {

    private Caller() {}

    public static void main(String[] args) {
      Auth auth = new Auth.StaticToken(new ConfigValue.Literal("t0ken-of-acme"));
      Connection connection =
          new Connection(
              "test",
              "any",
              "",
              "",
              auth,
              args[0],
              args[0],
              "test",
              Map.of(),
              new Limits(1, Limits.UNLIMITED, Limits.UNLIMITED),
              new DeliverySettings(
                  Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Integer.MAX_VALUE));
      try (VendorHttpClient client =
          new VendorHttpClient(HttpTimeouts.defaults(), Secrets.ofProcess(), Clock.systemUTC())) {
        Exchange exchange =
            client
                .within(CallBudget.unlimited())
                .open(connection, null)
                .call(VendorRequest.get("get", args[0]));
        System.out.println(
            exchange instanceof Exchange.Reply reply
                ? "answer " + reply.status()
                : said((Exchange.NoReply) exchange));
      }
    }

    private static String said(Exchange.NoReply none) {
      return "none, " + (none.reached() ? "reached" : "unreached") + ": " + none.words();
    }
  }
}
