package io.muster.pipelines.run;

import java.util.ArrayList;
import java.util.List;

/** Muster's defaults for Beam's options, each of which gives way to the user's. */
public final class BeamDefaults {

  private final List<String> defaults = new ArrayList<>();

  /** Adds {@code --name=value}. */
  public BeamDefaults with(String name, Object value) {
    defaults.add("--" + name + "=" + value);
    return this;
  }

  /** The user's arguments, and those of the defaults that they leave open. */
  public String[] under(String[] arguments) {
    List<String> all = new ArrayList<>();
    for (String argument : defaults) {
      if (List.of(arguments).stream().noneMatch(given -> nameOf(given).equals(nameOf(argument)))) {
        all.add(argument);
      }
    }
    all.addAll(List.of(arguments));
    return all.toArray(String[]::new);
  }

  private static String nameOf(String argument) {
    int equals = argument.indexOf('=');
    return equals < 0 ? argument : argument.substring(0, equals);
  }
}
