package io.muster.mapping;

import io.muster.destination.DestinationSpec;
import io.muster.destination.DestinationSpec.EntityType;
import io.muster.destination.TargetField;
import io.muster.format.Format;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The four destinations as far as mapping goes: the contract's table of targets. */
final class TestSpecs {

  static final DestinationSpec DEMANDBASE =
      spec(
          "demandbase",
          List.of("identity:primaryId"),
          TargetField.mandatory("accountName", Format.NAME, ""),
          TargetField.mandatory("accountEmailDomain", Format.DOMAIN, ""),
          TargetField.mandatory("identity:primaryId", Format.IDENTIFIER, ""));

  static final DestinationSpec DEMANDBASE_PEOPLE =
      spec(
          "demandbase-people",
          List.of("externalPersonId", "identity:email"),
          TargetField.mandatory("identity:email", Format.EMAIL, ""),
          TargetField.recommended("externalPersonId", Format.IDENTIFIER, ""),
          TargetField.recommended("firstName", Format.NAME, ""),
          TargetField.recommended("lastName", Format.NAME, ""),
          TargetField.optional("title", Format.NAME, ""));

  static final DestinationSpec LINKEDIN =
      spec(
          "linkedin-companies",
          List.of(
              "organizationUrn",
              "companyWebsiteDomain",
              "companyEmailDomain",
              "companyPageUrl",
              "companyName"),
          TargetField.mandatory("companyName", Format.NAME, ""),
          TargetField.mappedButNotSent("identity:primaryId", Format.IDENTIFIER, ""),
          TargetField.recommended("companyWebsiteDomain", Format.DOMAIN, ""),
          TargetField.optional("organizationUrn", Format.ORGANIZATION_URN, ""),
          TargetField.optional("country", Format.COUNTRY, ""));

  static final DestinationSpec BOMBORA =
      spec(
          "bombora",
          List.of("companyWebsiteDomain"),
          TargetField.mandatory("companyWebsiteDomain", Format.DOMAIN, ""),
          TargetField.mappedButNotSent("identity:primaryId", Format.IDENTIFIER, ""));

  /** Has no mandatory target, so that a member change can lack a key. */
  static final DestinationSpec OPTIONAL =
      spec("optional", List.of("email"), TargetField.optional("email", Format.EMAIL, ""));

  /** Knows a member by what it is not sent. */
  static final DestinationSpec UNSENT_KEY =
      spec(
          "unsent-key",
          List.of("identity:primaryId"),
          TargetField.mandatory("accountName", Format.NAME, ""),
          TargetField.mappedButNotSent("identity:primaryId", Format.IDENTIFIER, ""));

  private TestSpecs() {}

  private static DestinationSpec spec(String name, List<String> memberKey, TargetField... targets) {
    return new DestinationSpec(
        name,
        name,
        EntityType.ACCOUNT,
        List.of(targets),
        memberKey,
        Set.of(),
        false,
        Map.of(),
        Map.of(),
        "",
        "",
        null,
        null,
        null,
        null,
        null,
        null,
        "");
  }
}
