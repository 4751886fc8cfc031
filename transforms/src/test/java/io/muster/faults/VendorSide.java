package io.muster.faults;

import io.muster.destination.Destination;
import io.muster.destination.Destinations;
import io.muster.model.Member;
import io.muster.sandbox.vendor.Vendor;
import java.util.Map;
import java.util.TreeMap;

/** A destination with its simulator: how members are made for it and how it shows them. */
@SuppressWarnings("ImmutableEnumChecker") // destinations are stateless, the maps are not changed
enum VendorSide {
  DEMANDBASE(
      "demandbase",
      Vendor.DEMANDBASE,
      "/data$",
      Map.of(
          "identity:primaryId", "External Account ID",
          "accountName", "Account Name",
          "accountEmailDomain", "Account Domain")) {
    @Override
    Member member(int key, int look) {
      String id = "id-" + key;
      return new Member(
          "identity:primaryId=" + id,
          Map.of(
              "identity:primaryId", id,
              "accountName", "Account \"" + look + "\", Ltd",
              "accountEmailDomain", "d" + look + ".example.com"));
    }
  },

  DEMANDBASE_PEOPLE(
      "demandbase-people",
      Vendor.DEMANDBASE_PEOPLE,
      "/data$",
      Map.of(
          "identity:email", "Email",
          "externalPersonId", "External Person Id",
          "firstName", "First Name",
          "lastName", "Last Name")) {
    @Override
    Member member(int key, int look) {
      Map<String, String> fields = new TreeMap<>();
      fields.put("identity:email", "p" + key + "@example.com");
      fields.put("firstName", "First " + look);
      fields.put("lastName", "Last");
      if (isWeak(key)) {
        return new Member("identity:email=p" + key + "@example.com", fields);
      }
      fields.put("externalPersonId", "p-" + key);
      return new Member("externalPersonId=p-" + key, fields);
    }
  },

  LINKEDIN(
      "linkedin-companies",
      Vendor.LINKEDIN,
      "/companies$",
      Map.of(
          "companyName", "companyName",
          "companyWebsiteDomain", "companyWebsiteDomain",
          "city", "city")) {
    @Override
    Member member(int key, int look) {
      Map<String, String> fields = new TreeMap<>();
      // A field that goes when the company is sent again without it.
      if (look > 0) {
        fields.put("city", "City " + look);
      }
      if (isWeak(key)) {
        fields.put("companyName", "company " + key);
        return new Member("companyName=company " + key, fields);
      }
      fields.put("companyName", "Company " + look);
      fields.put("companyWebsiteDomain", "c" + key + ".example.com");
      return new Member("companyWebsiteDomain=c" + key + ".example.com", fields);
    }
  },

  BOMBORA("bombora", Vendor.BOMBORA, "accounts$", Map.of("companyWebsiteDomain", "domain")) {
    @Override
    Member member(int key, int look) {
      String domain = "c" + key + ".example.com";
      return new Member("companyWebsiteDomain=" + domain, Map.of("companyWebsiteDomain", domain));
    }
  };

  private final Destination destination;
  private final Vendor vendor;
  private final String memberCalls;
  private final Map<String, String> names;

  VendorSide(String name, Vendor vendor, String memberCalls, Map<String, String> names) {
    this.destination = Destinations.load().require(name);
    this.vendor = vendor;
    this.memberCalls = memberCalls;
    this.names = names;
  }

  /**
   * A member.
   *
   * @param key one and the same member for one number
   * @param look its other fields, where it has any
   */
  abstract Member member(int key, int look);

  /** Whether a member has only the weaker of two identifiers, where there are two. */
  private static boolean isWeak(int key) {
    return key % 4 == 3;
  }

  Destination destination() {
    return destination;
  }

  Vendor vendor() {
    return vendor;
  }

  boolean isDemandbase() {
    return this == DEMANDBASE || this == DEMANDBASE_PEOPLE;
  }

  /** Found in the paths of calls that carry members. */
  String memberCalls() {
    return memberCalls;
  }

  /** What the simulator knows a member by. */
  String identifier(Member member) {
    return member.key().substring(member.key().indexOf('=') + 1);
  }

  /** A member's fields as the simulator shows them. */
  Map<String, String> shown(Member member) {
    Map<String, String> shown = new TreeMap<>();
    member.fields().forEach((target, value) -> shown.put(names.get(target), value));
    return shown;
  }
}
