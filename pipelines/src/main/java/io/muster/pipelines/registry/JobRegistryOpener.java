package io.muster.pipelines.registry;

import io.muster.delivery.DeliveryRegistry;
import io.muster.workspace.StateLocation;
import java.time.Duration;

/**
 * Opens the registry on a worker of a job.
 *
 * @param registry a folder, or a URL without a password
 * @param beatEvery how often the worker says that its run lives
 */
record JobRegistryOpener(String registry, Duration beatEvery) implements DeliveryRegistry.Opener {

  @Override
  public DeliveryRegistry open() {
    return new JobRegistry(Registry.open(new StateLocation(registry, "")), beatEvery);
  }
}
