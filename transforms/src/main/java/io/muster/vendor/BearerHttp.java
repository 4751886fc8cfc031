package io.muster.vendor;

import io.muster.vendor.Exchange.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The budget's gate and the bearer token before each call. */
final class BearerHttp implements VendorHttp {

  private final HttpWire wire;
  private final CallBudget budget;
  private final TokenSource tokens;

  BearerHttp(HttpWire wire, CallBudget budget, TokenSource tokens) {
    this.wire = wire;
    this.budget = budget;
    this.tokens = tokens;
  }

  @Override
  public Exchange call(VendorRequest request) {
    // The token first: a call that cannot be made costs nothing of the budget.
    TokenSource.Grant grant = tokens.current();
    Exchange exchange = call(request, grant);
    if (!(grant instanceof TokenSource.Bearer bearer) || !isRefused(exchange)) {
      return exchange;
    }
    Optional<TokenSource.Grant> other = tokens.insteadOf(bearer);
    if (other.isEmpty()) {
      return exchange;
    }
    Exchange second = call(request, other.get());
    if (other.get() instanceof TokenSource.Bearer renewed && isRefused(second)) {
      // Kept, it would be sent again with the next call.
      tokens.forget(renewed);
    }
    return second;
  }

  private static boolean isRefused(Exchange exchange) {
    return exchange instanceof Reply reply && reply.status() == 401;
  }

  private Exchange call(VendorRequest request, TokenSource.Grant grant) {
    if (grant instanceof TokenSource.None none) {
      return none.failure();
    }
    Duration wait = budget.take(request.kind());
    if (wait.compareTo(Duration.ZERO) > 0) {
      return new Exchange.BudgetSpent(request.kind(), wait);
    }
    TokenSource.Bearer bearer = (TokenSource.Bearer) grant;
    Exchange exchange = wire.send(request, Optional.of(bearer));
    budget.answered(request.kind(), exchange instanceof Reply reply ? reply.status() : 0);
    // What is refused is quoted in reports, so a vendor that echoes the token is cut short here.
    return exchange instanceof Reply reply && reply.status() >= 400
        ? reply.without(List.of(bearer.value()))
        : exchange;
  }
}
