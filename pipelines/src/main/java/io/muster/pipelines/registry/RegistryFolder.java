package io.muster.pipelines.registry;

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
  public String forWorkers() {
    return folder.toString();
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
