package io.muster.destination;

import io.muster.destination.VendorAnswer.Cause;
import io.muster.destination.VendorAnswer.Problem;
import io.muster.vendor.Exchange;
import io.muster.vendor.VendorHttp;
import io.muster.vendor.VendorRequest;
import java.util.Optional;

/**
 * Asks a vendor and says what it answered, by that vendor's own table.
 *
 * @param <O> the operations that the table tells apart
 */
public final class Conversation<O extends Enum<O>> {

  private final VendorHttp http;
  private final AnswerTable<O> table;

  public Conversation(VendorHttp http, AnswerTable<O> table) {
    this.http = http;
    this.table = table;
  }

  /**
   * Makes one call.
   *
   * @param reader reads the answer of a {@link ReplyMeaning#DONE}; empty when it can't understand
   *     it, which makes it no answer
   */
  public <T> VendorAnswer<T> ask(O operation, VendorRequest request, ReplyReader<T> reader) {
    Exchange exchange = http.call(request);
    if (exchange instanceof Exchange.Reply reply) {
      return read(operation, reply, reader);
    }
    if (exchange instanceof Exchange.BudgetSpent spent) {
      String words =
          "our budget of %s calls is spent (limits.requestsPerMinute, limits.requestsPerDay)"
              .formatted(spent.kind());
      Problem problem = new Problem(0, words, false);
      return new VendorAnswer.Retry<>(Cause.OWN_BUDGET, problem, spent.after());
    }
    if (exchange instanceof Exchange.NoCredential none) {
      return new VendorAnswer.Unauthorized<>(new Problem(0, none.words(), false));
    }
    Exchange.NoReply none = (Exchange.NoReply) exchange;
    Problem problem = new Problem(0, none.words(), none.reached());
    return new VendorAnswer.Retry<>(Cause.UNAVAILABLE, problem, none.after());
  }

  private <T> VendorAnswer<T> read(O operation, Exchange.Reply reply, ReplyReader<T> reader) {
    int status = reply.status();
    return switch (table.meaning(operation, status)) {
      case DONE -> {
        Optional<T> value = reply.complete() ? reader.read(reply) : Optional.empty();
        yield value.isPresent()
            ? new VendorAnswer.Accepted<>(value.get(), status)
            : new VendorAnswer.Retry<>(
                Cause.UNAVAILABLE, notUnderstood(operation, reply), reply.retryAfter());
      }
      case THROTTLED ->
          new VendorAnswer.Retry<>(Cause.THROTTLED, problem(operation, reply), reply.retryAfter());
      case LIST_PENDING ->
          new VendorAnswer.Retry<>(
              Cause.LIST_PENDING, problem(operation, reply), reply.retryAfter());
      case UNAVAILABLE ->
          new VendorAnswer.Retry<>(
              Cause.UNAVAILABLE, problem(operation, reply), reply.retryAfter());
      case REFUSED -> new VendorAnswer.Refused<>(problem(operation, reply));
      case UNAUTHORIZED -> new VendorAnswer.Unauthorized<>(problem(operation, reply));
      case MISCONFIGURED -> new VendorAnswer.Misconfigured<>(problem(operation, reply));
      case LIST_GONE -> new VendorAnswer.ListGone<>(problem(operation, reply));
    };
  }

  private Problem problem(O operation, Exchange.Reply reply) {
    String words = table.words(operation, reply);
    return new Problem(reply.status(), words.isBlank() ? unsaid(reply) : words, true);
  }

  private static String unsaid(Exchange.Reply reply) {
    String status = "HTTP " + reply.status();
    return reply
        .redirectsTo()
        .map(
            to ->
                status
                    + ", a redirect to "
                    + to
                    + ", which is not followed: set the connection's endpoint to where the API is")
        .orElse(status + (isSuccess(reply) ? ", which is not documented" : " without a reason"));
  }

  private static boolean isSuccess(Exchange.Reply reply) {
    return reply.status() >= 200 && reply.status() < 300;
  }

  private static <O extends Enum<O>> Problem notUnderstood(O operation, Exchange.Reply reply) {
    String fault = reply.complete() ? "that is not the documented one" : "that is cut short";
    String words = "HTTP " + reply.status() + " to " + operation + " with a body " + fault;
    return new Problem(reply.status(), words, true);
  }

  /**
   * What a vendor's statuses mean, and where it puts its words.
   *
   * @param <O> the operations that the table tells apart
   */
  public interface AnswerTable<O extends Enum<O>> {

    ReplyMeaning meaning(O operation, int status);

    /** The vendor's reason for not doing as asked; empty when it gives none. */
    String words(O operation, Exchange.Reply reply);
  }

  /**
   * Reads the answer to a request that was done as asked.
   *
   * @param <T> what it brings
   */
  @FunctionalInterface
  public interface ReplyReader<T> {
    Optional<T> read(Exchange.Reply reply);
  }
}
