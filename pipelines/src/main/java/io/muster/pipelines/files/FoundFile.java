package io.muster.pipelines.files;

/**
 * A file that is there.
 *
 * @param path as its Beam filesystem names it
 * @param size in bytes
 * @param changedAt when it was last changed, in milliseconds; 0 where its filesystem doesn't tell
 * @param seekable whether reading can start anywhere at little cost
 */
public record FoundFile(String path, long size, long changedAt, boolean seekable) {

  /** Its name without the folders. */
  String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
