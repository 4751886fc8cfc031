package io.muster.pipelines.report;

import static java.util.stream.Collectors.joining;

import io.muster.destination.Destination;
import io.muster.destination.DestinationSpec;
import io.muster.destination.DestinationSpec.Evidence;
import io.muster.destination.Destinations;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What the vendors say of their lists' members, in the destinations' own words. */
final class VendorWords {

  /** How each acknowledges a member, in sentences of HTML. */
  static final String ACCEPTED = sentences(Evidence::accepted);

  /** What each says of members that are in a list. */
  static final String LANDED = sentences(Evidence::landed);

  /** What each says of members that it found among its own. */
  static final String MATCHED = sentences(Evidence::matched);

  private VendorWords() {}

  private static String sentences(Function<Evidence, String> words) {
    Map<String, List<String>> vendors = new LinkedHashMap<>();
    for (Destination each : Destinations.load().all()) {
      DestinationSpec spec = each.spec();
      vendors
          .computeIfAbsent(words.apply(spec.evidence()), said -> new ArrayList<>())
          .add(spec.title());
    }
    return vendors.entrySet().stream()
        .map(each -> HtmlText.escape(sentence(each.getValue(), each.getKey())))
        .collect(joining("\n"));
  }

  private static String sentence(List<String> titles, String words) {
    return String.join(", ", titles) + ": " + words + ".";
  }
}
