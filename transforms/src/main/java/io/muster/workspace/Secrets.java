package io.muster.workspace;

import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the values that a workspace only refers to. */
@FunctionalInterface
public interface Secrets extends Serializable {

  /**
   * The value behind a reference.
   *
   * @throws UnreadableSecretException when there is none; the message names the reference, never a
   *     value
   */
  String resolve(ConfigValue value);

  /** From this process's environment and file system. */
  static Secrets ofProcess() {
    return new ProcessSecrets();
  }

  /** The environment and the files of the process that calls the vendor. */
  final class ProcessSecrets implements Secrets {
    private static final long serialVersionUID = 1L;

    @Override
    public String resolve(ConfigValue value) {
      if (value instanceof ConfigValue.Literal literal) {
        return literal.value();
      }
      String text;
      if (value instanceof ConfigValue.FromEnvironment environment) {
        text = System.getenv(environment.name());
        if (text == null) {
          throw new UnreadableSecretException(
              value + " is not set: export " + environment.name() + " before the run");
        }
      } else {
        text = read(value, Path.of(((ConfigValue.FromFile) value).path()));
      }
      if (text.isBlank()) {
        throw new UnreadableSecretException(value + " is empty: put the credential there");
      }
      return text;
    }

    private static String read(ConfigValue value, Path file) {
      try {
        String text = Files.readString(file, StandardCharsets.UTF_8);
        return text.replaceFirst("\\R\\z", "");
      } catch (IOException e) {
        throw new UnreadableSecretException(
            value
                + " cannot be read ("
                + e.getClass().getSimpleName()
                + "): check the path and its mode");
      }
    }
  }

  /** A credential that could not be read; the message never holds a value. */
  final class UnreadableSecretException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnreadableSecretException(String message) {
      super(message);
    }
  }
}
