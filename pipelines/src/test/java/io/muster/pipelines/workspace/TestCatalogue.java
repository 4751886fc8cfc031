package io.muster.pipelines.workspace;

import io.muster.destination.DestinationSpec;
import io.muster.destination.DestinationSpec.AuthKind;
import io.muster.destination.DestinationSpec.BatchShape;
import io.muster.destination.DestinationSpec.EntityType;
import io.muster.destination.DestinationSpec.Evidence;
import io.muster.destination.DestinationSpec.Lifecycle;
import io.muster.destination.TargetField;
import io.muster.destination.ValueForm;
import io.muster.format.Format;
import io.muster.workspace.DeliverySettings;
import io.muster.workspace.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The four destinations of the contract, so that these tests stand alone. */
final class TestCatalogue {
  static final DeliverySettings DELIVERY =
      new DeliverySettings(
          Duration.ofSeconds(30),
          Duration.ofHours(24),
          Duration.ofSeconds(1),
          Duration.ofSeconds(30),
          100_000);

  static final DestinationSpec DEMANDBASE =
      spec(
          "demandbase",
          EntityType.ACCOUNT,
          List.of(
              mandatory("accountName"),
              mandatory("accountEmailDomain"),
              mandatory("identity:primaryId")),
          Set.of(AuthKind.TOKEN, AuthKind.CLIENT_CREDENTIALS),
          false,
          Map.of(),
          Map.of(),
          "https://uapi.demandbase.com/import/v1",
          "https://uapi.demandbase.com/auth/v1/token",
          new Limits(100_000, Limits.UNLIMITED, 1_200),
          new Limits(10_000_000, Limits.UNLIMITED, 1_200));

  static final DestinationSpec DEMANDBASE_PEOPLE =
      spec(
          "demandbase-people",
          EntityType.PERSON,
          List.of(
              mandatory("identity:email"),
              recommended("externalPersonId"),
              recommended("firstName"),
              recommended("lastName"),
              optional("accountName"),
              optional("accountEmailDomain"),
              optional("title")),
          Set.of(AuthKind.TOKEN, AuthKind.CLIENT_CREDENTIALS),
          false,
          Map.of(),
          Map.of(),
          "https://uapi.demandbase.com/import/v1",
          "https://uapi.demandbase.com/auth/v1/token",
          new Limits(100_000, Limits.UNLIMITED, 1_200),
          new Limits(10_000_000, Limits.UNLIMITED, 1_200));

  static final DestinationSpec LINKEDIN =
      spec(
          "linkedin-companies",
          EntityType.ACCOUNT,
          List.of(
              mandatory("companyName"),
              mandatory("identity:primaryId"),
              recommended("companyWebsiteDomain"),
              optional("companyEmailDomain"),
              optional("companyPageUrl"),
              optional("organizationUrn"),
              optional("stockSymbol"),
              optional("industries"),
              optional("city"),
              optional("state"),
              optional("country"),
              optional("postalCode")),
          Set.of(AuthKind.TOKEN, AuthKind.REFRESH_TOKEN),
          true,
          Map.of("sourcePlatform", "MUSTER", "apiVersion", "202604"),
          Map.of(
              "account",
              new ValueForm(Pattern.compile("(?!urn:).*"), "write its number alone"),
              "apiVersion",
              new ValueForm(Pattern.compile("[0-9]{6}"), "write a year and a month")),
          "https://api.linkedin.com/rest",
          "https://www.linkedin.com/oauth/v2/accessToken",
          new Limits(5_000, 300, Limits.UNLIMITED),
          new Limits(5_000, 300, Limits.UNLIMITED));

  static final DestinationSpec BOMBORA =
      spec(
          "bombora",
          EntityType.ACCOUNT,
          List.of(mandatory("companyWebsiteDomain"), mandatory("identity:primaryId")),
          Set.of(AuthKind.CLIENT_CREDENTIALS),
          false,
          Map.of(),
          Map.of(),
          "https://api.bombora.com/account-list/v1",
          "https://api.bombora.com/oauth/token",
          new Limits(1_000, 60, Limits.UNLIMITED),
          new Limits(10_000, Limits.UNLIMITED, Limits.UNLIMITED));

  static final List<DestinationSpec> ALL =
      List.of(DEMANDBASE, DEMANDBASE_PEOPLE, LINKEDIN, BOMBORA);

  private TestCatalogue() {}

  private static TargetField mandatory(String name) {
    return TargetField.mandatory(name, Format.NAME, "");
  }

  private static TargetField recommended(String name) {
    return TargetField.recommended(name, Format.NAME, "");
  }

  private static TargetField optional(String name) {
    return TargetField.optional(name, Format.NAME, "");
  }

  private static DestinationSpec spec(
      String name,
      EntityType entityType,
      List<TargetField> targets,
      Set<AuthKind> authKinds,
      boolean accountRequired,
      Map<String, String> options,
      Map<String, ValueForm> forms,
      String endpoint,
      String tokenEndpoint,
      Limits limits,
      Limits maximum) {
    return new DestinationSpec(
        name,
        name,
        entityType,
        targets,
        List.of(targets.get(0).name()),
        authKinds,
        accountRequired,
        options,
        forms,
        endpoint,
        tokenEndpoint,
        limits,
        maximum,
        DELIVERY,
        new BatchShape(false, 1 << 20),
        new Lifecycle(false, false, Duration.ZERO),
        new Evidence("", "", ""),
        "docs/destinations.md");
  }
}
