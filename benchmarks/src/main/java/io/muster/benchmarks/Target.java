package io.muster.benchmarks;

import io.muster.benchmarks.Oracle.MemberKey;
import java.util.List;

/**
 * A destination of a run as its workspace names it, and what is needed to judge its lists from
 * outside.
 *
 * @param connection in the workspace, and the dataflow too
 * @param vendor as the sandbox's admin endpoint names it
 * @param keyField the field of a member at the vendor that its key is in
 * @param batchSize members a call, as configured below
 * @param mixed whether additions and removals go in one call
 * @param yaml the connection's own lines; {@code %s} is the sandbox's address
 * @param mappings source and target in turn
 */
record Target(
    String connection,
    String vendor,
    MemberKey key,
    String keyField,
    int batchSize,
    boolean mixed,
    String yaml,
    List<String> mappings) {

  // Long ages, so that batches are full, and polls as short as a workspace allows.
  private static final String LONG_AGES = "maxBatchAge: 1h, pollEvery: 1s";
  private static final String DELIVERY = "    delivery: { " + LONG_AGES + " }\n";

  static final Target LINKEDIN =
      new Target(
          "linkedin",
          "linkedin-companies",
          MemberKey.DOMAIN,
          "companyWebsiteDomain",
          5_000,
          true,
          """
              destination: linkedin-companies
              account: "512345678"
              auth: { token: "${file:linkedin-token}" }
              endpoint: %1$s/linkedin/rest
              tokenEndpoint: %1$s/linkedin/oauth/v2/accessToken
          """
              + DELIVERY,
          List.of(
              "accountName", "companyName",
              "accountKey.sourceKey", "identity:primaryId",
              "accountOrganization.domain", "companyWebsiteDomain",
              "accountOrganization.tickerSymbol", "stockSymbol",
              "accountPhysicalAddress.city", "city",
              "accountPhysicalAddress.state", "state"));

  static final Target DEMANDBASE =
      new Target(
          "demandbase",
          "demandbase",
          MemberKey.ACCOUNT,
          "External Account ID",
          100_000,
          false,
          """
              destination: demandbase
              auth: { token: "${file:demandbase-token}" }
              endpoint: %1$s/demandbase/import/v1
              tokenEndpoint: %1$s/demandbase/auth/v1/token
              budget: demandbase-tenant
          """
              + DELIVERY,
          List.of(
              "accountName", "accountName",
              "accountOrganization.domain", "accountEmailDomain",
              "accountKey.sourceKey", "identity:primaryId"));

  static final Target DEMANDBASE_PEOPLE =
      new Target(
          "demandbase-people",
          "demandbase-people",
          MemberKey.ACCOUNT,
          "External Person Id",
          100_000,
          false,
          """
              destination: demandbase-people
              auth: { token: "${file:demandbase-token}" }
              endpoint: %1$s/demandbase/import/v1
              tokenEndpoint: %1$s/demandbase/auth/v1/token
              budget: demandbase-tenant
          """
              + DELIVERY,
          List.of(
              "workEmail.address", "identity:email",
              "accountKey.sourceKey", "externalPersonId"));

  static final Target BOMBORA =
      new Target(
          "bombora",
          "bombora",
          MemberKey.DOMAIN,
          "domain",
          1_000,
          false,
          """
              destination: bombora
              auth: { clientId: "sandbox-client", clientSecret: "${file:bombora-secret}" }
              endpoint: %1$s/bombora/account-list/v1
              tokenEndpoint: %1$s/bombora/oauth/token
              limits: { requestsPerMinute: 100000 }
          """
              + DELIVERY,
          List.of(
              "accountOrganization.domain", "companyWebsiteDomain",
              "accountKey.sourceKey", "identity:primaryId"));

  /** All four destinations. */
  static final List<Target> ALL = List.of(LINKEDIN, DEMANDBASE, DEMANDBASE_PEOPLE, BOMBORA);

  /** The same, whose connection may hold so many open changes; from half of it on it makes room. */
  Target holding(long changes) {
    return new Target(
        connection,
        vendor,
        key,
        keyField,
        batchSize,
        mixed,
        yaml.replace(LONG_AGES, LONG_AGES + ", maxPending: " + changes),
        mappings);
  }
}
