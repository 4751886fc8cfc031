package io.muster.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A path of any filesystem. A blank one, which a variable that isn't set leaves, would be the
 * current folder, or the root.
 */
final class PathText implements ITypeConverter<String> {

  static final String BLANK = "the path is blank: is a variable not set?";

  @Override
  public String convert(String path) {
    if (path.isBlank()) {
      throw new TypeConversionException(BLANK + " Name one, or leave the option out");
    }
    return path;
  }
}
