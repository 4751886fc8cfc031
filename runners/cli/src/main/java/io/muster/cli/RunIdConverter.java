package io.muster.cli;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A name for a run that is safe as a folder's, on any filesystem. */
final class RunIdConverter implements ITypeConverter<String> {

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  @Override
  public String convert(String id) {
    if (!FORM.matcher(id).matches() || id.endsWith(".")) {
      throw new TypeConversionException(
          ("'%s' can't name a run: it is letters, digits, '.', '_' and '-', begins with a letter or"
                  + " digit, does not end with '.', and has at most 100 of them, such as"
                  + " nightly-2026-11-22")
              .formatted(id));
    }
    return id;
  }
}
