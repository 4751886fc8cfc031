package io.muster.pipelines.workspace;

import io.muster.workspace.SourcePath;
import java.util.Optional;
import java.util.regex.Pattern;

/** The source of a mapping: the path of a single value in a profile. */
final class SourceText implements ValueReader<SourcePath> {
  static final SourceText READER = new SourceText();

  private static final Pattern PATH = Pattern.compile("[^.\\s/]+(\\.[^.\\s/]+)*");
  private static final String NAMESPACE_MEND =
      "write identityMap.NAMESPACE, such as identityMap.b2b_account";

  private SourceText() {}

  @Override
  public Optional<SourcePath> read(YamlValue value) {
    return Name.READER.read(value).flatMap(path -> parse(path, value.place()));
  }

  private static Optional<SourcePath> parse(String path, Place place) {
    if (path.contains("[") || path.contains("]") || path.contains("*")) {
      return refuse(
          place,
          "it points into an array, which does not qualify",
          "map a field outside of arrays");
    }
    if (path.equals("identityMap") || path.equals(SourcePath.PREFIX)) {
      return refuse(place, "identityMap is a map: a namespace is missing", NAMESPACE_MEND);
    }
    if (!PATH.matcher(path).matches()) {
      return refuse(
          place,
          Quoted.of(path) + " is no XDM path",
          "write names with dots between them, such as accountOrganization.domain");
    }
    SourcePath source = SourcePath.parse(path);
    if (source instanceof SourcePath.Identity identity && identity.namespace().contains(".")) {
      return refuse(
          place, "it goes deeper than a namespace, which stands for its id", NAMESPACE_MEND);
    }
    Optional<XdmCollection> collection =
        source instanceof SourcePath.Attribute ? XdmCollection.at(path) : Optional.empty();
    if (collection.isPresent()) {
      return refuse(
          place,
          collection.get().path() + " is " + collection.get().kind().words(),
          "map a single value" + collection.get().example());
    }
    return Optional.of(source);
  }

  private static Optional<SourcePath> refuse(Place place, String reason, String mend) {
    place.mistake(reason, mend);
    return Optional.empty();
  }
}
