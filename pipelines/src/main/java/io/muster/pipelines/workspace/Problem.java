package io.muster.pipelines.workspace;

/**
 * Something that is wrong, or may be, in a workspace file. Never holds a credential.
 *
 * @param file the file as it was given
 * @param line from 1; 0 when it is about the file as a whole
 * @param column from 1; 0 when it is about the file as a whole
 * @param key the key's path, such as {@code dataflows.tier-1.audiences[0].name}; empty when it is
 *     about the file as a whole
 * @param reason what is wrong
 * @param mend what to do about it
 */
public record Problem(
    Severity severity, String file, int line, int column, String key, String reason, String mend) {

  /** How bad it is. */
  public enum Severity {
    /** Nothing may be sent before it is mended. */
    MISTAKE,
    /** The workspace works, perhaps not as meant. */
    WARNING
  }

  public boolean isMistake() {
    return severity == Severity.MISTAKE;
  }

  /** One line for people: {@code muster.yaml:12:7: key: reason; mend}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(file);
    if (line > 0) {
      text.append(':').append(line).append(':').append(column);
    }
    text.append(": ");
    if (!isMistake()) {
      text.append("warning: ");
    }
    if (!key.isEmpty()) {
      text.append(key).append(": ");
    }
    return text.append(reason).append("; ").append(mend).toString();
  }
}
