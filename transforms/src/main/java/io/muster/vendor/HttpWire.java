package io.muster.vendor;

import com.google.api.client.http.AbstractHttpContent;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpContent;
import com.google.api.client.http.HttpHeaders;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpRequestFactory;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.HttpTransport;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;

/**
 * One request, one answer, over google-http-client with all that it does of its own accord switched
 * off. Logs nothing. Safe for use by several threads.
 */
final class HttpWire {

  /** A larger answer is none that a vendor documents. */
  static final int MAX_BODY_BYTES = 32 << 20;

  static final String USER_AGENT =
      "muster/"
          + Optional.ofNullable(HttpWire.class.getPackage().getImplementationVersion())
              .orElse("dev");

  private final HttpRequestFactory requests;
  private final HttpTimeouts timeouts;
  private final Clock clock;

  HttpWire(HttpTransport transport, HttpTimeouts timeouts, Clock clock) {
    this.requests = transport.createRequestFactory();
    this.timeouts = timeouts;
    this.clock = clock;
  }

  /** Sends it and reads the answer whole; gives no {@link Exchange.BudgetSpent}. */
  Exchange send(VendorRequest request, Optional<TokenSource.Bearer> bearer) {
    HttpResponse response;
    try {
      response = prepare(request, bearer).execute();
    } catch (IOException e) {
      return noReply(request, e);
    } catch (IllegalArgumentException | IllegalStateException e) {
      // A header that the library cannot parse (Age: soon), or a connection cut by the deadline.
      return new Exchange.NoReply(
          "an answer from " + host(request) + " that is not HTTP", true, Duration.ZERO);
    }
    return read(response);
  }

  private HttpRequest prepare(VendorRequest request, Optional<TokenSource.Bearer> bearer)
      throws IOException {
    HttpHeaders headers = new HttpHeaders();
    headers.setUserAgent(USER_AGENT);
    bearer.ifPresent(token -> headers.setAuthorization("Bearer " + token.value()));
    request.headers().forEach(headers::set);

    HttpContent content = request.body().<HttpContent>map(BodyContent::new).orElse(null);
    // Verbatim, or the colons of a URN lose their encoding.
    GenericUrl url = new GenericUrl(request.url(), true);
    return requests
        .buildRequest(request.method(), url, content)
        .setHeaders(headers)
        .setSuppressUserAgentSuffix(true)
        .setNumberOfRetries(0)
        .setFollowRedirects(false)
        .setThrowExceptionOnExecuteError(false)
        .setLoggingEnabled(false)
        .setCurlLoggingEnabled(false)
        .setConnectTimeout(Math.toIntExact(timeouts.connect().toMillis()))
        .setReadTimeout(Math.toIntExact(timeouts.response().toMillis()));
  }

  private Exchange.Reply read(HttpResponse response) {
    byte[] body = {};
    boolean complete = false;
    // The transport has read the bytes; what can still fail is their decoding.
    try (InputStream content = response.getContent()) {
      byte[] decoded = content == null ? body : content.readNBytes(MAX_BODY_BYTES + 1);
      // The library gives no content at all where a compressed body ends before its first byte.
      boolean lost = content == null && response.getContentEncoding() != null;
      complete = !lost && decoded.length <= MAX_BODY_BYTES;
      body = complete ? decoded : body;
    } catch (IOException e) {
      complete = false;
    }
    Duration retryAfter =
        Optional.ofNullable(response.getHeaders().getRetryAfter())
            .map(value -> RetryAfter.parse(value, clock))
            .orElse(Duration.ZERO);
    return new Exchange.Reply(
        response.getStatusCode(), headers(response.getHeaders()), body, complete, retryAfter);
  }

  private static Map<String, String> headers(HttpHeaders headers) {
    Map<String, String> values = new HashMap<>();
    for (String name : headers.keySet()) {
      String value = headers.getFirstHeaderStringValue(name);
      if (value != null) {
        values.put(name, value);
      }
    }
    return values;
  }

  /** Says what happened in our own words: a library's may quote headers or addresses. */
  private static Exchange.NoReply noReply(VendorRequest request, IOException e) {
    String host = host(request);
    if (e instanceof UnknownHostException) {
      return unreached("the host name " + host + " is not known");
    }
    if (e instanceof ConnectTimeoutException
        || e instanceof ConnectionRequestTimeoutException
        || e instanceof ConnectException
        || e instanceof NoRouteToHostException) {
      return unreached("cannot connect to " + host);
    }
    if (e instanceof SSLException) {
      boolean strangers =
          e instanceof SSLHandshakeException || e instanceof SSLPeerUnverifiedException;
      // Of TLS the reason matters, and it names certificates only.
      return new Exchange.NoReply(
          "TLS with " + host + " failed: " + e.getMessage(), !strangers, Duration.ZERO);
    }
    // A socket's timeout and the deadline's cut both count as interruptions.
    boolean late = e instanceof InterruptedIOException;
    String how = late ? "in time" : "(" + e.getClass().getSimpleName() + ")";
    return new Exchange.NoReply("no answer from " + host + " " + how, true, Duration.ZERO);
  }

  private static Exchange.NoReply unreached(String words) {
    return new Exchange.NoReply(words, false, Duration.ZERO);
  }

  private static String host(VendorRequest request) {
    return URI.create(request.url()).getAuthority();
  }

  /** A request body as the library takes it, with its length. */
  private static final class BodyContent extends AbstractHttpContent {
    private final VendorRequest.Body body;

    BodyContent(VendorRequest.Body body) {
      super(body.contentType());
      this.body = body;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      body.writeTo(out);
      out.flush();
    }
  }
}
