package io.muster.destination;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.muster.vendor.ScriptedVendor.Received;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** Compares requests with {@code test-data/golden}, or writes them there on demand. */
public final class GoldenRequests {

  private static final Path FOLDER = Path.of("..", "test-data", "golden");

  /** Written by the HTTP library for every request alike. */
  private static final Set<String> OF_THE_LIBRARY =
      Set.of("host", "connection", "user-agent", "accept-encoding");

  private final Path folder;

  public GoldenRequests(String destination) {
    this.folder = FOLDER.resolve(destination);
  }

  /** Fails unless the request is, to the byte, the one in the file. */
  public void check(String name, Received request) {
    Path file = folder.resolve(name + ".http");
    String actual = render(request);
    try {
      if (Boolean.getBoolean("golden.update")) {
        Files.createDirectories(folder);
        Files.writeString(file, actual, StandardCharsets.UTF_8);
      }
      assertThat(file.toString(), actual, is(Files.readString(file, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String render(Received request) {
    StringBuilder text = new StringBuilder();
    text.append(request.method()).append(' ').append(request.target()).append('\n');
    for (String header : request.headers()) {
      String name = header.substring(0, header.indexOf(':')).toLowerCase(Locale.ROOT);
      if (!OF_THE_LIBRARY.contains(name)) {
        text.append(header.replaceFirst("Bearer .*", "Bearer <token>")).append('\n');
      }
    }
    return text.append('\n').append(request.body()).toString();
  }
}
