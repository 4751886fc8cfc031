package io.muster.sandbox.http;

import io.muster.sandbox.fault.Fault;
import io.muster.sandbox.fault.FaultKind;
import io.muster.sandbox.fault.FaultPlan;
import io.muster.sandbox.fault.Faults;
import io.muster.sandbox.journal.Journal;
import io.muster.sandbox.vendor.Answer;
import io.muster.sandbox.vendor.ApiRequest;
import io.muster.sandbox.vendor.CallNotes;
import io.muster.sandbox.vendor.Interference;
import io.muster.sandbox.vendor.Rule;
import io.muster.sandbox.vendor.Vendor;
import io.muster.sandbox.vendor.VendorApi;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/** Serves one vendor's calls: faults before, the vendor's work, the record, faults after. */
final class VendorHandler {

  private static final Duration STALL = Duration.ofSeconds(60);
  private static final Duration SLOW_BODY = Duration.ofSeconds(2);
  private static final long OVERSIZE = 32L << 20;
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private final VendorApi api;
  private final Faults faults;
  private final Journal journal;
  private final Clock clock;
  private final Supplier<WireOptions> options;

  VendorHandler(
      VendorApi api, Faults faults, Journal journal, Clock clock, Supplier<WireOptions> options) {
    this.api = api;
    this.faults = faults;
    this.journal = journal;
    this.clock = clock;
    this.options = options;
  }

  void serve(Request request, Response response, String path) throws IOException {
    new Exchange(request, response, path).serve();
  }

  /** One call, from its first byte to its last. */
  private final class Exchange {
    private final Request request;
    private final Wire wire;
    private final String path;
    private final WireOptions now = options.get();
    private final Instant at = clock.instant();
    private final long started = System.nanoTime();
    private final CallNotes notes = new CallNotes();
    private final InputStream input;
    private final ApiRequest call;

    Exchange(Request request, Response response, String path) {
      this.request = request;
      this.wire = new Wire(request, response);
      this.path = path;
      InputStream in = Content.Source.asInputStream(request);
      this.input = now.recordBodies() ? new RecordingInput(in, now.recordedBodyBytes()) : in;
      this.call =
          new ApiRequest(
              request.getMethod(),
              path.substring(api.prefix().length() + 1),
              QueryString.parse(request.getHttpURI().getQuery()),
              name -> Optional.ofNullable(request.getHeaders().get(name)),
              input);
    }

    void serve() throws IOException {
      Vendor vendor = api.vendorOf(call);
      FaultPlan plan = faults.plan(this::concerns, call.method(), path, api.isCreation(call));
      plan.main().ifPresent(this::breakTokens);
      Optional<Fault> main = plan.main().filter(fault -> !isAboutTokens(fault));
      if (main.filter(fault -> fault.kind() == FaultKind.CREATE_RACE).isPresent()) {
        // Somebody else's call, which breaks no rule of ours.
        api.handle(call, new CallNotes(), new Interference() {});
      }
      Optional<Answer> real =
          main.map(Fault::writes).orElse(true) ? Optional.of(work(plan)) : Optional.empty();
      // Whatever was not read would make a client that is still sending see a reset.
      input.transferTo(OutputStream.nullOutputStream());
      Wire.pause(now.latency().plus(plan.latency()));
      Answer answer = main.map(fault -> answer(fault, real)).orElseGet(real::orElseThrow);
      int status =
          main.map(Fault::kind).filter(Exchange::cutsBeforeStatus).isPresent()
              ? 0
              : answer.status();
      record(vendor, status, plan.applied());
      if (main.isPresent()) {
        sendBadly(answer, main.get());
      } else {
        wire.send(answer);
      }
    }

    private boolean concerns(Vendor ordered) {
      try {
        return api.concerns(ordered, call);
      } catch (IOException broken) {
        throw new UncheckedIOException(broken);
      }
    }

    private Answer work(Interference interference) throws IOException {
      return api.handle(call, notes, interference);
    }

    private void breakTokens(Fault fault) {
      if (fault.kind() == FaultKind.EXPIRE_TOKENS) {
        api.tokens().expireAll();
      } else if (fault.kind() == FaultKind.REVOKE) {
        api.tokens().revokeAll();
      }
    }

    private static boolean isAboutTokens(Fault fault) {
      return fault.kind() == FaultKind.EXPIRE_TOKENS || fault.kind() == FaultKind.REVOKE;
    }

    private static boolean cutsBeforeStatus(FaultKind kind) {
      return kind == FaultKind.RESET_BEFORE
          || kind == FaultKind.RESET_AFTER
          || kind == FaultKind.STALL;
    }

    /** What is answered in place of the vendor's own answer. */
    private Answer answer(Fault fault, Optional<Answer> real) {
      return switch (fault.kind()) {
        case STATUS -> {
          int status = fault.status().orElse(503);
          Answer ordered = api.error(status, "Ordered fault " + status);
          yield withRetryAfter(ordered, fault);
        }
        case THROTTLE -> withRetryAfter(api.error(429, "Too many requests"), fault);
        case NOT_FOUND -> api.notFound(call);
        case UNAUTHORIZED -> api.error(401, "Unauthorized");
        default -> real.orElseGet(() -> Answer.empty(200));
      };
    }

    private Answer withRetryAfter(Answer answer, Fault fault) {
      return fault
          .retryAfter()
          .map(value -> answer.with("Retry-After", retryAfter(value)))
          .orElse(answer);
    }

    private String retryAfter(String value) {
      return value.matches("date\\+[0-9]{1,9}")
          ? HTTP_DATE.format(clock.instant().plusSeconds(Long.parseLong(value.substring(5))))
          : value;
    }

    private void sendBadly(Answer answer, Fault fault) throws IOException {
      switch (fault.kind()) {
        case RESET_BEFORE, RESET_AFTER -> wire.reset();
        case STALL -> {
          Wire.pause(fault.delay().orElse(STALL));
          wire.close();
        }
        case TRUNCATE -> wire.sendHalf(answer);
        case GARBAGE -> wire.sendGarbage(answer);
        case OVERSIZE -> wire.sendOversize(answer, fault.bytes().orElse(OVERSIZE));
        case SLOW_BODY -> wire.sendSlowly(answer, fault.delay().orElse(SLOW_BODY));
        default -> wire.send(answer);
      }
    }

    private void record(Vendor vendor, int status, String fault) {
      String query = Optional.ofNullable(request.getHttpURI().getQuery()).orElse("");
      boolean leaked =
          notes.breaches().stream().anyMatch(note -> note.rule() == Rule.SECRET_IN_URL);
      boolean keepsBody = input instanceof RecordingInput;
      journal.record(
          new Journal.Entry(
              at,
              vendor,
              call.method(),
              leaked ? "***" : path,
              leaked ? "***" : query,
              status,
              Duration.ofNanos(System.nanoTime() - started),
              fault,
              notes,
              keepsBody ? headers() : Map.of(),
              input instanceof RecordingInput recorded
                  ? Optional.of(recorded.bytes())
                  : Optional.empty()));
    }

    private Map<String, String> headers() {
      Map<String, String> headers = new LinkedHashMap<>();
      for (HttpField field : request.getHeaders()) {
        boolean secret = field.getName().equalsIgnoreCase("Authorization");
        headers.merge(field.getName(), secret ? "***" : field.getValue(), (a, b) -> a + ", " + b);
      }
      return headers;
    }
  }
}
