package io.muster.sandbox.http;

import io.muster.sandbox.vendor.Answer;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/** Sends an answer, well or badly, over the connection of one request. */
final class Wire {

  private static final int DRIPS = 20;
  private static final byte[] GARBAGE =
      "\u0000\u0001<<<{\"elements\":[{]not json \u00ff".getBytes(StandardCharsets.ISO_8859_1);
  // What is cut where the vendor's answer has no body to cut.
  private static final byte[] SOME_JSON =
      "{\"message\":\"this body is cut in half\"}".getBytes(StandardCharsets.UTF_8);

  private final Request request;
  private final Response response;

  Wire(Request request, Response response) {
    this.request = request;
    this.response = response;
  }

  void send(Answer answer) throws IOException {
    head(answer);
    body(answer.body(), true);
  }

  /** Promises a length, sends half of it, and ends the connection. */
  void sendHalf(Answer answer) throws IOException {
    head(withRoomForBody(answer));
    byte[] all = answer.body().length > 1 ? answer.body() : SOME_JSON;
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, all.length);
    body(Arrays.copyOf(all, all.length / 2), false);
    endPoint().close();
  }

  void sendGarbage(Answer answer) throws IOException {
    head(withRoomForBody(answer));
    body(GARBAGE.clone(), true);
  }

  /** Sends JSON whose one string never seems to end. */
  void sendOversize(Answer answer, long bytes) throws IOException {
    head(withRoomForBody(answer));
    body("{\"padding\":\"".getBytes(StandardCharsets.UTF_8), false);
    byte[] chunk = new byte[64 * 1024];
    Arrays.fill(chunk, (byte) 'x');
    for (long left = bytes - 14; left > 0; left -= chunk.length) {
      body(left < chunk.length ? Arrays.copyOf(chunk, (int) left) : chunk, false);
    }
    body("\"}".getBytes(StandardCharsets.UTF_8), true);
  }

  /** A 204 cannot have a body, so it becomes a 200. */
  private static Answer withRoomForBody(Answer answer) {
    return answer.status() == 204 ? new Answer(200, answer.headers(), answer.body()) : answer;
  }

  /** Sends the body in drips over that time. */
  void sendSlowly(Answer answer, Duration time) throws IOException {
    head(answer);
    byte[] all = answer.body();
    if (all.length > 0) {
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, all.length);
    }
    int step = Math.max(1, all.length / DRIPS);
    int drips = Math.max(1, (all.length + step - 1) / step);
    for (int from = 0; from < all.length; from += step) {
      pause(time.dividedBy(drips));
      body(Arrays.copyOfRange(all, from, Math.min(all.length, from + step)), false);
    }
    if (all.length == 0) {
      pause(time);
    }
    body(new byte[0], true);
  }

  /** Ends the connection with a RST: the client sees a reset, not an end. */
  void reset() throws IOException {
    if (endPoint().getTransport() instanceof SocketChannel channel) {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    }
    endPoint().close();
  }

  /** Ends the connection in the middle of nothing. */
  void close() {
    endPoint().close();
  }

  static void pause(Duration time) throws IOException {
    if (time.isZero() || time.isNegative()) {
      return;
    }
    try {
      Thread.sleep(time.toMillis(), time.toNanosPart() % 1_000_000);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("the sandbox is closing", stopped);
    }
  }

  private void head(Answer answer) {
    response.setStatus(answer.status());
    answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
  }

  private void body(byte[] bytes, boolean last) throws IOException {
    Content.Sink.write(response, last, ByteBuffer.wrap(bytes));
  }

  private EndPoint endPoint() {
    return request.getConnectionMetaData().getConnection().getEndPoint();
  }
}
