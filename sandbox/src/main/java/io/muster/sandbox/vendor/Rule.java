package io.muster.sandbox.vendor;

import java.util.Locale;

/** Things that a correct client never does. Its id is the name in lower case, with hyphens. */
public enum Rule {
  MISSING_AUTHORIZATION,
  UNKNOWN_TOKEN,
  EXPIRED_TOKEN,
  TOKEN_USED_AFTER_401,
  SECRET_IN_URL,
  BAD_CREDENTIAL,
  MISSING_HEADER,
  WRONG_CONTENT_TYPE,
  UNKNOWN_ENDPOINT,
  METHOD_NOT_ALLOWED,
  UNKNOWN_QUERY_PARAMETER,
  UNKNOWN_FIELD,
  INVALID_BODY,
  INVALID_ELEMENT,
  OVERSIZE_BATCH,
  DUPLICATE_IN_BATCH,
  OVER_RATE,
  OVER_DAILY_LIMIT,
  PUT_WHILE_PROCESSING,
  LIST_ACTION_MISSING,
  LIST_ACTION_REPLACE,
  SUNSET_VERSION,
  WRITE_BEFORE_WAIT,
  CHANGE_DURING_PENDING_UPDATE,
  NOT_A_MANUAL_LIST,
  DOMAIN_NOT_BARE;

  /** The id, such as {@code over-rate}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
