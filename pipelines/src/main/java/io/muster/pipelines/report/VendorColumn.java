package io.muster.pipelines.report;

import io.muster.pipelines.report.RunReport.AudienceLine;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/** What a vendor itself says of a list: a column of the report, and the word's meaning. */
enum VendorColumn {
  LANDED("landed", "members that the vendor says its list holds now") {
    @Override
    Optional<String> of(AudienceLine line, LongFunction<String> format) {
      return number(line.landed(), format);
    }
  },
  MATCHED("matched", "members that the vendor found among its own companies or people") {
    @Override
    Optional<String> of(AudienceLine line, LongFunction<String> format) {
      return number(line.matched(), format);
    }
  },
  AUDIENCE_SIZE("audienceSize", "people whom the vendor says the list reaches") {
    @Override
    Optional<String> of(AudienceLine line, LongFunction<String> format) {
      return number(line.audienceSize(), format);
    }
  },
  VENDOR_STATE("vendorState", "the vendor's own word for how the list fares") {
    @Override
    Optional<String> of(AudienceLine line, LongFunction<String> format) {
      return Optional.ofNullable(line.vendorState());
    }
  };

  /** The meaning of the word that Muster counts itself. */
  static final String ACCEPTED =
      "members that the vendor acknowledged in this run, added and removed";

  private final String key;
  private final String meaning;

  VendorColumn(String key, String meaning) {
    this.key = key;
    this.meaning = meaning;
  }

  /** As {@code report.json} has it. */
  String key() {
    return key;
  }

  String meaning() {
    return meaning;
  }

  /**
   * The cell of an audience; empty where the vendor doesn't say or was not asked.
   *
   * @param format how a number is written
   */
  abstract Optional<String> of(AudienceLine line, LongFunction<String> format);

  /** The columns in which any audience has something. */
  static List<VendorColumn> saidIn(RunReport report) {
    return Arrays.stream(values())
        .filter(
            column ->
                report.dataflows().stream()
                    .anyMatch(line -> column.of(line, Long::toString).isPresent()))
        .toList();
  }

  private static Optional<String> number(Long count, LongFunction<String> format) {
    return Optional.ofNullable(count).map(format::apply);
  }
}
