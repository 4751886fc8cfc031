package io.muster.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.TypeConversionException;

/** Takes a choice as it is written on a command line: in lower case. */
final class ChoiceWords {

  private ChoiceWords() {}

  /**
   * The constant that a word names.
   *
   * @throws TypeConversionException when there is none; the message has all
   */
  static <E extends Enum<E>> E choice(Class<E> choices, String word) {
    return Arrays.stream(choices.getEnumConstants())
        .filter(each -> lower(each).equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'%s' is not known: there is %s"
                        .formatted(
                            word,
                            Arrays.stream(choices.getEnumConstants())
                                .map(ChoiceWords::lower)
                                .collect(Collectors.joining(", ")))));
  }

  private static String lower(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }
}
