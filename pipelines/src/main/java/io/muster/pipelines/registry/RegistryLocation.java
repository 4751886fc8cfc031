package io.muster.pipelines.registry;

import io.muster.delivery.DeliveryRegistry;
import io.muster.workspace.StateLocation;
import java.nio.file.Path;

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
   * Opens the registry where the work is done; holds the location and no credentials, which are
   * looked up in the environment there.
   *
   * @throws RegistryException when the location holds a password
   */
  DeliveryRegistry.Opener opener();
}
