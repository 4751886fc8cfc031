package io.muster.destination;

import java.util.regex.Pattern;

/**
 * What a vendor's own value in a workspace must look like.
 *
 * @param pattern the whole value matches it
 * @param mend what to write instead of one that doesn't, for people
 */
public record ValueForm(Pattern pattern, String mend) {

  /** Whether a value looks right. */
  public boolean fits(String value) {
    return pattern.matcher(value).matches();
  }
}
