package io.muster.pipelines.workspace;

import io.muster.destination.DestinationSpec;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code connections.NAME}: one account at a vendor. */
final class ConnectionSection {
  static final List<String> KEYS =
      List.of(
          "destination",
          "description",
          "entityType",
          "account",
          "auth",
          "endpoint",
          "tokenEndpoint",
          "budget",
          "options",
          "limits",
          "delivery");

  private final Catalogue catalogue;
  private final Path base;

  ConnectionSection(Catalogue catalogue, Path base) {
    this.catalogue = catalogue;
    this.base = base;
  }

  ConnectionDraft read(YamlMap.Entry entry) {
    String name = Name.check(entry.key(), entry.keyPlace()).orElse(entry.key());
    return entry
        .value()
        .map(KEYS)
        .map(map -> read(name, entry.keyPlace(), map))
        .orElseGet(() -> ConnectionDraft.named(name, entry.keyPlace()));
  }

  private ConnectionDraft read(String name, Place place, YamlMap map) {
    Optional<DestinationSpec> spec =
        map.requireLocated(
                "destination", Name.READER, "write " + Suggestion.listed(catalogue.names()))
            .flatMap(this::destination);
    map.locate("entityType", Name.READER).ifPresent(given -> checkEntityType(given, spec));
    AuthSection auth = AuthSection.of(spec, base);
    OptionsSection options = new OptionsSection(spec);
    LimitsSection limits = LimitsSection.of(spec);
    DeliverySection delivery =
        new DeliverySection(spec.map(DestinationSpec::delivery).orElse(DeliverySection.NONE));
    return new ConnectionDraft(
        name,
        place,
        spec,
        map.read("description", FreeText.READER, ""),
        account(map, spec),
        map.require("auth", "write " + auth.shapes()).flatMap(auth::read),
        withoutTrailingSlash(
            map.read("endpoint", HttpUrl.READER, spec.map(DestinationSpec::endpoint).orElse(""))),
        map.read(
            "tokenEndpoint", HttpUrl.READER, spec.map(DestinationSpec::tokenEndpoint).orElse("")),
        map.locate("budget", Name.READER).orElse(new Located<>(name, place)),
        map.read("options", options, options.defaults()),
        map.read("limits", limits, limits.documented()),
        map.read("delivery", delivery, delivery.defaults()));
  }

  private Optional<DestinationSpec> destination(Located<String> given) {
    Optional<DestinationSpec> known = catalogue.find(given.value());
    if (known.isPresent()) {
      return known;
    }
    given
        .place()
        .mistake(
            "unknown destination " + Quoted.of(given.value()),
            Suggestion.mend(given.value(), catalogue.names()));
    return Suggestion.slipOf(given.value(), catalogue.names()).flatMap(catalogue::find);
  }

  private static void checkEntityType(Located<String> given, Optional<DestinationSpec> spec) {
    List<String> right =
        spec
            .map(one -> List.of(one.entityType()))
            .orElse(Arrays.asList(DestinationSpec.EntityType.values()))
            .stream()
            .map(type -> type.name().toLowerCase(Locale.ROOT))
            .toList();
    if (!right.contains(given.value())) {
      given
          .place()
          .mistake(
              "wrong entity type "
                  + Quoted.of(given.value())
                  + spec.map(one -> " for " + one.name()).orElse(""),
              "write " + Suggestion.listed(right) + ", or take it out");
    }
  }

  private static Optional<String> account(YamlMap map, Optional<DestinationSpec> spec) {
    boolean required = spec.map(DestinationSpec::accountRequired).orElse(false);
    VendorValue form = new VendorValue(spec, "account");
    Optional<Located<String>> account =
        required
            ? map.requireLocated(
                "account", form, "write the account's id at " + spec.orElseThrow().title())
            : map.locate("account", form);
    if (!required && spec.isPresent()) {
      account.ifPresent(
          given ->
              given
                  .place()
                  .mistake(spec.get().name() + " has no account to name", "take account out"));
    }
    return account.map(Located::value);
  }

  private static String withoutTrailingSlash(String endpoint) {
    return endpoint.replaceFirst("/+$", "");
  }
}
