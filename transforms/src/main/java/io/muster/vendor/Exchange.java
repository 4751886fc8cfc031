package io.muster.vendor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What came of one request. */
public sealed interface Exchange {

  /**
   * No answer.
   *
   * @param words why, without credentials or member data
   * @param reached whether the request may have reached the vendor
   * @param after what was asked to wait; {@link Duration#ZERO} when nothing was
   */
  record NoReply(String words, boolean reached, Duration after) implements Exchange {}

  /**
   * No call was made: the budget of that kind is spent.
   *
   * @param after how long to wait before asking again
   */
  record BudgetSpent(String kind, Duration after) implements Exchange {}

  /**
   * No call was made: there is no credential to make it with.
   *
   * @param words why, and the mend
   */
  record NoCredential(String words) implements Exchange {}

  /** An answer, read to its end; its body is whole unless {@link #complete()} says otherwise. */
  final class Reply implements Exchange {

    // Text after the value means that the body is not what the vendor wrote.
    private static final ObjectReader JSON =
        JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;
    private final boolean complete;
    private final Duration retryAfter;
    private final Redaction redaction;

    /**
     * @param headers by name, in any case
     * @param body decoded; empty where it is not complete
     * @param complete whether the body came whole and within bounds
     * @param retryAfter the header's wait, or {@link Duration#ZERO}
     */
    public Reply(
        int status,
        Map<String, String> headers,
        byte[] body,
        boolean complete,
        Duration retryAfter) {
      this(status, headers, body, complete, retryAfter, Redaction.NONE);
    }

    private Reply(
        int status,
        Map<String, String> headers,
        byte[] body,
        boolean complete,
        Duration retryAfter,
        Redaction redaction) {
      Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      byName.putAll(headers);
      this.status = status;
      this.headers = Collections.unmodifiableMap(byName);
      this.body = body.clone();
      this.complete = complete;
      this.retryAfter = retryAfter;
      this.redaction = redaction;
    }

    public int status() {
      return status;
    }

    /** A header's value; its name in any case. */
    public Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name)).map(redaction::clean);
    }

    /**
     * Where a redirect leads, as {@code scheme://host:port} or in this host; empty for any other
     * answer. The path is left out: it may name what was asked for.
     */
    public Optional<String> redirectsTo() {
      return status < 300 || status >= 400 ? Optional.empty() : header("Location").map(Reply::site);
    }

    private static String site(String location) {
      try {
        URI uri = new URI(location.strip());
        if (uri.getHost() == null) {
          return "another path";
        }
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        String scheme = uri.getScheme() == null ? "" : uri.getScheme() + ":";
        return scheme + "//" + uri.getHost() + port;
      } catch (URISyntaxException e) {
        return "another path";
      }
    }

    /** Whether the body came whole and within bounds. */
    public boolean complete() {
      return complete;
    }

    /** What {@code Retry-After} asks to wait; {@link Duration#ZERO} without one. */
    public Duration retryAfter() {
      return retryAfter;
    }

    /** Whether the body came whole and holds nothing but white space. */
    public boolean blank() {
      return complete && new String(body, StandardCharsets.UTF_8).isBlank();
    }

    /**
     * This reply, if its body came whole and is blank, JSON, or its status in words: what may stand
     * where a vendor documents no body. Else empty; a page of HTML is somebody else's.
     */
    public Optional<Reply> plain() {
      return blank() || isStatusInWords() || json().isPresent()
          ? Optional.of(this)
          : Optional.empty();
    }

    /** What frameworks write into an answer that was given a status alone. */
    private boolean isStatusInWords() {
      String words =
          switch (status) {
            case 200 -> "OK";
            case 202 -> "Accepted";
            default -> "";
          };
      return complete
          && !words.isEmpty()
          && new String(body, StandardCharsets.UTF_8).strip().equalsIgnoreCase(words);
    }

    /** The body as one JSON value; empty when it is cut short, blank or anything else. */
    public Optional<JsonNode> json() {
      if (!complete || body.length == 0) {
        return Optional.empty();
      }
      try {
        return Optional.of(JSON.readTree(body))
            .filter(node -> !node.isMissingNode())
            .map(redaction::clean);
      } catch (JsonProcessingException e) {
        return Optional.empty();
      } catch (IOException e) {
        // Bytes that are no text, such as a broken UTF-16.
        return Optional.empty();
      }
    }

    /** The same answer, should the vendor have echoed one of those values. */
    Reply without(Collection<String> secrets) {
      return new Reply(status, headers, body, complete, retryAfter, Redaction.of(secrets));
    }

    @Override
    public String toString() {
      return "HTTP " + status + (complete ? "" : ", body cut short");
    }
  }
}
