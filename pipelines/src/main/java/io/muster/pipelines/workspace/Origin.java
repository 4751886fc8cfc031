package io.muster.pipelines.workspace;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Where an audience was made. Only Segmentation Service's can be activated: the documentation of
 * each of the four destinations excludes custom uploads (seed-DBP, seed-DB, seed-LI, seed-BO).
 */
final class Origin implements ValueReader<String> {
  static final Origin READER = new Origin();
  static final String SEGMENTATION_SERVICE = "segmentation-service";

  private static final Set<String> CUSTOM_UPLOAD =
      Set.of("custom-upload", "customeraudienceupload");

  private Origin() {}

  @Override
  public Optional<String> read(YamlValue value) {
    return Name.READER.read(value).flatMap(origin -> check(origin, value.place()));
  }

  private static Optional<String> check(String origin, Place place) {
    if (origin.equals(SEGMENTATION_SERVICE)) {
      return Optional.of(origin);
    }
    if (CUSTOM_UPLOAD.contains(origin.toLowerCase(Locale.ROOT))) {
      place.mistake(
          "audiences of a custom upload are not activated to these destinations",
          "make the audience in Segmentation Service, or take it out");
    } else {
      place.mistake(
          "unknown origin " + Quoted.of(origin),
          Suggestion.mend(origin, List.of(SEGMENTATION_SERVICE)));
    }
    return Optional.empty();
  }
}
