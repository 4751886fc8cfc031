package io.muster.process;

import java.util.List;
import java.util.Map;

/**
 * What to start.
 *
 * @param mainClass its {@code main} may be of a class that is not public
 * @param classPath as the {@code java} command takes it
 * @param jvmOptions such as {@code -Xmx256m}
 * @param arguments of the main class; other users of the machine can read them
 * @param environment on top of this process's own; where credentials belong
 */
public record JavaProgram(
    String mainClass,
    String classPath,
    List<String> jvmOptions,
    List<String> arguments,
    Map<String, String> environment) {

  /** Copies what it gets. */
  public JavaProgram {
    jvmOptions = List.copyOf(jvmOptions);
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }

  /** The class path of this process. */
  public static String ownClassPath() {
    return System.getProperty("java.class.path");
  }

  /** Without the environment, which may hold secrets. */
  @Override
  public String toString() {
    return "JavaProgram[" + mainClass + " " + String.join(" ", arguments) + "]";
  }
}
