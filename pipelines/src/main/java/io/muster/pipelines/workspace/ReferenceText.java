package io.muster.pipelines.workspace;

import io.muster.workspace.ConfigValue;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A value of {@code auth}: {@code ${env:NAME}} or {@code ${file:PATH}}. No message repeats it.
 *
 * @param base the workspace's folder, against which a relative path is resolved: a scheduler's
 *     working directory is not the author's
 * @param literalAllowed whether the value may stand in the file itself
 */
record ReferenceText(Path base, boolean literalAllowed) implements ValueReader<ConfigValue> {
  private static final Pattern ENVIRONMENT = Pattern.compile("\\$\\{env:([A-Za-z_][A-Za-z0-9_]*)}");
  private static final Pattern FILE = Pattern.compile("\\$\\{file:([^}]+)}");
  private static final String MEND =
      "keep it elsewhere and write \"${env:NAME}\" or \"${file:PATH}\"";

  @Override
  public Optional<ConfigValue> read(YamlValue value) {
    return value.text().map(String::strip).flatMap(text -> parse(text, value.place()));
  }

  private Optional<ConfigValue> parse(String text, Place place) {
    Matcher environment = ENVIRONMENT.matcher(text);
    if (environment.matches()) {
      return Optional.of(new ConfigValue.FromEnvironment(environment.group(1)));
    }
    Matcher file = FILE.matcher(text);
    if (file.matches()) {
      return path(file.group(1).strip(), place);
    }
    if (text.isEmpty()) {
      place.mistake("it is blank", MEND);
      return Optional.empty();
    }
    if (!literalAllowed) {
      place.mistake("a credential in the file itself (a literal secret) is refused", MEND);
      return Optional.empty();
    }
    if (text.contains("${")) {
      place.mistake("it is neither a literal nor wholly a reference", MEND);
      return Optional.empty();
    }
    return Name.check(text, place).map(ConfigValue.Literal::new);
  }

  private Optional<ConfigValue> path(String path, Place place) {
    if (path.isEmpty()) {
      place.mistake("the reference names no file", "write \"${file:PATH}\"");
      return Optional.empty();
    }
    try {
      return Optional.of(new ConfigValue.FromFile(base.resolve(path).normalize().toString()));
    } catch (InvalidPathException e) {
      place.mistake("the reference names no possible path", "write \"${file:PATH}\"");
      return Optional.empty();
    }
  }
}
