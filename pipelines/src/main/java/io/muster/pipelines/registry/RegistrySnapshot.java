package io.muster.pipelines.registry;

import io.muster.delivery.ListRegistry.Registration;
import io.muster.workspace.Connection;
import io.muster.workspace.StateLocation;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a registry knows of lists, read without a change to it; it is not even made.
 *
 * @param lists all that are registered, by connection, dataflow and audience
 * @param accounts at which account each connection's lists are, by its name, as far as it is known
 */
public record RegistrySnapshot(List<Registration> lists, Map<String, String> accounts) {

  public RegistrySnapshot {
    lists = List.copyOf(lists);
    accounts = Map.copyOf(accounts);
  }

  /**
   * Reads it.
   *
   * @return empty when there is no registry yet, or one of a Muster so old that its lists can't be
   *     read before a run has brought it up to date
   * @throws RegistryException when it can't be read
   */
  public static Optional<RegistrySnapshot> of(StateLocation state) {
    RegistryLocation location = RegistryLocation.of(state);
    Optional<? extends ConnectionSource> source =
        location instanceof RegistryServer server
            ? Optional.of(PostgresSource.of(server, Environment.ofProcess()))
            : H2Source.reading(folder(location));
    if (source.isEmpty()) {
      return Optional.empty();
    }
    try (ConnectionSource open = source.get()) {
      Schema schema = new Schema(open);
      if (!schema.hasLists()) {
        return Optional.empty();
      }
      Transactions transactions = new Transactions(open);
      return Optional.of(
          new RegistrySnapshot(
              new JdbcListRegistry(transactions).all(),
              schema.hasAccounts() ? new ConnectionAccounts(transactions).all() : Map.of()));
    }
  }

  /**
   * Which connections have lists at another account than they lead to, and the mend, for people. A
   * run would refuse them.
   */
  public List<String> elsewhere(Collection<Connection> connections) {
    return ConnectionAccounts.elsewhere(
        connections,
        accounts,
        lists.stream().map(Registration::connection).collect(Collectors.toSet()));
  }

  private static Path folder(RegistryLocation location) {
    return ((RegistryFolder) location).folder();
  }
}
