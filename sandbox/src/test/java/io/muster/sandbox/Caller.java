package io.muster.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Calls a sandbox as the vendors' clients do. */
final class Caller {

  /** A status, the headers, and the body as text. */
  record Reply(int status, HttpHeaders headers, String body) {
    JsonNode json() {
      try {
        return new ObjectMapper().readTree(body);
      } catch (IOException notJson) {
        throw new AssertionError("not JSON: " + body, notJson);
      }
    }

    String header(String name) {
      return headers.firstValue(name).orElse("");
    }
  }

  static final String[] DEMANDBASE = {"Authorization", "Bearer sandbox-demandbase-token"};
  static final String LINKEDIN_SEGMENTS = "linkedin/rest/dmpSegments";
  static final String ACCOUNT = "urn:li:sponsoredAccount:512345678";
  static final String BOMBORA_LISTS = "bombora/account-list/v1/account-list";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Sandbox sandbox;

  Caller(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  Reply call(String method, String path, String body, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(sandbox.baseUri().resolve(path))
            .timeout(Duration.ofSeconds(20))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
    return new Reply(
        response.statusCode(),
        response.headers(),
        new String(response.body(), StandardCharsets.UTF_8));
  }

  static String[] with(String[] headers, String... more) {
    return Stream.concat(List.of(headers).stream(), List.of(more).stream()).toArray(String[]::new);
  }

  // Admin

  Reply admin(String method, String path, String body) throws Exception {
    return call(method, "admin/" + path, body);
  }

  // Demandbase

  Reply createJob(String name, String type) throws Exception {
    return call(
        "POST",
        "demandbase/import/v1/job",
        "{\"dataImportName\":\"" + name + "\",\"entityType\":\"" + type + "\"}",
        with(DEMANDBASE, "Content-Type", "application/json"));
  }

  String job(String name, String type) throws Exception {
    return createJob(name, type).json().get("id").asText();
  }

  Reply put(String job, String query, String csv) throws Exception {
    return call(
        "PUT",
        "demandbase/import/v1/job/" + job + "/data" + query,
        csv,
        with(DEMANDBASE, "Content-Type", "application/octet-stream"));
  }

  String jobState(String job) throws Exception {
    return call("GET", "demandbase/import/v1/job/" + job, "", DEMANDBASE)
        .json()
        .get("state")
        .asText();
  }

  static String accounts(String... nameAndDomain) {
    StringBuilder csv = new StringBuilder("Account Name,Account Domain,External Account ID\r\n");
    for (String account : nameAndDomain) {
      csv.append(account).append("\r\n");
    }
    return csv.toString();
  }

  // LinkedIn

  static String[] linkedIn(String... more) {
    return with(
        new String[] {
          "Authorization", "Bearer sandbox-linkedin-token",
          "LinkedIn-Version", "202604",
          "X-Restli-Protocol-Version", "2.0.0",
          "Content-Type", "application/json"
        },
        more);
  }

  static String segmentBody(String name, String key) {
    return "{\"name\":\""
        + name
        + "\",\"type\":\"COMPANY\",\"account\":\""
        + ACCOUNT
        + "\",\"sourcePlatform\":\"MUSTER\",\"sourceSegmentId\":\""
        + key
        + "\",\"destinations\":[{\"destination\":\"LINKEDIN\"}]}";
  }

  String segment(String name) throws Exception {
    return call("POST", LINKEDIN_SEGMENTS, segmentBody(name, "key of " + name), linkedIn())
        .header("x-restli-id");
  }

  Reply companies(String segment, String elements) throws Exception {
    return call(
        "POST",
        LINKEDIN_SEGMENTS + "/" + segment + "/companies",
        "{\"elements\":[" + elements + "]}",
        linkedIn("X-RestLi-Method", "BATCH_CREATE"));
  }

  static String add(String domain) {
    return "{\"action\":\"ADD\",\"companyWebsiteDomain\":\"" + domain + "\"}";
  }

  static String remove(String domain) {
    return "{\"action\":\"REMOVE\",\"companyWebsiteDomain\":\"" + domain + "\"}";
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  // Bombora

  String bomboraToken() throws Exception {
    return call(
            "POST",
            "bombora/oauth/token",
            "{\"client_id\":\"sandbox-client\",\"client_secret\":\"sandbox-secret\"}",
            "Content-Type",
            "application/json")
        .json()
        .get("access_token")
        .asText();
  }

  Reply bombora(String token, String method, String below, String body) throws Exception {
    return call(
        method,
        BOMBORA_LISTS + below,
        body,
        "Authorization",
        "Bearer " + token,
        "Content-Type",
        "application/json");
  }

  Reply createList(String token, String name) throws Exception {
    return bombora(
        token,
        "POST",
        "",
        "{\"type\":\"Manual\",\"metadata\":{\"name\":\"" + name + "\"},\"specification\":{}}");
  }

  static String domains(String... domains) {
    return List.of(domains).stream()
        .map(domain -> "{\"domain\":\"" + domain + "\"}")
        .collect(Collectors.joining(",", "[", "]"));
  }

  URI base() {
    return sandbox.baseUri();
  }
}
