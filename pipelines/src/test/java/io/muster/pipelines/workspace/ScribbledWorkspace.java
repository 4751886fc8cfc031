package io.muster.pipelines.workspace;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The good workspace after somebody's careless hand: another one for each seed. */
final class ScribbledWorkspace {

  /** Values in place of others: of every YAML type, and what people write by mistake. */
  private static final List<String> ODD =
      List.of(
          "null",
          "~",
          "",
          "''",
          "\" \"",
          "true",
          "no",
          "0",
          "-1",
          "1.5",
          "1e400",
          ".nan",
          ".inf",
          "99999999999999999999",
          "0x1F",
          "0o17",
          "[]",
          "{}",
          "[a, b]",
          "[[]]",
          "[null]",
          "{ a: b }",
          "{ '': x }",
          "30%",
          "101%",
          "-5%",
          "10s",
          "0s",
          "1w",
          "99999999999d",
          "PT1S",
          "2026-11-01",
          "2026-02-30",
          "2026-11-01T00:00:00Z",
          "'9999-12-31'",
          "${env:TOKEN}",
          "${env:}",
          "${file:x}",
          "${file:}",
          "${nope:X}",
          "${env:A}${env:B}",
          "https://",
          "http://[::1",
          "ftp://x/",
          "https://u:p@h/",
          "https://h/?q=1",
          "jdbc:postgresql://h/d",
          "s3://b/p",
          "demandbase",
          "bombora",
          "accountName",
          "identity:email",
          "identityMap.x",
          "identityMap.",
          "a..b",
          ".a",
          "*x",
          "&x a",
          "|",
          ">",
          "- a",
          "'\\0'",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "x".repeat(300),
          "ä",
          "\t");

  private static final String SIGNS = "{}[]:,'\"#&*!|>%@`-? \n\t\\\u0000\u0085\ud800é~$";

  private ScribbledWorkspace() {}

  static String text(Random random) {
    String text = GoodWorkspace.TEXT;
    for (int left = 1 + random.nextInt(3); left > 0; left--) {
      text =
          switch (random.nextInt(6)) {
            case 0, 1 -> withAnotherValue(text, random);
            case 2 -> withLinesMoved(text, random);
            case 3 -> withASign(text, random);
            case 4 -> withAnotherKey(text, random);
            default -> withAnotherIndent(text, random);
          };
    }
    return text;
  }

  private static String withAnotherValue(String text, Random random) {
    int colon = nth(text, ": ", random);
    int end = colon + 2;
    while (end < text.length() && ",}\n".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return text.substring(0, colon + 2)
        + any(ODD, random)
        + text.substring(Math.max(colon + 2, end));
  }

  private static String withAnotherKey(String text, Random random) {
    int colon = nth(text, ": ", random);
    int begin = colon;
    while (begin > 0 && " \n{".indexOf(text.charAt(begin - 1)) < 0) {
      begin--;
    }
    String key = random.nextBoolean() ? any(ODD, random) : text.substring(begin, colon) + "x";
    return text.substring(0, begin) + key + text.substring(colon);
  }

  private static String withASign(String text, Random random) {
    int at = random.nextInt(text.length() + 1);
    char sign = SIGNS.charAt(random.nextInt(SIGNS.length()));
    int rest = random.nextBoolean() ? at : Math.min(text.length(), at + 1);
    return text.substring(0, at) + sign + text.substring(rest);
  }

  /** A line left out, written twice, or moved. */
  private static String withLinesMoved(String text, Random random) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    int at = random.nextInt(lines.size());
    switch (random.nextInt(3)) {
      case 0 -> lines.remove(at);
      case 1 -> lines.add(at, lines.get(at));
      default -> lines.add(random.nextInt(lines.size()), lines.remove(at));
    }
    return String.join("\n", lines) + "\n";
  }

  private static String withAnotherIndent(String text, Random random) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    int at = random.nextInt(lines.size());
    lines.set(at, " ".repeat(random.nextInt(9)) + lines.get(at).stripLeading());
    return String.join("\n", lines) + "\n";
  }

  private static int nth(String text, String what, Random random) {
    int from = random.nextInt(text.length());
    int at = text.indexOf(what, from);
    return at >= 0 ? at : text.lastIndexOf(what);
  }

  private static String any(List<String> of, Random random) {
    return of.get(random.nextInt(of.size()));
  }
}
