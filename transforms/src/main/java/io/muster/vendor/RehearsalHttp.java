package io.muster.vendor;

import io.muster.workspace.Auth;
import io.muster.workspace.ConfigValue;
import io.muster.workspace.Connection;
import io.muster.workspace.Secrets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Conversations in which nothing is sent: each request is shown to whoever watches, as it would go
 * out, and answered by a {@link Rehearsal}. Opens no connection, reads no secret, and counts
 * against no budget.
 */
public final class RehearsalHttp implements VendorHttp.Factory {

  private final Rehearsal vendor;
  private final Clock clock;
  private final Optional<Consumer<RehearsedRequest>> watcher;

  /**
   * @param watcher is shown each request, if there is one; without one no body is written twice
   */
  public RehearsalHttp(
      Rehearsal vendor, Clock clock, Optional<Consumer<RehearsedRequest>> watcher) {
    this.vendor = vendor;
    this.clock = clock;
    this.watcher = watcher;
  }

  @Override
  public VendorHttp open(Connection connection, TokenMint mint) {
    return new Conversation(connection.auth(), mint);
  }

  @Override
  public Clock clock() {
    return clock;
  }

  /** One connection's, which needs a token before its first call. */
  private final class Conversation implements VendorHttp {
    private final Auth auth;
    private final TokenMint mint;
    private boolean hasToken;

    Conversation(Auth auth, TokenMint mint) {
      this.auth = auth;
      this.mint = mint;
      this.hasToken = auth instanceof Auth.StaticToken;
    }

    @Override
    public Exchange call(VendorRequest request) {
      watcher.ifPresent(
          shown -> {
            if (!hasToken) {
              shown.accept(minting());
            }
            shown.accept(
                rehearsed(
                    request, Optional.of("Bearer " + RehearsedRequest.SECRET), text(request)));
          });
      hasToken = true;
      return vendor.answer(request);
    }

    private RehearsedRequest minting() {
      VendorRequest request = mint.request(auth, new Masked());
      String body =
          text(request)
              .replace(VendorRequest.encode(RehearsedRequest.SECRET), RehearsedRequest.SECRET);
      RehearsedRequest shown = rehearsed(request, Optional.empty(), body);
      return new RehearsedRequest(
          RehearsedRequest.TOKEN, shown.method(), shown.url(), shown.headers(), shown.body());
    }
  }

  private static RehearsedRequest rehearsed(
      VendorRequest request, Optional<String> authorization, String body) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("User-Agent", HttpWire.USER_AGENT);
    authorization.ifPresent(value -> headers.put("Authorization", value));
    headers.putAll(request.headers());
    request.body().ifPresent(content -> headers.put("Content-Type", content.contentType()));
    return new RehearsedRequest(request.kind(), request.method(), request.url(), headers, body);
  }

  private static String text(VendorRequest request) {
    if (request.body().isEmpty()) {
      return "";
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      request.body().get().writeTo(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** Nothing that is referred to is read. */
  private static final class Masked implements Secrets {
    private static final long serialVersionUID = 1L;

    @Override
    public String resolve(ConfigValue value) {
      return value instanceof ConfigValue.Literal literal
          ? literal.value()
          : RehearsedRequest.SECRET;
    }
  }
}
