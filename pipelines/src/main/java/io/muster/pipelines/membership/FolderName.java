package io.muster.pipelines.membership;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names of folders that people recognise, and that are another for each other text. */
final class FolderName {

  private static final int LONGEST = 60;
  private static final int HASH_BYTES = 6;

  private FolderName() {}

  static String of(String... parts) {
    String readable = String.join("-", parts).replaceAll("[^A-Za-z0-9.-]+", "_");
    String cut = readable.length() > LONGEST ? readable.substring(0, LONGEST) : readable;
    return cut + "-" + hash(String.join("\n", parts));
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
