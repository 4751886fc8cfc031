package io.muster.pipelines.preview;

import io.muster.destination.DestinationSpec;
import io.muster.destination.DestinationSpec.EntityType;
import io.muster.model.Member;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;

/**
 * Masks personal data where people read it: identities everywhere, and of people's lists all but
 * what names their company. What companies are called and where they are on the web is public.
 *
 * @param off whether the reader has asked to see all
 */
record Masking(boolean off) implements Serializable {

  private static final String HIDDEN = "•••";
  private static final String IDENTITY = "identity:";
  private static final String OF_THE_COMPANY = "account";

  /** The member as it may be shown: of its key, too, what is personal is masked. */
  Member of(DestinationSpec spec, Member member) {
    if (off) {
      return member;
    }
    Map<String, String> fields = new HashMap<>(member.fields());
    fields.replaceAll((target, value) -> isPersonal(spec, target) ? mask(value) : value);
    int equals = member.key().indexOf('=');
    String target = member.key().substring(0, Math.max(0, equals));
    String value = member.key().substring(equals + 1);
    String key = isPersonal(spec, target) ? target + "=" + mask(value) : member.key();
    return new Member(key, fields);
  }

  private static boolean isPersonal(DestinationSpec spec, String target) {
    return target.startsWith(IDENTITY)
        || (spec.entityType() == EntityType.PERSON && !target.startsWith(OF_THE_COMPANY));
  }

  /** Keeps a first character, and what follows the last {@code @}: {@code j•••@acme.com}. */
  private static String mask(String value) {
    int at = value.lastIndexOf('@');
    String own = at < 0 ? value : value.substring(0, at);
    String rest = at < 0 ? "" : value.substring(at);
    boolean tells = own.codePointCount(0, own.length()) > 1;
    return (tells ? own.substring(0, own.offsetByCodePoints(0, 1)) : "") + HIDDEN + rest;
  }
}
