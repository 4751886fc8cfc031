package io.muster.destination.bombora;

import io.muster.destination.Conversation.AnswerTable;
import io.muster.destination.ReplyMeaning;
import io.muster.vendor.Exchange;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What Bombora's statuses mean (docs/vendors.md, "Bombora: answers"). BO-SPEC declares 200, 202,
 * 400, 401, 403, 404, 409 and 422; it asks to branch on the status, never on the text.
 */
final class BomboraAnswers implements AnswerTable<BomboraOperation> {

  @Override
  public ReplyMeaning meaning(BomboraOperation operation, int status) {
    return switch (status) {
      case 200 -> ReplyMeaning.DONE;
      case 201 ->
          switch (operation) {
            // Not declared; whether a list was made is said by its id.
            case CREATE_LIST -> ReplyMeaning.DONE;
            case LIST_ALL, READ_LIST, UPDATE_LIST, DELETE_LIST, ADD_ACCOUNTS, DELETE_ACCOUNTS ->
                ReplyMeaning.UNAVAILABLE;
          };
      case 202 ->
          switch (operation) {
            // Queued: the vendor has taken it, and tells no more of it.
            case CREATE_LIST, ADD_ACCOUNTS, DELETE_ACCOUNTS -> ReplyMeaning.DONE;
            case LIST_ALL, READ_LIST, UPDATE_LIST, DELETE_LIST -> ReplyMeaning.UNAVAILABLE;
          };
      case 204 ->
          switch (operation) {
            // Not declared; of what has no answer but its status it says no less than 200.
            case UPDATE_LIST, DELETE_LIST -> ReplyMeaning.DONE;
            // Members count as accepted by the declared statuses alone.
            case LIST_ALL, CREATE_LIST, READ_LIST, ADD_ACCOUNTS, DELETE_ACCOUNTS ->
                ReplyMeaning.UNAVAILABLE;
          };
      case 400 -> ReplyMeaning.REFUSED;
      // A renewed token has been tried.
      case 401 -> ReplyMeaning.UNAUTHORIZED;
      case 403 -> ReplyMeaning.UNAUTHORIZED;
      // 410 is declared nowhere; of a list it says what 404 says.
      case 404, 410 ->
          switch (operation) {
            case LIST_ALL, CREATE_LIST -> ReplyMeaning.REFUSED;
            case READ_LIST, UPDATE_LIST, DELETE_LIST, ADD_ACCOUNTS, DELETE_ACCOUNTS ->
                ReplyMeaning.LIST_GONE;
          };
      // An update is pending. Of a deletion it may also mean a list that others derive from, which
      // no wait mends; the caller's patience ends it.
      case 409 -> ReplyMeaning.LIST_PENDING;
      // Of a creation: the name is in use or invalid. Of members: one of them is.
      case 422 -> ReplyMeaning.REFUSED;
      // Declared nowhere; assumed of 429 and the 5xx. Of both Retry-After is honoured: as seconds
      // and as a date.
      case 429 -> ReplyMeaning.THROTTLED;
      case 500, 502, 503, 504 -> ReplyMeaning.UNAVAILABLE;
      default -> ReplyMeaning.ofUndocumented(status);
    };
  }

  @Override
  public String words(BomboraOperation operation, Exchange.Reply reply) {
    String said = reply.json().map(body -> body.path("message").asText("")).orElse("");
    String mend =
        switch (reply.status()) {
          case 401 -> "replace the clientId and clientSecret";
          case 403 -> "enable the Account List API on the app at developer.bombora.com";
          case 422 ->
              operation == BomboraOperation.CREATE_LIST ? "the name is in use, or invalid" : "";
          default -> "";
        };
    return Stream.of(said, mend).filter(part -> !part.isBlank()).collect(Collectors.joining(": "));
  }
}
