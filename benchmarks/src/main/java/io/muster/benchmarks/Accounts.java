package io.muster.benchmarks;

import java.time.Instant;
import java.util.Locale;

/**
 * The made-up accounts by number, and their records as a customer data platform writes them. All of
 * it follows from the number, so that an exact repeat needs no memory. Domains are of example.com
 * and its like, so that they are nobody's.
 */
final class Accounts {

  private static final String[] WORDS = {
    "northwind", "quarry", "bluefin", "harbour", "cinder", "meadow", "granite", "lantern",
    "juniper", "copper", "saffron", "willow", "falcon", "ember", "tundra", "orchard"
  };
  private static final String[] SUFFIXES = {"example.com", "example.net", "example.org"};
  private static final String[] KINDS = {"Holdings", "Industries", "Group", "Systems", "Foods"};
  private static final String[] INDUSTRIES = {
    "Motor Vehicles & Parts", "Aerospace & Defense", "Household Products", "Retailing"
  };
  private static final String[][] PLACES = {
    {"Auburn Hills", "MI"}, {"Newport News", "VA"}, {"Walnut Creek", "CA"}, {"Bentonville", "AR"}
  };
  private static final Instant BEGINNING = Instant.parse("2026-11-20T00:00:00Z");

  // One account in so many has the domain of another one in its list.
  static final int SHARING = 97;

  /** What the domain of an account begins with that has changed; see {@link #writeOwn}. */
  static final String NEW = "new-";

  private final int lists;

  private final boolean mail;

  Accounts(Workload workload) {
    this.lists = workload.lists();
    this.mail = workload.mail();
  }

  int list(int account) {
    return account % lists;
  }

  /** The number of an account's domain: its own, or that of the account before it in its list. */
  int domain(int account) {
    return account >= lists && account % SHARING == 0 ? account - lists : account;
  }

  static String domainName(int domain) {
    return WORDS[domain % WORDS.length] + "-" + domain + "." + SUFFIXES[domain % SUFFIXES.length];
  }

  static String id(int account) {
    return String.format(Locale.ROOT, "0015e%010d@sfdc.Salesforce", account);
  }

  /** The number in what {@link #domainName} or {@link #id} gave, or -1. */
  static int number(String name) {
    int start = name.indexOf('-') + 1;
    if (start == 0) {
      start = "0015e".length();
    }
    int end = start;
    while (end < name.length() && Character.isDigit(name.charAt(end))) {
      end++;
    }
    return end == start || end - start > 10 ? -1 : Integer.parseInt(name, start, end, 10);
  }

  /** A record of about 500 bytes. {@code moment} orders the changes, in milliseconds. */
  void write(StringBuilder out, int account, boolean member, long moment) {
    write(
        out,
        id(account),
        WORDS[account % WORDS.length] + " " + account + " " + KINDS[account % KINDS.length],
        written(domainName(domain(account)), account),
        "contact-" + account + "@" + domainName(domain(account)),
        account,
        member,
        moment);
  }

  /**
   * A record of a member with a domain of its own.
   *
   * @param changed whether name, domain and mail are others than before
   */
  void writeOwn(StringBuilder out, int account, boolean changed, long moment) {
    String domain = (changed ? NEW : "") + domainName(account);
    String address = "contact-" + account + "@" + domain;
    String name = WORDS[account % WORDS.length] + (changed ? " and " : " ") + account;
    write(out, id(account), name, written(domain, account), address, account, true, moment);
  }

  /** A record that every destination excludes: its name is blank, its domain and mail are none. */
  void writeInvalid(StringBuilder out, int number, long moment) {
    write(out, "0015eINV" + number + "@sfdc.Salesforce", " ", "n/a", "n/a", number, true, moment);
  }

  private void write(
      StringBuilder out,
      String id,
      String name,
      String domain,
      String address,
      int number,
      boolean member,
      long moment) {
    String[] place = PLACES[number % PLACES.length];
    out.append("{\"accountKey\":{\"sourceKey\":\"")
        .append(id)
        .append("\"},\"accountName\":\"")
        .append(name)
        .append("\",\"accountOrganization\":{\"domain\":\"")
        .append(domain)
        .append("\",\"industry\":\"")
        .append(INDUSTRIES[number % INDUSTRIES.length])
        .append("\",\"numberOfEmployees\":")
        .append(100 + number % 50_000)
        .append(",\"tickerSymbol\":\"T")
        .append(number % 1_000)
        .append("\"},\"accountPhysicalAddress\":{\"city\":\"")
        .append(place[0])
        .append("\",\"state\":\"")
        .append(place[1])
        .append("\"}");
    if (mail) {
      out.append(",\"workEmail\":{\"address\":\"").append(address).append("\"}");
    }
    out.append(",\"identityMap\":{\"b2b_account\":[{\"id\":\"")
        .append(id)
        .append("\",\"primary\":true}]},\"segmentMembership\":{\"ups\":{\"")
        .append(Workload.audience(list(number)))
        .append("\":{\"status\":\"")
        .append(member ? "realized" : "exited")
        .append("\",\"lastQualificationTime\":\"")
        .append(BEGINNING.plusMillis(moment))
        .append("\"}}}}\n");
  }

  /** In one of the ways in which people write a domain. */
  private static String written(String domain, int account) {
    return switch (account % 10) {
      case 3 -> "https://www." + domain + "/";
      case 5 -> "www." + domain;
      case 7 -> domain.toUpperCase(Locale.ROOT);
      case 9 -> "  http://" + domain + "/en/home";
      default -> domain;
    };
  }
}
