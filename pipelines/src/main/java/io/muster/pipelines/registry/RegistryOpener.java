package io.muster.pipelines.registry;

import io.muster.delivery.DeliveryRegistry;
import io.muster.workspace.StateLocation;

/**
 * Opens the registry on a worker of a run whose launcher keeps its leases.
 *
 * @param registry a folder, or a URL without a password
 */
record RegistryOpener(String registry) implements DeliveryRegistry.Opener {

  @Override
  public DeliveryRegistry open() {
    return Registry.open(new StateLocation(registry, ""));
  }
}
