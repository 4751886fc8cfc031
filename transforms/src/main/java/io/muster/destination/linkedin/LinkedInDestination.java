package io.muster.destination.linkedin;

import io.muster.destination.CallLimit;
import io.muster.destination.CallLimit.Purpose;
import io.muster.destination.Destination;
import io.muster.destination.DestinationSpec;
import io.muster.destination.DestinationSpec.AuthKind;
import io.muster.destination.DestinationSpec.BatchShape;
import io.muster.destination.DestinationSpec.EntityType;
import io.muster.destination.DestinationSpec.Evidence;
import io.muster.destination.DestinationSpec.Lifecycle;
import io.muster.destination.TargetField;
import io.muster.destination.ValueForm;
import io.muster.destination.VendorLists;
import io.muster.format.Format;
import io.muster.vendor.Rehearsal;
import io.muster.vendor.VendorHttp;
import io.muster.workspace.Connection;
import io.muster.workspace.DeliverySettings;
import io.muster.workspace.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Company segments at LinkedIn. */
public final class LinkedInDestination implements Destination {

  /** The value that LinkedIn hands to an approved partner (LI-SEG). */
  static final String SOURCE_PLATFORM = "sourcePlatform";

  /** {@code LinkedIn-Version}, a month that lives for about a year (LI-VER). */
  static final String API_VERSION = "apiVersion";

  /** The account goes into {@code urn:li:sponsoredAccount:} (LI-SEG), so it is not that already. */
  private static final ValueForm ACCOUNT_FORM =
      new ValueForm(
          Pattern.compile("(?!urn:).*"),
          "write its number alone, what stands behind the last colon");

  /** A month, perhaps with a revision (LI-VER). */
  private static final ValueForm VERSION_FORM =
      new ValueForm(
          Pattern.compile("[0-9]{6}(\\.[0-9]{2})?"),
          "write a year and a month, such as \"202604\"");

  /** Elements of a call (SEGMENT, RUDDER). */
  private static final int BATCH_SIZE = 5_000;

  /** Of {@code /companies}, for each member and app (LI-COMP); 200 until 2024. */
  private static final int CALLS_PER_MINUTE = 300;

  private static final DestinationSpec SPEC =
      new DestinationSpec(
          "linkedin-companies",
          "LinkedIn Companies",
          EntityType.ACCOUNT,
          List.of(
              TargetField.mandatory(
                  "companyName", Format.NAME, "The company's name (ADOBE-LI, RUDDER)."),
              TargetField.mappedButNotSent(
                  "identity:primaryId",
                  Format.IDENTIFIER,
                  "The account's id in the CRM; LinkedIn has no such field (ADOBE-LI)."),
              TargetField.recommended(
                  "companyWebsiteDomain",
                  Format.DOMAIN,
                  "The domain of the company's website (SEGMENT, RUDDER)."),
              TargetField.optional(
                  "companyEmailDomain",
                  Format.DOMAIN,
                  "The domain of its mail, where it is another (RUDDER)."),
              TargetField.optional(
                  "companyPageUrl",
                  Format.URL,
                  "Its page at LinkedIn; raises the match rate (RUDDER, LI-HELP)."),
              TargetField.optional(
                  "organizationUrn",
                  Format.ORGANIZATION_URN,
                  "LinkedIn's own id, urn:li:organization:123 (SEGMENT, RUDDER)."),
              TargetField.optional("stockSymbol", Format.NAME, "Its ticker (RUDDER)."),
              TargetField.optional(
                  "industries", Format.NAME, "Its industry, as text (RUDDER; CARGO allows many)."),
              TargetField.optional("city", Format.NAME, "The city (RUDDER)."),
              TargetField.optional("state", Format.NAME, "The state or region (RUDDER)."),
              TargetField.optional(
                  "country", Format.COUNTRY, "Two letters of ISO 3166 (RUDDER, CARGO)."),
              TargetField.optional("postalCode", Format.NAME, "The postal code (RUDDER).")),
          List.of(
              "organizationUrn",
              "companyWebsiteDomain",
              "companyEmailDomain",
              "companyPageUrl",
              "companyName"),
          Set.of(AuthKind.TOKEN, AuthKind.REFRESH_TOKEN),
          true,
          Map.of(SOURCE_PLATFORM, "MUSTER", API_VERSION, "202604"),
          Map.of("account", ACCOUNT_FORM, API_VERSION, VERSION_FORM),
          "https://api.linkedin.com/rest",
          "https://www.linkedin.com/oauth/v2/accessToken",
          new Limits(BATCH_SIZE, CALLS_PER_MINUTE, Limits.UNLIMITED),
          new Limits(BATCH_SIZE, CALLS_PER_MINUTE, Limits.UNLIMITED),
          new DeliverySettings(
              Duration.ofSeconds(30),
              Duration.ofHours(24),
              Duration.ofSeconds(1),
              // LinkedIn has no jobs to look at.
              Duration.ofSeconds(30),
              1_000_000),
          // No size of a body is published.
          new BatchShape(true, Long.MAX_VALUE),
          // "Wait at least 5 seconds" between creating a segment and adding companies (LI-COMP).
          new Lifecycle(true, true, Duration.ofSeconds(5)),
          new Evidence(
              "its result for each company",
              Evidence.NO_NUMBER,
              "the companies that it matched in the last seven days; the first take up to two"
                  + " days"),
          "docs/vendors.md#linkedin-companies");

  @Override
  public DestinationSpec spec() {
    return SPEC;
  }

  @Override
  public VendorLists open(Connection connection, VendorHttp.Factory http) {
    VendorHttp client = http.open(connection, new RefreshedTokens(connection.tokenEndpoint()));
    return new LinkedInLists(connection, client, http.clock());
  }

  @Override
  public Rehearsal rehearsal(Connection connection) {
    return new LinkedInRehearsal(connection.endpoint());
  }

  /**
   * Only {@code /companies} has a published limit (LI-COMP). Calls to segments are drawn all the
   * same, since only a run that may write draws: none makes or renames a list beside another.
   */
  @Override
  public List<CallLimit> callLimits(Connection connection) {
    return List.of(
        CallLimit.of(LinkedInLists.COMPANIES, connection.limits()).madeFor(Purpose.MEMBERS),
        new CallLimit(LinkedInLists.SEGMENTS, Limits.UNLIMITED, Limits.UNLIMITED));
  }
}
