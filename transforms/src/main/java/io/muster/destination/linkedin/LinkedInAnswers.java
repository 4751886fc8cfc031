package io.muster.destination.linkedin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.muster.destination.Conversation.AnswerTable;
import io.muster.destination.Receipt.ElementResult;
import io.muster.destination.ReplyMeaning;
import io.muster.vendor.Exchange;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What LinkedIn's statuses mean (docs/vendors.md, "LinkedIn: answers"). */
final class LinkedInAnswers implements AnswerTable<LinkedInOperation> {

  @Override
  public ReplyMeaning meaning(LinkedInOperation operation, int status) {
    return switch (status) {
      case 200, 201, 202, 204 -> done(operation, status);
      case 400 -> ReplyMeaning.REFUSED;
      // A renewed token has been tried; a revoked one ends here (SEGMENT, RUDDER).
      case 401 -> ReplyMeaning.UNAUTHORIZED;
      // Scope or role (RUDDER).
      case 403 -> ReplyMeaning.UNAUTHORIZED;
      case 404 ->
          switch (operation) {
            // A segment takes no companies for the first seconds, up to two minutes (LI-COMP,
            // SEGMENT); a deleted one answers alike, so the caller's patience decides.
            case WRITE_COMPANIES, READ_DESTINATION -> ReplyMeaning.LIST_PENDING;
            case UPDATE_SEGMENT, DELETE_SEGMENT -> ReplyMeaning.LIST_GONE;
            case FIND_SEGMENTS, CREATE_SEGMENT -> ReplyMeaning.REFUSED;
          };
      // Documented nowhere; unlike a 404 it is no word of a segment that is still to come.
      case 410 ->
          switch (operation) {
            case WRITE_COMPANIES, READ_DESTINATION, UPDATE_SEGMENT, DELETE_SEGMENT ->
                ReplyMeaning.LIST_GONE;
            case FIND_SEGMENTS, CREATE_SEGMENT -> ReplyMeaning.REFUSED;
          };
      // Two created at once: the caller finds the other's (SEGMENT).
      case 409 -> ReplyMeaning.LIST_PENDING;
      // The version is past its end (RUDDER): no fault of any member, and of every call alike.
      case 426 -> ReplyMeaning.MISCONFIGURED;
      // Undocumented here, but of every retry Retry-After is honoured: as seconds and as a date.
      case 429 -> ReplyMeaning.THROTTLED;
      case 408, 423, 500, 502, 503, 504 -> ReplyMeaning.UNAVAILABLE;
      default -> ReplyMeaning.ofUndocumented(status);
    };
  }

  private static ReplyMeaning done(LinkedInOperation operation, int status) {
    boolean documented =
        switch (operation) {
          case FIND_SEGMENTS, READ_DESTINATION -> status == 200;
          // 200 by SEGMENT; whether a company was taken is said by its result in the body.
          case WRITE_COMPANIES -> status != 204;
          // 201 by LI-SEG; whether a segment was made is said by its id.
          case CREATE_SEGMENT -> true;
          // 204 by AMP; 200 says no less.
          case UPDATE_SEGMENT, DELETE_SEGMENT -> status == 200 || status == 204;
        };
    return documented ? ReplyMeaning.DONE : ReplyMeaning.UNAVAILABLE;
  }

  @Override
  public String words(LinkedInOperation operation, Exchange.Reply reply) {
    String said = said(reply.json().orElseGet(MissingNode::getInstance));
    String mend =
        switch (reply.status()) {
          case 401 -> "sign in at LinkedIn again and replace the token or the refreshToken";
          case 403 ->
              "the app needs the scope rw_dmp_segments and the member a role above VIEWER in the ad"
                  + " account";
          case 426 ->
              "this API version has ended: set the connection's options.apiVersion to one that"
                  + " LinkedIn still serves";
          default -> "";
        };
    return Stream.of(said, mend).filter(part -> !part.isBlank()).collect(Collectors.joining(": "));
  }

  /**
   * One element's result: a 2xx was taken, 429 and 5xx ask to come again, another 4xx never will be
   * taken, and anything else, a missing result too, is none (SEGMENT).
   *
   * @param result an entry of {@code elements}; missing where there is none
   */
  static ElementResult element(JsonNode result) {
    JsonNode error = result.path("error");
    int status = result.path("status").asInt(error.path("status").asInt(0));
    if (status >= 200 && status < 300) {
      return ElementResult.accepted(status);
    }
    String said = said(error.isObject() ? error : result);
    if (status == 429 || (status >= 500 && status < 600)) {
      return ElementResult.retry(status, said);
    }
    if (status >= 400 && status < 500) {
      return ElementResult.rejected(status, said.isBlank() ? "refused without a reason" : said);
    }
    return ElementResult.retry(status, "no result that can be understood");
  }

  /** {@code message} beside {@code code} or {@code serviceErrorCode} (LI-ERR, RUDDER). */
  private static String said(JsonNode body) {
    return Stream.of("message", "code", "serviceErrorCode")
        .map(name -> body.path(name).asText(""))
        .filter(text -> !text.isBlank())
        .collect(Collectors.joining(", "));
  }
}
