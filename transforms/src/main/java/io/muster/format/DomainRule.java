package io.muster.format;

import com.google.common.base.Ascii;
import com.google.common.net.InternetDomainName;
import com.ibm.icu.text.IDNA;
import io.muster.parse.WhiteSpace;

/**
 * {@link Format#DOMAIN}: the bare host of a domain or a web address. Trimmed, lower-cased; scheme,
 * port, path, query and fragment, one leading {@code www.} and the root's dot cut; IDN in punycode
 * by UTS 46, non-transitional, with the rules of host names (STD 3).
 *
 * <p>It needs a label under a suffix of the ICANN section of the public suffix list: a hosting
 * site's own domain, such as {@code github.io}, has one.
 */
final class DomainRule implements FormatRule {

  private static final String WWW = "www.";
  private static final int MAX_LABEL = 63;
  private static final int MAX_HOST = 253;

  private static final Normalised NOT_A_HOST =
      Normalised.invalidFormat("is not a valid domain, such as acme.com");
  private static final Normalised NOT_REGISTRABLE =
      Normalised.invalidFormat("has no label under a public suffix, such as acme.com has");

  private final IDNA idna =
      IDNA.getUTS46Instance(
          IDNA.NONTRANSITIONAL_TO_ASCII
              | IDNA.NONTRANSITIONAL_TO_UNICODE
              | IDNA.USE_STD3_RULES
              | IDNA.CHECK_BIDI
              | IDNA.CHECK_CONTEXTJ);

  @Override
  public Normalised normalise(String text) {
    String authority = authority(WhiteSpace.trim(text));
    if (authority.indexOf('@') >= 0) {
      return Normalised.invalidFormat("has an @: a domain is wanted, without a user");
    }
    Authority parts = Authority.parse(authority);
    if (parts == null) {
      return NOT_A_HOST;
    }
    String host = toAscii(parts.host());
    if (host == null) {
      return NOT_A_HOST;
    }
    String bare = host.startsWith(WWW) ? host.substring(WWW.length()) : host;
    return underPublicSuffix(bare);
  }

  /** A host in its one form, {@code www.} kept, without a port: for addresses that have one. */
  Normalised normaliseHost(String host) {
    String ascii = toAscii(host);
    return ascii == null ? NOT_A_HOST : underPublicSuffix(ascii);
  }

  private static Normalised underPublicSuffix(String host) {
    int lastLabel = host.lastIndexOf('.') + 1;
    if (Character.isDigit(host.charAt(lastLabel))) {
      return Normalised.invalidFormat("is a number or an IP address: a domain is wanted");
    }
    return InternetDomainName.from(host).isUnderRegistrySuffix()
        ? new Normalised.Value(host)
        : NOT_REGISTRABLE;
  }

  /** What stands between a scheme and a path, either of which may be missing. */
  private static String authority(String address) {
    int start = 0;
    int end = 0;
    while (end < address.length() && "/?#".indexOf(address.charAt(end)) < 0) {
      end++;
    }
    if (address.startsWith("//", end) && (end == 0 || isScheme(address, end - 1))) {
      start = end + 2;
      end = start;
      while (end < address.length() && "/?#".indexOf(address.charAt(end)) < 0) {
        end++;
      }
    }
    return address.substring(start, end);
  }

  /** Whether an address starts with a scheme whose colon is at an index. */
  private static boolean isScheme(String address, int colon) {
    if (address.charAt(colon) != ':') {
      return false;
    }
    for (int i = 0; i < colon; i++) {
      char c = Ascii.toLowerCase(address.charAt(i));
      boolean letter = c >= 'a' && c <= 'z';
      boolean other = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
      if (!letter && (i == 0 || !other)) {
        return false;
      }
    }
    return colon > 0;
  }

  /** The host in ASCII and lower case without the root's dot, or null where it is none. */
  private String toAscii(String host) {
    String lower = Ascii.toLowerCase(host);
    String rootless = withoutRootDot(lower);
    if (isPlainHost(rootless)) {
      return rootless;
    }
    IDNA.Info info = new IDNA.Info();
    StringBuilder ascii = new StringBuilder(host.length() + 16);
    idna.nameToASCII(lower, ascii, info);
    String mapped = withoutRootDot(ascii.toString());
    return info.hasErrors() || mapped.isEmpty() ? null : mapped;
  }

  private static String withoutRootDot(String host) {
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }

  /**
   * Whether UTS 46 would leave a lower-case ASCII host as it is, as it does nearly every one:
   * labels of letters, digits and hyphens, no hyphen first or last, none third and fourth.
   */
  private static boolean isPlainHost(String host) {
    if (host.isEmpty() || host.length() > MAX_HOST) {
      return false;
    }
    int label = 0;
    for (int i = 0; i <= host.length(); i++) {
      char c = i == host.length() ? '.' : host.charAt(i);
      if (c == '.') {
        int length = i - label;
        if (length == 0 || length > MAX_LABEL || host.charAt(i - 1) == '-') {
          return false;
        }
        label = i + 1;
      } else if (c == '-') {
        if (i == label || (i == label + 3 && host.charAt(i - 1) == '-')) {
          return false;
        }
      } else if ((c < 'a' || c > 'z') && (c < '0' || c > '9')) {
        return false;
      }
    }
    return true;
  }
}
