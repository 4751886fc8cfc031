package io.muster.sandbox.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muster.sandbox.fault.Fault;
import io.muster.sandbox.fault.FaultJson;
import io.muster.sandbox.http.AdminEndpoint;
import io.muster.sandbox.http.QueryString;
import io.muster.sandbox.journal.Breach;
import io.muster.sandbox.journal.RecordedCall;
import io.muster.sandbox.vendor.Json;
import io.muster.sandbox.vendor.ListMember;
import io.muster.sandbox.vendor.Vendor;
import io.muster.sandbox.vendor.VendorList;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/**
 * The admin endpoints and the page. No credentials are asked: the sandbox listens on the loopback
 * address by default and holds nothing but test data. Browsers of other origins may not change
 * anything.
 *
 * <p>{@code GET /admin/lists[?vendor=&id=&name=&members=false&limit=]}, {@code GET
 * /admin/calls[?since=&vendor=&limit=]}, {@code GET /admin/breaches[?since=&vendor=&limit=]},
 * {@code GET|PUT /admin/config}, {@code GET|POST|DELETE /admin/faults}, {@code POST /admin/tokens},
 * {@code POST /admin/reset}, {@code GET /admin/health}. A wrong request is answered with 400 {@code
 * {"error":"..."}}.
 */
public final class AdminApi implements AdminEndpoint {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LARGEST_BODY = 1 << 20;

  private final SandboxState state;
  private final byte[] page;

  public AdminApi(SandboxState state) {
    this.state = state;
    this.page = page();
  }

