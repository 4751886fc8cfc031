package io.muster.pipelines.registry;

import io.muster.delivery.ListRegistry.Registration;
import io.muster.workspace.StateLocation;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a registry knows of lists, read without a change to it; it is not even made. */
public final class RegistrySnapshot {

  private RegistrySnapshot() {}

  /**
   * All lists that are registered, by connection, dataflow and audience.
   *
   * @return empty when there is no registry yet, or one of a Muster so old that its lists can't be
   *     read before a run has brought it up to date
   * @throws RegistryException when it can't be read
   */
  public static Optional<List<Registration>> of(StateLocation state) {
    RegistryLocation location = RegistryLocation.of(state);
    Optional<? extends ConnectionSource> source =
        location instanceof RegistryServer server
            ? Optional.of(PostgresSource.of(server, Environment.ofProcess()))
            : H2Source.reading(folder(location));
    if (source.isEmpty()) {
      return Optional.empty();
    }
    try (ConnectionSource open = source.get()) {
      return new Schema(open).hasLists()
          ? Optional.of(new JdbcListRegistry(new Transactions(open)).all())
          : Optional.empty();
    }
  }

  private static Path folder(RegistryLocation location) {
    return ((RegistryFolder) location).folder();
  }
}
