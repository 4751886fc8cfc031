package io.muster.format;

import com.sanctionco.jmail.Email;
import com.sanctionco.jmail.EmailValidator;
import com.sanctionco.jmail.JMail;
import io.muster.parse.WhiteSpace;
import java.util.Locale;
import java.util.Optional;

/**
 * {@link Format#EMAIL}: a bare address, trimmed and lower-cased, in plain text, whose domain has a
 * label under a public suffix. Dots, tags and a domain's script stay as they are: nothing in a
 * vendor's documentation says that it folds them.
 */
final class EmailRule implements FormatRule {

  // RFC 5321's longest path without its brackets, which jmail leaves to its callers.
  private static final int MAX_CHARACTERS = 254;

  private final DomainRule domains = new DomainRule();

  // No quoted local parts and no comments: they are legal, but no mailbox of a business has them.
  private final EmailValidator validator =
      JMail.validator()
          .disallowIpDomain()
          .requireTopLevelDomain()
          .disallowExplicitSourceRouting()
          .disallowObsoleteWhitespace()
          .withRule(email -> email.comments().isEmpty())
          .withRule(email -> email.localPart().indexOf('"') < 0);

  @Override
  public Normalised normalise(String text) {
    String address = WhiteSpace.trim(text).toLowerCase(Locale.ROOT);
    if (isHash(address)) {
      return Normalised.invalidFormat("looks hashed: a plain e-mail address is wanted");
    }
    if (!address.codePoints().allMatch(EmailRule::isAddressCharacter)) {
      return Normalised.invalidFormat("is not an e-mail address: it has blanks, <, > or the like");
    }
    if (address.length() > MAX_CHARACTERS) {
      return Normalised.invalidFormat("is longer than an e-mail address can be");
    }
    Optional<Email> email = validator.tryParse(address);
    if (email.isEmpty()) {
      return Normalised.invalidFormat("is not an e-mail address, such as jane@acme.com");
    }
    return domains.normaliseHost(email.get().domain()) instanceof Normalised.Value
        ? new Normalised.Value(address)
        : Normalised.invalidFormat("has no domain under a public suffix after its @");
  }

  /** MD5, SHA-1 or SHA-256 in hexadecimal digits. */
  private static boolean isHash(String text) {
    return (text.length() == 32 || text.length() == 40 || text.length() == 64)
        && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
  }

  private static boolean isAddressCharacter(int c) {
    if (c < 0x80) {
      return c > ' ' && c != 0x7F && c != '<' && c != '>';
    }
    return Character.isLetterOrDigit(c) || Character.getType(c) == Character.NON_SPACING_MARK;
  }
}