  private static byte[] page() {
    try (InputStream in = AdminApi.class.getResourceAsStream("index.html")) {
      if (in == null) {
        throw new IllegalStateException("index.html is not on the class path");
      }
      return in.readAllBytes();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Override
  public void serve(Request request, Response response, String path) throws IOException {
    Call call = new Call(request, response);
    try {
      if (!request.getMethod().equals("GET") && isForeign(request)) {
        call.error(403, "this origin may not change the sandbox");
        return;
      }
      switch (request.getMethod() + " " + path) {
        case "GET /" -> call.page();
        case "GET /admin/health" -> call.json(200, Json.object().put("status", "ok"));
        case "GET /admin/lists" -> call.lists();
        case "GET /admin/calls" -> call.calls();
        case "GET /admin/breaches" -> call.breaches();
        case "GET /admin/config" -> call.json(200, state.configuration());
        case "PUT /admin/config" -> {
          state.configure(call.body());
          call.json(200, state.configuration());
        }
        case "GET /admin/faults" -> call.faults();
        case "POST /admin/faults" -> call.orderFaults();
        case "DELETE /admin/faults" -> call.clearFaults();
        case "POST /admin/tokens" -> call.tokens();
        case "POST /admin/reset" -> {
          state.reset();
          call.json(200, Json.object().put("status", "reset"));
        }
        default -> call.error(404, "no such path; see the page at /");
      }
    } catch (IllegalArgumentException wrong) {
      call.error(400, String.valueOf(wrong.getMessage()));
    }
  }

  /** Whether a page of another origin sends this; programs send no Origin. */
  private static boolean isForeign(Request request) {
    String origin = request.getHeaders().get("Origin");
    if (origin == null) {
      return false;
    }
    try {
      return !String.valueOf(URI.create(origin).getAuthority())
          .equals(request.getHeaders().get("Host"));
    } catch (IllegalArgumentException noUri) {
      return true;
    }
  }

  /** One admin call. */
  private final class Call {
    private final Request request;
    private final Response response;
    private final Map<String, List<String>> query;

    Call(Request request, Response response) {
      this.request = request;
      this.response = response;
      this.query = QueryString.parse(request.getHttpURI().getQuery());
    }

    void page() throws IOException {
      response.getHeaders().put("Content-Type", "text/html; charset=utf-8");
      response
          .getHeaders()
          .put(
              "Content-Security-Policy",
              "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline';"
                  + " connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none';"
                  + " frame-ancestors 'none'");
      head(200);
      try (OutputStream out = Content.Sink.asOutputStream(response)) {
        out.write(page);
      }
    }

    void lists() throws IOException {
      boolean withMembers = !text("members").equals(Optional.of("false"));
      int limit = number("limit", Integer.MAX_VALUE);
      Optional<Vendor> vendor = text("vendor").map(Vendor::of);
      Optional<String> id = text("id");
      Optional<String> name = text("name");
      List<VendorList> lists =
          state.lists(withMembers).stream()
              .filter(list -> vendor.map(list.vendor()::equals).orElse(true))
              .filter(list -> id.map(list.id()::equals).orElse(true))
              .filter(list -> name.map(list.name()::equals).orElse(true))
              .toList();
      write(
          json -> {
            json.writeStartArray();
            for (VendorList list : lists) {
              writeList(json, list, withMembers, limit);
            }
            json.writeEndArray();
          });
    }

    private void writeList(JsonGenerator json, VendorList list, boolean withMembers, int limit)
        throws IOException {
      json.writeStartObject();
      json.writeStringField("vendor", list.vendor().id());
      json.writeStringField("account", list.account());
      json.writeStringField("id", list.id());
      json.writeStringField("name", list.name());
      json.writeStringField("type", list.type());
      json.writeNumberField("size", list.size());
      if (withMembers) {
        json.writeArrayFieldStart("members");
        int left = limit;
        for (ListMember member : list.members()) {
          if (left-- <= 0) {
            break;
          }
          json.writeStartObject();
          for (Map.Entry<String, String> field : member.fields().entrySet()) {
            json.writeStringField(field.getKey(), field.getValue());
          }
          json.writeEndObject();
        }
        json.writeEndArray();
      }
      json.writeEndObject();
    }

    void calls() throws IOException {
      Optional<Vendor> vendor = text("vendor").map(Vendor::of);
      Predicate<RecordedCall> fits = c -> vendor.map(c.vendor()::equals).orElse(true);
      List<RecordedCall> calls =
          state.journal().calls(number("since", 0), fits, number("limit", Integer.MAX_VALUE));
      write(
          json -> {
            json.writeStartArray();
            for (RecordedCall call : calls) {
              writeCall(json, call);
            }
            json.writeEndArray();
          });
    }

    private void writeCall(JsonGenerator json, RecordedCall call) throws IOException {
      json.writeStartObject();
      json.writeNumberField("seq", call.seq());
      json.writeStringField("at", call.at().toString());
      json.writeStringField("vendor", call.vendor().id());
      json.writeStringField("account", call.account());
      json.writeStringField("method", call.method());
      json.writeStringField("path", call.path());
      json.writeStringField("query", call.query());
      json.writeStringField("endpoint", call.endpoint());
      json.writeStringField("list", call.list());
      json.writeStringField("action", call.action());
      json.writeNumberField("status", call.status());
      json.writeNumberField("members", call.members());
      json.writeNumberField("durationMs", call.duration().toNanos() / 1_000_000.0);
      json.writeStringField("fault", call.fault());
      json.writeArrayFieldStart("breaches");
      for (String breach : call.breaches()) {
        json.writeString(breach);
      }
      json.writeEndArray();
      json.writeEndObject();
    }

    void breaches() throws IOException {
      Optional<Vendor> vendor = text("vendor").map(Vendor::of);
      List<Breach> breaches =
          state.journal().breaches(number("since", 0)).stream()
              .filter(breach -> vendor.map(breach.vendor()::equals).orElse(true))
              .toList();
      int from = Math.max(0, breaches.size() - number("limit", Integer.MAX_VALUE));
      write(
          json -> {
            json.writeStartArray();
            for (Breach breach : breaches.subList(from, breaches.size())) {
              json.writeStartObject();
              json.writeStringField("rule", breach.rule());
              json.writeStringField("text", breach.text());
              json.writeNumberField("call", breach.call());
              json.writeStringField("vendor", breach.vendor().id());
              json.writeStringField("at", breach.at().toString());
              json.writeEndObject();
            }
            json.writeEndArray();
          });
    }

    void faults() throws IOException {
      var orders = Json.array();
      state
          .faults()
          .orders()
          .forEach(
              order ->
                  orders.add(
                      FaultJson.write(order.fault())
                          .put("id", order.id())
                          .put("applied", order.applied())));
      json(200, orders);
    }

    /** Takes one order or an array of them: all or, when one is wrong, none. */
    void orderFaults() throws IOException {
      JsonNode body = body();
      List<Fault> ordered = new ArrayList<>();
      if (body.isArray()) {
        body.forEach(fault -> ordered.add(FaultJson.read(fault)));
      } else {
        ordered.add(FaultJson.read(body));
      }
      var ids = Json.array();
      ordered.forEach(fault -> ids.add(state.faults().order(fault)));
      json(201, Json.object().set("ids", ids));
    }

    void clearFaults() throws IOException {
      int id = number("id", 0);
      if (id == 0) {
        state.faults().clear();
      } else {
        state.faults().clear(id);
      }
      faults();
    }

    void tokens() throws IOException {
      JsonNode body = body();
      var tokens =
          state.tokens(
              Vendor.of(
                  Json.text(body, "vendor")
                      .orElseThrow(() -> new IllegalArgumentException("vendor is missing"))));
      switch (Json.text(body, "action").orElse("")) {
        case "expire" -> tokens.expireAll();
        case "revoke" -> {
          JsonNode time = body.path("forMs");
          if (time.isMissingNode()) {
            tokens.revokeAll();
          } else if (time.isIntegralNumber() && time.canConvertToLong() && time.longValue() > 0) {
            tokens.revokeFor(Duration.ofMillis(time.longValue()));
          } else {
            throw new IllegalArgumentException("forMs must be a whole number above 0");
          }
        }
        case "restore" -> tokens.restore();
        default -> throw new IllegalArgumentException("action must be expire, revoke or restore");
      }
      json(200, Json.object().put("status", "done"));
    }

    JsonNode body() throws IOException {
      byte[] bytes = Content.Source.asInputStream(request).readNBytes(LARGEST_BODY);
      try {
        return JSON.readTree(bytes);
      } catch (JsonProcessingException notJson) {
        throw new IllegalArgumentException(
            "the body is not JSON: " + notJson.getOriginalMessage(), notJson);
      }
    }

    private Optional<String> text(String name) {
      return query.getOrDefault(name, List.of()).stream().findFirst();
    }

    private int number(String name, int otherwise) {
      return text(name)
          .map(
              text -> {
                if (!text.matches("[0-9]{1,9}")) {
                  throw new IllegalArgumentException(name + " must be a whole number");
                }
                return Integer.parseInt(text);
              })
          .orElse(otherwise);
    }

    void error(int status, String message) throws IOException {
      json(status, Json.object().put("error", message));
    }

    void json(int status, JsonNode body) throws IOException {
      response.getHeaders().put("Content-Type", "application/json");
      head(status);
      try (OutputStream out = Content.Sink.asOutputStream(response)) {
        out.write(JSON.writeValueAsBytes(body));
      }
    }

    private void head(int status) {
      response.setStatus(status);
      response.getHeaders().put("Cache-Control", "no-store");
      response.getHeaders().put("X-Content-Type-Options", "nosniff");
    }

    private void write(Writing writing) throws IOException {
      response.getHeaders().put("Content-Type", "application/json");
      head(200);
      try (OutputStream out =
              new BufferedOutputStream(Content.Sink.asOutputStream(response), 1 << 16);
          JsonGenerator json = Json.factory().createGenerator(out)) {
        writing.to(json);
      }
    }
  }

  private interface Writing {
    void to(JsonGenerator json) throws IOException;
  }
}
