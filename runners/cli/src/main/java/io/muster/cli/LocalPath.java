package io.muster.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A path on this machine, which is not blank. */
final class LocalPath implements ITypeConverter<Path> {

  private final PathText text = new PathText();

  @Override
  public Path convert(String path) {
    try {
      return Path.of(text.convert(path));
    } catch (InvalidPathException e) {
      throw new TypeConversionException("'" + path + "' is no possible path");
    }
  }
}
