package io.muster.destination.demandbase;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.muster.destination.Conversation.AnswerTable;
import io.muster.destination.ReplyMeaning;
import io.muster.vendor.Exchange;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What Demandbase's statuses mean (docs/vendors.md, "Demandbase: answers").
 *
 * <p>DB-IMP declares 200, 400, 401, 403, 404 and 500 only. That 429 asks for patience is DB-RL's;
 * 409 is assumed: a file for a job that still works on the last one, or a name in use.
 */
final class ImportAnswers implements AnswerTable<ImportOperation> {

  @Override
  public ReplyMeaning meaning(ImportOperation operation, int status) {
    return switch (status) {
      // Only 200 is declared. What the others say is said by the job or the page in the body, and
      // without one none of them is an answer.
      case 200, 201, 202 -> ReplyMeaning.DONE;
      case 400 -> ReplyMeaning.REFUSED;
      // A renewed token has been tried; a token of a user ends with the user (DB-KEYS).
      case 401 -> ReplyMeaning.UNAUTHORIZED;
      // Lack of permission, not a bad token (DB-TOKEN).
      case 403 -> ReplyMeaning.UNAUTHORIZED;
      // 410 is documented nowhere; of a job it says what 404 says.
      case 404, 410 ->
          switch (operation) {
            case SUBMIT_DATA, GET_JOB -> ReplyMeaning.LIST_GONE;
            case LIST_JOBS, CREATE_JOB -> ReplyMeaning.REFUSED;
          };
      case 409 ->
          switch (operation) {
            // The job is busy; or the name has just been taken, and is to be looked for again.
            case SUBMIT_DATA, CREATE_JOB -> ReplyMeaning.LIST_PENDING;
            case LIST_JOBS, GET_JOB -> ReplyMeaning.REFUSED;
          };
      // Undocumented here, but of every retry Retry-After is honoured: as seconds and as a date.
      case 429 -> ReplyMeaning.THROTTLED;
      case 500, 502, 503, 504 -> ReplyMeaning.UNAVAILABLE;
      default -> ReplyMeaning.ofUndocumented(status);
    };
  }

  @Override
  public String words(ImportOperation operation, Exchange.Reply reply) {
    String said = said(reply.json().orElseGet(MissingNode::getInstance));
    String mend =
        switch (reply.status()) {
          case 401 -> "replace the token or the key set";
          case 403 -> "give the credential the permission Import Data";
          default -> "";
        };
    return join(": ", said, mend);
  }

  /**
   * Each of Demandbase's APIs has an error body of its own: {@code message}, {@code status}, {@code
   * errorMessage} beside codes, or all in {@code error} (DB-IMP, DB-EXP, DB-CS).
   */
  private static String said(JsonNode body) {
    JsonNode error = body.path("error").isObject() ? body.path("error") : body;
    return join(
        ", ",
        error.path("message").asText(""),
        error.path("errorMessage").asText(""),
        error.path("status").isTextual() ? error.path("status").asText() : "",
        error.path("errorCode").asText(""),
        error.path("code").asText(""),
        // What Demandbase's support asks for first.
        error.path("diagnosticCode").asText(""));
  }

  private static String join(String separator, String... parts) {
    return Stream.of(parts).filter(part -> !part.isBlank()).collect(Collectors.joining(separator));
  }
}
