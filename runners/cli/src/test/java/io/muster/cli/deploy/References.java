package io.muster.cli.deploy;

import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a workspace or a Kafka client's file refers to. */
record References(TreeSet<String> files, TreeSet<String> variables) {

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{(file|env):([^}]+)}");

  static References in(String... texts) {
    References found = new References(new TreeSet<>(), new TreeSet<>());
    for (String text : texts) {
      Matcher reference = REFERENCE.matcher(text);
      while (reference.find()) {
        (reference.group(1).equals("file") ? found.files : found.variables).add(reference.group(2));
      }
    }
    return found;
  }
}
