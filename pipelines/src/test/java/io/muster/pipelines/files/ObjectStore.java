package io.muster.pipelines.files;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.FileSystem;
import org.apache.beam.sdk.io.FileSystemRegistrar;
import org.apache.beam.sdk.io.FileSystemUtils;
import org.apache.beam.sdk.io.fs.CreateOptions;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;
import org.apache.beam.sdk.io.fs.MatchResult.Status;
import org.apache.beam.sdk.io.fs.MoveOptions;
import org.apache.beam.sdk.io.fs.ResolveOptions;
import org.apache.beam.sdk.io.fs.ResolveOptions.StandardResolveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * A filesystem that can be read, {@code store:/PATH}, with this machine's files as its objects. As
 * in Beam's for S3 and the like there are no folders, every name is a glob, and what has none of a
 * glob's characters is one object.
 */
public final class ObjectStore extends FileSystem<ObjectStore.Place> {

  private static final String SCHEME = "store";

  /** Found by Beam. */
  public static final class Registrar implements FileSystemRegistrar {
    @Override
    public Iterable<FileSystem<?>> fromOptions(PipelineOptions options) {
      return List.of(new ObjectStore());
    }
  }

  /** The name of an object, or a part of names. */
  record Place(String path) implements ResourceId {
    private static final long serialVersionUID = 1L;

    @Override
    public ResourceId resolve(String other, ResolveOptions options) {
      boolean folder = options.equals(StandardResolveOptions.RESOLVE_DIRECTORY);
      return new Place(path + other + (folder ? "/" : ""));
    }

    @Override
    public ResourceId getCurrentDirectory() {
      return new Place(path.substring(0, path.lastIndexOf('/') + 1));
    }

    @Override
    public String getScheme() {
      return SCHEME;
    }

    @Override
    public String getFilename() {
      return path.substring(path.lastIndexOf('/') + 1);
    }

    @Override
    public boolean isDirectory() {
      return path.endsWith("/");
    }

    @Override
    public String toString() {
      return SCHEME + ":" + path;
    }
  }

  @Override
  protected List<MatchResult> match(List<String> specs) throws IOException {
    List<MatchResult> results = new ArrayList<>();
    for (String spec : specs) {
      List<Metadata> objects = matching(spec.substring(SCHEME.length() + 1));
      results.add(
          objects.isEmpty()
              ? MatchResult.create(Status.NOT_FOUND, new FileNotFoundException(spec))
              : MatchResult.create(Status.OK, objects));
    }
    return results;
  }

  private static List<Metadata> matching(String glob) throws IOException {
    String prefix = glob.split("[*?\\[{]", 2)[0];
    Path top = Path.of(prefix.substring(0, prefix.lastIndexOf('/') + 1));
    if (!Files.isDirectory(top)) {
      return List.of();
    }
    Pattern pattern = Pattern.compile(FileSystemUtils.wildcardToRegexp(glob));
    List<Metadata> objects = new ArrayList<>();
    try (Stream<Path> all = Files.walk(top)) {
      for (Path each : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
        if (pattern.matcher(each.toString()).matches()) {
          objects.add(
              Metadata.builder()
                  .setResourceId(new Place(each.toString()))
                  .setSizeBytes(Files.size(each))
                  .setIsReadSeekEfficient(true)
                  .build());
        }
      }
    }
    return objects;
  }

  @Override
  protected ReadableByteChannel open(Place place) throws IOException {
    return Files.newByteChannel(Path.of(place.path()));
  }

  @Override
  protected Place matchNewResource(String spec, boolean isDirectory) {
    String path = spec.substring(SCHEME.length() + 1);
    return new Place(isDirectory && !path.endsWith("/") ? path + "/" : path);
  }

  @Override
  protected String getScheme() {
    return SCHEME;
  }

  @Override
  protected WritableByteChannel create(Place place, CreateOptions options) {
    throw new UnsupportedOperationException();
  }

  @Override
  protected void copy(List<Place> from, List<Place> to) {
    throw new UnsupportedOperationException();
  }

  @Override
  protected void rename(List<Place> from, List<Place> to, MoveOptions... options) {
    throw new UnsupportedOperationException();
  }

  @Override
  protected void delete(Collection<Place> places) {
    throw new UnsupportedOperationException();
  }
}
