package io.muster.pipelines;

import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Collection;
import java.util.List;
import org.apache.beam.sdk.io.FileSystem;
import org.apache.beam.sdk.io.FileSystemRegistrar;
import org.apache.beam.sdk.io.fs.CreateOptions;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.MoveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.beam.sdk.options.PipelineOptions;

/** A filesystem that a user has added: {@code shelf://}. There is nothing in it. */
public final class ShelfFileSystem extends FileSystem<ResourceId> {

  /** Found by Beam. */
  public static final class Registrar implements FileSystemRegistrar {
    @Override
    public Iterable<FileSystem<?>> fromOptions(PipelineOptions options) {
      return List.of(new ShelfFileSystem());
    }
  }

  @Override
  protected String getScheme() {
    return "shelf";
  }

  @Override
  protected ResourceId matchNewResource(String spec, boolean isDirectory) {
    throw new IllegalArgumentException("there is no " + spec);
  }

  @Override
  protected List<MatchResult> match(List<String> specs) {
    throw new UnsupportedOperationException();
  }

  @Override
  protected WritableByteChannel create(ResourceId resource, CreateOptions options) {
    throw new UnsupportedOperationException();
  }

  @Override
  protected ReadableByteChannel open(ResourceId resource) {
    throw new UnsupportedOperationException();
  }

  @Override
  protected void copy(List<ResourceId> from, List<ResourceId> to) {
    throw new UnsupportedOperationException();
  }

  @Override
  protected void rename(List<ResourceId> from, List<ResourceId> to, MoveOptions... options) {
    throw new UnsupportedOperationException();
  }

  @Override
  protected void delete(Collection<ResourceId> resources) {
    throw new UnsupportedOperationException();
  }
}
