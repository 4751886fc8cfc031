package io.muster.vendor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.common.net.PercentEscaper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A request as a destination wants it sent; the credential is added on the way.
 *
 * @param kind what the vendor counts it as, see {@link CallBudget}
 * @param method {@code GET}, {@code POST}, {@code PUT} or {@code DELETE}
 * @param url with query, encoded; sent as it is
 * @param headers by name, in the order in which they are sent; no credential
 * @param body what is sent, with its type; empty where there is none
 */
public record VendorRequest(
    String kind, String method, String url, Map<String, String> headers, Optional<Body> body) {

  /** All but the unreserved characters of RFC 3986: Rest.li wants the colons of a URN encoded. */
  private static final PercentEscaper ESCAPER = new PercentEscaper("-._~", false);

  private static final JsonFactory JSON = new JsonFactory();

  /**
   * @throws IllegalArgumentException when the URL is none
   */
  public VendorRequest {
    URI.create(url);
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  public static VendorRequest get(String kind, String url) {
    return new VendorRequest(kind, "GET", url, Map.of(), Optional.empty());
  }

  public static VendorRequest delete(String kind, String url) {
    return new VendorRequest(kind, "DELETE", url, Map.of(), Optional.empty());
  }

  public static VendorRequest post(String kind, String url, Body body) {
    return new VendorRequest(kind, "POST", url, Map.of(), Optional.of(body));
  }

  public static VendorRequest put(String kind, String url, Body body) {
    return new VendorRequest(kind, "PUT", url, Map.of(), Optional.of(body));
  }

  /** The same request with one more header. */
  public VendorRequest with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new VendorRequest(kind, method, url, more, body);
  }

  /** A value as it stands in a path segment or a query. */
  public static String encode(String value) {
    return ESCAPER.escape(value);
  }

  /** The bytes of a request. */
  public interface Body {

    /** The media type. */
    String contentType();

    /**
     * Writes the bytes, the same ones each time: they are written once more to count them, since a
     * vendor's gateway may refuse a body of unknown length.
     */
    void writeTo(OutputStream out) throws IOException;

    /** {@code application/json} in UTF-8; encoded here and now, so that counting costs nothing. */
    static Body json(JsonContent content) {
      // Over a Writer, because Jackson's own UTF-8 refuses a lone surrogate half way through a
      // batch; the encoder sends a question mark instead.
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (Writer writer = new OutputStreamWriter(bytes, StandardCharsets.UTF_8);
          JsonGenerator generator = JSON.createGenerator(writer)) {
        content.writeTo(generator);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return of("application/json", bytes::writeTo);
    }

    /** {@code application/x-www-form-urlencoded}. */
    static Body form(Map<String, String> fields) {
      String encoded =
          fields.entrySet().stream()
              .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
              .collect(Collectors.joining("&"));
      return of(
          "application/x-www-form-urlencoded",
          out -> out.write(encoded.getBytes(StandardCharsets.UTF_8)));
    }

    /** A body of any type. */
    static Body of(String contentType, Content content) {
      return new Body() {
        @Override
        public String contentType() {
          return contentType;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
          content.writeTo(out);
        }
      };
    }
  }

  /** Writes a body's bytes; does not close the stream. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Writes one JSON value. */
  @FunctionalInterface
  public interface JsonContent {
    void writeTo(JsonGenerator json) throws IOException;
  }
}
