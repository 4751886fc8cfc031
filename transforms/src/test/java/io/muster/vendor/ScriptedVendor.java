package io.muster.vendor;

import com.google.common.base.Splitter;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server that says to the byte what it was told to, one answer after the other, and keeps the
 * requests; without an answer left it hangs up. Raw sockets, so that it can break HTTP as well.
 */
public final class ScriptedVendor implements AutoCloseable {

  private final ServerSocket server;
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final List<Received> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  private ScriptedVendor(ServerSocket server) {
    this.server = server;
  }

  public static ScriptedVendor start() {
    try {
      ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      ScriptedVendor vendor = new ScriptedVendor(socket);
      daemon(vendor::accept);
      return vendor;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Without a slash at the end. */
  public String url() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  public ScriptedVendor answers(Answer... more) {
    answers.addAll(List.of(more));
    return this;
  }

  /** JSON, or an empty body. */
  public ScriptedVendor answers(int status, String body) {
    return answers(Answer.of(status, body));
  }

  public List<Received> requests() {
    return List.copyOf(requests);
  }

  public Received lastRequest() {
    return requests.get(requests.size() - 1);
  }

  /** How many connections were opened. */
  public int connections() {
    return sockets.size();
  }

  /** Returns when it has closed each connection that was opened so far. */
  public void awaitHangingUp() {
    while (!sockets.stream().allMatch(Socket::isClosed)) {
      Thread.onSpinWait();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        sockets.add(socket);
        daemon(() -> serve(socket));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      while (true) {
        requests.add(Received.read(in));
        Answer answer = answers.poll();
        if (answer == null) {
          return;
        }
        answer.give(socket, socket.getOutputStream());
        socket.getOutputStream().flush();
      }
    } catch (IOException | InterruptedException hungUp) {
      // By the client, by an answer that ends so, or by close().
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "scripted-vendor");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One answer. */
  @FunctionalInterface
  public interface Answer {
    void give(Socket socket, OutputStream out) throws IOException, InterruptedException;

    /** A whole answer; each header as {@code Name: value}. */
    static Answer of(int status, String body, String... headers) {
      return bytes(status, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    static Answer bytes(int status, byte[] body, String... headers) {
      return (socket, out) -> {
        out.write(head(status, body.length, headers));
        out.write(body);
      };
    }

    /** A whole answer that does not say that it is the connection's last. */
    static Answer silentlyLast(int status, String body) {
      return (socket, out) -> {
        of(status, body).give(socket, out);
        throw new EOFException("as scripted");
      };
    }

    /** Promises more than it sends. */
    static Answer truncated(int status, String body) {
      return (socket, out) -> {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        out.write(head(status, bytes.length + 10));
        out.write(bytes);
        throw new EOFException("as scripted");
      };
    }

    /** The bytes as they are, then hangs up. */
    static Answer raw(String bytes) {
      return (socket, out) -> {
        out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        throw new EOFException("as scripted");
      };
    }

    /** A byte now and then, for ever. */
    static Answer dripping(String head) {
      return (socket, out) -> {
        out.write(head.getBytes(StandardCharsets.ISO_8859_1));
        while (true) {
          out.write('x');
          out.flush();
          Thread.sleep(20);
        }
      };
    }

    /** Resets the connection without a word. */
    static Answer reset() {
      return (socket, out) -> {
        socket.setSoLinger(true, 0);
        throw new EOFException("as scripted");
      };
    }

    /** Says nothing. */
    static Answer silence() {
      return (socket, out) -> socket.getInputStream().read();
    }

    private static byte[] head(int status, int length, String... headers) {
      StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Scripted\r\n");
      for (String header : headers) {
        head.append(header).append("\r\n");
      }
      if (status != 204) {
        head.append("Content-Length: ").append(length).append("\r\n");
      }
      return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }
  }

  /**
   * A request as it came.
   *
   * @param target path and query
   * @param headers each line as it came
   */
  public record Received(String method, String target, List<String> headers, String body) {

    /** The header's value, if it came. */
    public Optional<String> header(String name) {
      return headers.stream()
          .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst();
    }

    private static Received read(InputStream in) throws IOException {
      List<String> start = Splitter.on(' ').splitToList(line(in));
      List<String> headers = new ArrayList<>();
      for (String line = line(in); !line.isEmpty(); line = line(in)) {
        headers.add(line);
      }
      Received head = new Received(start.get(0), start.get(1), List.copyOf(headers), "");
      int length = head.header("Content-Length").map(Integer::parseInt).orElse(0);
      byte[] body = in.readNBytes(length);
      return new Received(
          start.get(0), start.get(1), head.headers(), new String(body, StandardCharsets.UTF_8));
    }

    private static String line(InputStream in) throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int c = in.read(); c != '\n'; c = in.read()) {
        if (c < 0) {
          throw new EOFException("the client hung up");
        }
        line.write(c);
      }
      return line.toString(StandardCharsets.ISO_8859_1).strip();
    }
  }
}
