package io.muster.cli;

import io.muster.delivery.BudgetBook;
import io.muster.delivery.BudgetGate;
import io.muster.destination.Destinations;
import io.muster.destination.VendorAnswer;
import io.muster.destination.VendorLists;
import io.muster.pipelines.registry.Registry;
import io.muster.pipelines.registry.RegistryException;
import io.muster.vendor.CallBudget;
import io.muster.vendor.HttpTimeouts;
import io.muster.vendor.VendorHttpClient;
import io.muster.workspace.Connection;
import io.muster.workspace.Secrets;
import io.muster.workspace.Workspace;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Tries credentials, one call each, which counts against its budget; a person waits for it, so it
 * is soon given up.
 */
record CredentialChecker(Destinations destinations, Clock clock) {

  /** For a few calls that a person waits for. */
  static final HttpTimeouts IMPATIENT =
      new HttpTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(20));

  /** One result a connection, in the workspace's order. */
  List<CredentialCheck> check(Workspace workspace) {
    try (Registry registry = Registry.open(workspace.state())) {
      BudgetBook book = registry.unleasedBudgets();
      return check(workspace, connection -> gate(connection, book));
    } catch (RegistryException e) {
      // A credential can be tried without it; a run says what is wrong with the registry.
      return check(workspace, connection -> CallBudget.unlimited());
    }
  }

  private CallBudget gate(Connection connection, BudgetBook book) {
    return new BudgetGate(
        connection.budget(),
        new BudgetBook.Writer(connection.name(), "check"),
        destinations.require(connection.destination()).callLimits(connection),
        book,
        clock);
  }

  private List<CredentialCheck> check(
      Workspace workspace, Function<Connection, CallBudget> budgets) {
    List<CredentialCheck> results = new ArrayList<>();
    Secrets secrets = Secrets.ofProcess();
    UnreadableCredentials unreadable = new UnreadableCredentials(secrets);
    try (VendorHttpClient client = new VendorHttpClient(IMPATIENT, secrets, clock)) {
      for (Connection connection : workspace.connections()) {
        List<String> unread = unreadable.of(connection);
        if (!unread.isEmpty()) {
          // Nobody was asked, so nobody has refused it.
          results.add(failed(connection, "it cannot be read: " + String.join("; ", unread)));
          continue;
        }
        VendorLists lists =
            destinations
                .require(connection.destination())
                .open(connection, client.within(budgets.apply(connection)));
        results.add(result(connection, lists.checkCredential()));
      }
    }
    return results;
  }

  private static CredentialCheck result(Connection connection, VendorAnswer<String> answer) {
    return answer instanceof VendorAnswer.Accepted
        ? new CredentialCheck(connection.name(), connection.destination(), true, "")
        : failed(connection, words(answer));
  }

  private static CredentialCheck failed(Connection connection, String words) {
    return new CredentialCheck(connection.name(), connection.destination(), false, words);
  }

  private static String words(VendorAnswer<String> answer) {
    if (answer instanceof VendorAnswer.Unauthorized<String> refused) {
      return "the vendor does not accept it: " + refused.problem().words();
    }
    if (answer instanceof VendorAnswer.Misconfigured<String> unserved) {
      return "the vendor serves nobody with the connection's settings: "
          + unserved.problem().words();
    }
    if (answer instanceof VendorAnswer.Retry<String> later) {
      return "the vendor could not be asked: " + later.problem().words();
    }
    if (answer instanceof VendorAnswer.Refused<String> refused) {
      return "the vendor refused the call: " + refused.problem().words();
    }
    return "the vendor answered as if there were no such account";
  }
}
