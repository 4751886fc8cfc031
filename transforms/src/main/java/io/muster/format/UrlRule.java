package io.muster.format;

import com.google.common.base.Ascii;
import io.muster.parse.WhiteSpace;

/**
 * {@link Format#URL}: a web address. Trimmed; {@code https://} where no scheme is given; scheme and
 * host lower-cased, the host in punycode and under a public suffix; the rest, from the path on,
 * kept to the letter.
 */
final class UrlRule implements FormatRule {

  private static final String SEPARATOR = "://";

  private final DomainRule domains = new DomainRule();

  @Override
  public Normalised normalise(String text) {
    String url = WhiteSpace.trim(text);
    int rest = endOfAuthority(url, 0);
    String scheme = "https";
    int start = 0;
    if (rest > 0 && url.startsWith(SEPARATOR, rest - 1)) {
      scheme = Ascii.toLowerCase(url.substring(0, rest - 1));
      start = rest - 1 + SEPARATOR.length();
    } else if (url.startsWith("//")) {
      start = 2;
    }
    if (!scheme.equals("http") && !scheme.equals("https")) {
      return Normalised.invalidFormat("is not an http or https address");
    }
    rest = endOfAuthority(url, start);
    Authority authority = Authority.parse(url.substring(start, rest));
    if (authority == null
        || !(domains.normaliseHost(authority.host()) instanceof Normalised.Value host)) {
      return Normalised.invalidFormat("is not a web address, such as https://acme.com/about");
    }
    for (int i = rest; i < url.length(); i++) {
      if (WhiteSpace.isWhiteSpace(url.charAt(i)) || Character.isISOControl(url.charAt(i))) {
        return Normalised.invalidFormat("has blanks in its path");
      }
    }
    String port = authority.port().isEmpty() ? "" : ":" + authority.port();
    return new Normalised.Value(scheme + SEPARATOR + host.text() + port + url.substring(rest));
  }

  private static int endOfAuthority(String url, int start) {
    int end = start;
    while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
      end++;
    }
    return end;
  }
}
