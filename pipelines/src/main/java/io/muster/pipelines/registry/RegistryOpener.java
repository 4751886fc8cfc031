package io.muster.pipelines.registry;

import io.muster.delivery.ListRegistry;
import io.muster.workspace.StateLocation;

/**
 * Opens the registry on a worker.
 *
 * @param registry a folder, or a URL without a password
 */
record RegistryOpener(String registry) implements ListRegistry.Opener {

  @Override
  public ListRegistry open() {
    Registry opened = Registry.open(new StateLocation(registry, ""), Environment.ofProcess());
    return new JdbcListRegistry(opened.transactions(), opened::close);
  }
}
