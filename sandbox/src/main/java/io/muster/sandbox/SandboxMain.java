package io.muster.sandbox;

import io.muster.sandbox.vendor.Json;
import io.muster.sandbox.vendor.Vendor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * The sandbox from the command line; {@code --help} says how. Exit codes: 0 ended or help, 1 could
 * not start, 2 wrong arguments.
 */
public final class SandboxMain {

  static final String HELP =
      """
      Usage: muster sandbox [--port N] [--host H] [--latency-ms N] [--config FILE.json]
                            [--exit-with-stdin] [--json]

      Starts the vendor sandbox: Demandbase, LinkedIn and Bombora over HTTP, with a page at /
      that shows their lists, and /admin for orders.

        --port N           listen on this port; 0 takes a free one (default 8089)
        --host H           listen on this address (default 127.0.0.1)
        --latency-ms N     answer every vendor call so much later (default 0)
        --config FILE.json change how the vendors behave; GET /admin/config shows all keys
        --exit-with-stdin  end when standard input ends
        --json             print one line of JSON instead of text
        --help             print this
      """;

  private static final int DEFAULT_PORT = 8089;

  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;

  SandboxMain(InputStream in, PrintStream out, PrintStream err) {
    this.in = in;
    this.out = out;
    this.err = err;
  }

  /** Runs until it is ended; never returns normally. */
  public static void main(String[] args) {
    // Without a binding slf4j would talk about itself on standard error.
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    System.exit(new SandboxMain(System.in, System.out, System.err).run(args));
  }

  /** Runs until standard input ends or the process does; returns the exit code. */
  int run(String... args) {
    SandboxArguments arguments;
    SandboxConfig config;
    try {
      arguments = SandboxArguments.parse(List.of(args));
      if (arguments.help()) {
        out.print(HELP);
        return 0;
      }
      config = config(arguments);
    } catch (IllegalArgumentException wrong) {
      err.println("muster sandbox: " + wrong.getMessage());
      return 2;
    }
    try (Sandbox sandbox = Sandbox.start(config)) {
      announce(sandbox, arguments.json());
      if (arguments.exitWithStdin()) {
        in.transferTo(OutputStream.nullOutputStream());
      } else {
        waitForEver();
      }
      return 0;
    } catch (IOException notStarted) {
      err.println(
          "muster sandbox: cannot listen on "
              + config.host()
              + ":"
              + config.port()
              + ": "
              + reason(notStarted)
              + "; choose another with --port, or --port 0 for a free one");
      return 1;
    }
  }

  private static String reason(IOException failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return cause instanceof UnknownHostException
        ? "unknown host"
        : String.valueOf(cause.getMessage());
  }

  private static SandboxConfig config(SandboxArguments arguments) {
    SandboxConfig config = SandboxConfig.defaults().withPort(DEFAULT_PORT);
    if (arguments.config().isPresent()) {
      Path file = arguments.config().get();
      ConfigJson json = new ConfigJson();
      try {
        config = json.merge(config, json.parse(Files.readAllBytes(file)));
      } catch (NoSuchFileException missing) {
        throw new IllegalArgumentException("--config: there is no file " + file, missing);
      } catch (IOException unreadable) {
        throw new IllegalArgumentException(
            "--config: cannot read " + file + ": " + unreadable.getMessage(), unreadable);
      } catch (IllegalArgumentException wrong) {
        throw new IllegalArgumentException(file + ": " + wrong.getMessage(), wrong);
      }
    }
    return arguments.over(config);
  }

  private void announce(Sandbox sandbox, boolean json) {
    if (json) {
      out.println(Json.object().put("url", sandbox.baseUri().toString()));
    } else {
      out.println("Muster sandbox listening on " + sandbox.baseUri());
      out.println();
      out.println("Endpoints for a workspace:");
      for (Vendor vendor : Vendor.values()) {
        out.printf("  %-18s endpoint:      %s%n", vendor, sandbox.endpoint(vendor));
        out.printf("  %-18s tokenEndpoint: %s%n", "", sandbox.tokenEndpoint(vendor));
      }
      out.println();
      out.println("Credentials: clientId sandbox-client, clientSecret sandbox-secret,");
      out.println("  tokens sandbox-demandbase-token and sandbox-linkedin-token,");
      out.println("  LinkedIn's refreshToken sandbox-refresh-token (unless configured otherwise)");
    }
    out.flush();
  }

  private static void waitForEver() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }
}
