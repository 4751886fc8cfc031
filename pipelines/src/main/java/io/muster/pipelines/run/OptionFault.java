package io.muster.pipelines.run;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * What is wrong with an option that was left to Beam, whose own words are of Java's types, and
 * don't always name it.
 *
 * @param unknown the option, such as {@code --nope}, if Beam has none of that name
 * @param words for people; an option's value is not among them, since it may be a secret
 * @param meant the option of Beam's that is nearest to an unknown one, if any is near
 */
public record OptionFault(Optional<String> unknown, String words, Optional<String> meant) {

  private static final Pattern UNKNOWN = Pattern.compile("missing a property named '([^']+)'");
  private static final Pattern MEANT = Pattern.compile("Did you mean '([^']+)'");
  private static final String TWICE = "expected one element";
  private static final Pattern TYPE =
      Pattern.compile("value of type `([^`]+)`|but received: (?:class )?(\\S+)");

  /**
   * What a launcher says of a launch's arguments.
   *
   * @param fault of {@link RunnerLauncher#options}
   */
  public static OptionFault of(
      IllegalArgumentException fault, RunnerLauncher launcher, Launch launch) {
    String message = String.valueOf(fault.getMessage());
    Matcher none = UNKNOWN.matcher(message);
    if (fault instanceof RefusedOptionException) {
      return known(message);
    }
    if (none.find()) {
      String name = "--" + none.group(1);
      Matcher near = MEANT.matcher(message);
      return new OptionFault(
          Optional.of(name),
          "neither muster nor Beam knows " + name,
          near.find() ? Optional.of("--" + near.group(1)) : Optional.empty());
    }
    return known(
        culprit(launcher, launch).orElse("Beam does not take its options: " + firstLine(message)));
  }

  private static OptionFault known(String words) {
    return new OptionFault(Optional.empty(), words, Optional.empty());
  }

  private static String words(String name, String message) {
    if (message.contains(TWICE)) {
      return name + " is there more than once: leave one of them";
    }
    Matcher type = TYPE.matcher(message);
    if (!type.find()) {
      return "Beam can't read the value of " + name + ": see what form its documentation wants";
    }
    String java = type.group(1) == null ? type.group(2) : type.group(1);
    return switch (java.substring(java.lastIndexOf('.') + 1)) {
      case "int", "Integer", "long", "Long", "short", "Short" ->
          "%s wants a whole number: write %s=NUMBER".formatted(name, name);
      case "double", "Double", "float", "Float" ->
          "%s wants a number: write %s=NUMBER".formatted(name, name);
      case "boolean", "Boolean" ->
          "%s wants true or false: write %s=true or %s=false".formatted(name, name, name);
      default -> "the value of %s is no %s".formatted(name, java);
    };
  }

  /** Beam doesn't say which; so each is tried alone, with all its values. */
  private static Optional<String> culprit(RunnerLauncher launcher, Launch launch) {
    Map<String, List<String>> byName =
        launch.arguments().stream()
            .collect(groupingBy(OptionFault::name, LinkedHashMap::new, toList()));
    return byName.entrySet().stream()
        .map(
            option ->
                fault(launcher, launch.with(option.getValue()))
                    .map(message -> words(option.getKey(), message)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> fault(RunnerLauncher launcher, Launch launch) {
    try {
      PipelineOptions unused = launcher.options(launch);
      return Optional.empty();
    } catch (RefusedOptionException e) {
      // It misses another.
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static String name(String argument) {
    return argument.replaceFirst("(?s)=.*", "");
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("");
  }
}
