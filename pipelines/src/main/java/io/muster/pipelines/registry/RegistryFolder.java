package io.muster.pipelines.registry;

import io.muster.delivery.DeliveryRegistry;
import java.nio.file.Path;

/**
 * A folder that holds the embedded database.
 *
 * @param folder absolute
 */
record RegistryFolder(Path folder) implements RegistryLocation {

  @Override
  public boolean holdsPassword() {
    return false;
  }

  @Override
  public DeliveryRegistry.Opener opener() {
    return new RegistryOpener(folder.toString());
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
