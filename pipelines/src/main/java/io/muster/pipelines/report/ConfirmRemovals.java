package io.muster.pipelines.report;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The options that let removals go which were held back, as they are typed into a shell. */
public final class ConfirmRemovals {

  private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}._][\\p{L}\\p{N}._-]*");

  private ConfirmRemovals() {}

  /**
   * The options for these audiences.
   *
   * @param audiences their names
   */
  public static String of(List<String> audiences) {
    return audiences.stream()
        .distinct()
        .map(name -> "--confirm-removals " + word(name))
        .collect(Collectors.joining(" "));
  }

  private static String word(String name) {
    return PLAIN.matcher(name).matches() ? name : "'" + name.replace("'", "'\\''") + "'";
  }
}
