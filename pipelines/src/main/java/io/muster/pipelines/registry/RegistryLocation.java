package io.muster.pipelines.registry;

import io.muster.delivery.DeliveryRegistry;
import io.muster.workspace.StateLocation;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where the registry is: a folder or a PostgreSQL server. Its text is safe to print.
 *
 * <p>A server's user and password come from its URL ({@code //user:password@host} or {@code
 * ?user=...&password=...}), else from {@code PGUSER} and {@code PGPASSWORD}, else from where the
 * driver looks by itself (<a href="https://jdbc.postgresql.org/documentation/use/">PostgreSQL's
 * password file</a>).
 */
public sealed interface RegistryLocation permits RegistryFolder, RegistryServer {

  /**
   * The registry of a workspace.
   *
   * @throws RegistryException when its URL is not PostgreSQL's
   */
  static RegistryLocation of(StateLocation state) {
    return state.isServer()
        ? RegistryServer.parse(state.registry())
        : new RegistryFolder(Path.of(state.registry()).toAbsolutePath().normalize());
  }

  /** Whether the location itself holds a password, and so must not travel with a job. */
  boolean holdsPassword();

  /**
   * The location as it travels with a job; holds no credentials, which are looked up in the
   * environment where the work is done.
   *
   * @throws RegistryException when the location holds a password
   */
  String forWorkers();

  /**
   * Opens the registry where the work of a run is done whose launcher keeps its leases.
   *
   * @throws RegistryException when the location holds a password
   */
  default DeliveryRegistry.Opener opener() {
    return new RegistryOpener(forWorkers());
  }

  /**
   * Opens the registry where the work of a job is done, whose workers keep its leases.
   *
   * @param beatEvery how often each says that its run lives: {@link Leases#HEARTBEAT_EVERY}
   * @throws RegistryException when the location holds a password
   */
  default DeliveryRegistry.Opener jobOpener(Duration beatEvery) {
    return new JobRegistryOpener(forWorkers(), beatEvery);
  }
}
