package io.muster.pipelines.workspace;

import java.util.List;
import java.util.Optional;

/**
 * A standard XDM path that holds more than one value, and so cannot be a mapping's source (Adobe's
 * destination guardrails: arrays and maps are not exported to streaming destinations). Paths are
 * those of github adobe/xdm, components/, in the schema named; tenants' own fields are known only
 * when a record comes.
 *
 * @param path the collection's own path
 * @param kind what it holds
 * @param field a field below it that can be mapped; empty when there is none
 * @param schema where XDM defines it
 */
record XdmCollection(String path, Kind kind, String field, String schema) {

  /** What a path holds. */
  enum Kind {
    ARRAY("an array, which does not qualify"),
    MAP("a map, which does not qualify"),
    /** Only the object itself is refused; its fields qualify. */
    OBJECT("an object, not a value");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  private static final String ACCOUNT = "classes/b2b/account.schema.json";
  private static final String ACCOUNT_DETAILS = "fieldgroups/account/account-details.schema.json";
  private static final String B2B_PERSON = "fieldgroups/profile/b2b-person-details.schema.json";
  private static final String PERSON_DETAILS =
      "fieldgroups/profile/profile-person-details.schema.json";
  private static final String PERSONAL = "fieldgroups/profile/profile-personal-details.schema.json";
  private static final String WORK = "fieldgroups/profile/profile-work-details.schema.json";
  private static final String RELATED = "fieldgroups/account/related-accounts.schema.json";

  private static final List<XdmCollection> ALL =
      List.of(
          map("segmentMembership", "fieldgroups/shared/segmentation.schema.json"),
          array("personComponents", "fieldgroups/profile/b2b-person-components.schema.json"),
          array("accountComponents", "fieldgroups/account/account-components.schema.json"),
          array("relatedAccounts", RELATED),
          array("relatedAccountKeys", RELATED),
          array("organizations", WORK),
          object("accountKey", "sourceKey", ACCOUNT),
          object("accountParentKey", "sourceKey", ACCOUNT_DETAILS),
          object("accountOrganization", "domain", ACCOUNT_DETAILS),
          object("accountPhone", "number", ACCOUNT_DETAILS),
          object("accountFax", "number", ACCOUNT_DETAILS),
          object("accountBillingAddress", "city", ACCOUNT_DETAILS),
          object("accountShippingAddress", "city", ACCOUNT_DETAILS),
          object("accountPhysicalAddress", "city", ACCOUNT_DETAILS),
          object("person", "name.lastName", PERSON_DETAILS),
          object("person.name", "lastName", PERSON_DETAILS),
          object("workEmail", "address", WORK),
          object("workPhone", "number", WORK),
          object("workAddress", "city", WORK),
          object("personalEmail", "address", PERSONAL),
          object("mobilePhone", "number", PERSONAL),
          object("homePhone", "number", PERSONAL),
          object("homeAddress", "city", PERSONAL),
          object("b2b", "companyName", B2B_PERSON),
          object("b2b.personKey", "sourceKey", B2B_PERSON),
          object("b2b.accountKey", "sourceKey", B2B_PERSON));

  /** The collection that a path names or goes into. */
  static Optional<XdmCollection> at(String path) {
    return ALL.stream().filter(collection -> collection.covers(path)).findFirst();
  }

  /** Words that name a field to map instead. */
  String example() {
    return field.isEmpty() ? "" : ", such as " + path + "." + field;
  }

  private boolean covers(String other) {
    return other.equals(path) || (kind != Kind.OBJECT && other.startsWith(path + "."));
  }

  private static XdmCollection array(String path, String schema) {
    return new XdmCollection(path, Kind.ARRAY, "", schema);
  }

  private static XdmCollection map(String path, String schema) {
    return new XdmCollection(path, Kind.MAP, "", schema);
  }

  private static XdmCollection object(String path, String field, String schema) {
    return new XdmCollection(path, Kind.OBJECT, field, schema);
  }
}
