package io.muster.vendor;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.BasicHttpEntity;

/**
 * Reads each answer whole, within a bound and before a deadline, so that a peer which sends a byte
 * now and then holds nobody up. A body that is cut short leaves its status known: reading it fails.
 */
final class WholeResponse implements ExecChainHandler {

  private final HttpTimeouts timeouts;
  private final int maxBytes;
  private final ScheduledExecutorService timer;

  WholeResponse(HttpTimeouts timeouts, int maxBytes, ScheduledExecutorService timer) {
    this.timeouts = timeouts;
    this.maxBytes = maxBytes;
    this.timer = timer;
  }

  @Override
  public ClassicHttpResponse execute(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    long length = request.getEntity() == null ? 0 : request.getEntity().getContentLength();
    ScheduledFuture<?> deadline =
        timer.schedule(
            () -> cancel(scope), timeouts.totalFor(length).toMillis(), TimeUnit.MILLISECONDS);
    try {
      ClassicHttpResponse response = chain.proceed(request, scope);
      HttpEntity entity = response.getEntity();
      // Google's transport cannot read a 204, which has no entity.
      response.setEntity(
          entity == null
              ? new BasicHttpEntity(InputStream.nullInputStream(), 0, null)
              : new BasicHttpEntity(read(entity, scope), -1, null, entity.getContentEncoding()));
      return response;
    } finally {
      deadline.cancel(false);
    }
  }

  private InputStream read(HttpEntity entity, ExecChain.Scope scope) {
    boolean whole = false;
    // Not closed before its end: that would read what is left of it.
    try {
      InputStream content = entity.getContent();
      byte[] bytes = content.readNBytes(maxBytes + 1);
      if (bytes.length <= maxBytes) {
        content.close();
        whole = true;
        return new ByteArrayInputStream(bytes);
      }
      return new Unreadable("longer than " + maxBytes + " bytes");
    } catch (IOException | IllegalStateException e) {
      return new Unreadable("cut short");
    } finally {
      if (!whole) {
        scope.execRuntime.discardEndpoint();
      }
    }
  }

  private static void cancel(ExecChain.Scope scope) {
    if (scope.originalRequest instanceof Cancellable request) {
      request.cancel();
    }
  }

  /** A body that is not to be had. */
  private static final class Unreadable extends InputStream {
    private final String why;

    Unreadable(String why) {
      this.why = why;
    }

    @Override
    public int read() throws IOException {
      throw new IOException("the body is " + why);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return read();
    }
  }
}
