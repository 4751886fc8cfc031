package io.muster.sandbox.vendor;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** One request to a vendor. Its body is a stream that is read once, by {@link #body} or bytes. */
public final class ApiRequest {

  /** The largest body of a call that carries no members. */
  private static final int SMALL_BODY = 16 << 20;

  private final String method;
  private final String path;
  private final List<String> segments;
  private final Map<String, List<String>> query;
  private final Function<String, Optional<String>> headers;
  private InputStream body;
  private byte[] small;

  /**
   * A request.
   *
   * @param path decoded, below the vendor's prefix, starting with a slash
   * @param headers a look-up that ignores case
   */
  public ApiRequest(
      String method,
      String path,
      Map<String, List<String>> query,
      Function<String, Optional<String>> headers,
      InputStream body) {
    this.method = method;
    this.path = path;
    this.segments = List.of(path.substring(1).split("/", -1));
    this.query = query;
    this.headers = headers;
    this.body = body;
  }

  public String method() {
    return method;
  }

  public String path() {
    return path;
  }

  /** The path's segments, an empty one for a trailing slash. */
  public List<String> segments() {
    return segments;
  }

  public Map<String, List<String>> query() {
    return query;
  }

  /** The first value of a query parameter. */
  public Optional<String> query(String name) {
    return query.getOrDefault(name, List.of()).stream().findFirst();
  }

  public Optional<String> header(String name) {
    return headers.apply(name);
  }

  /** Whether the media type, without parameters, is the one wanted. */
  public boolean hasContentType(String wanted) {
    return header("Content-Type")
        .map(value -> value.split(";", 2)[0].trim().toLowerCase(Locale.ROOT))
        .filter(wanted::equals)
        .isPresent();
  }

  public InputStream body() {
    return body;
  }

  /** The whole body of a call without members; it may be asked again. At most 16 MiB. */
  public byte[] smallBody() throws IOException {
    if (small == null) {
      small = body.readNBytes(SMALL_BODY);
      body = new ByteArrayInputStream(small);
    }
    return Objects.requireNonNull(small);
  }
}
