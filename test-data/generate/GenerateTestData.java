import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes Muster's test data: profiles, a day of membership changes, a file of bad records with what
 * must come of each, and the workspaces for them.
 *
 * <p>Run it from the repository's root with nothing but a JDK 17:
 *
 * <pre>{@code
 * java test-data/generate/GenerateTestData.java           # writes the files again, byte for byte
 * java test-data/generate/GenerateTestData.java --check   # exit code 1 names the files that differ
 * }</pre>
 *
 * <p>It reads one file, {@code test-data/companies.csv}, and nothing of the machine: no clock, no
 * locale, no order of a hash map. Each part draws from a random source of its own, so that a change
 * to one part leaves the others' bytes alone.
 */
public final class GenerateTestData {

  private static final Path FOLDER = Path.of("test-data");
  private static final long SEED = 20261120L;

  /** The moment of the snapshot; the day of changes begins here. */
  private static final Instant MIDNIGHT = Instant.parse("2026-11-20T00:00:00Z");

  private static final Audience TIER_1 =
      new Audience("5f3a9c1e-7b42-4d08-9e61-2c8f0a4d1b01", "Tier 1 accounts");
  private static final Audience MANUFACTURING =
      new Audience("8c21d7f4-0e9a-4b63-a5d7-91f3c6e20b02", "Manufacturing, named accounts");
  private static final Audience RENEWALS =
      new Audience("b7e04a52-6d1f-4c97-8f20-d35a7b9e4c03", "Renewals due");

  /** No workspace maps this one. */
  private static final Audience NEWSLETTER =
      new Audience("d9416b08-3a5c-4e72-b1c8-f60e2a7d5904", "Newsletter readers");

  private static final Audience CHAMPIONS =
      new Audience("2e6bd9a3-f815-4076-9c4e-7ab01d8f3e05", "Champions");
  private static final Audience WEBINAR =
      new Audience("c05f7e19-4b2d-4a86-8e93-1d6f9b3c7a06", "Webinar attendees");

  private static final Audience UGLY_ACCOUNTS =
      new Audience("a1b2c3d4-0000-4000-8000-0000000000a1", "Ugly accounts");
  private static final Audience UGLY_PEOPLE =
      new Audience("a1b2c3d4-0000-4000-8000-0000000000a2", "Ugly people");
  private static final Audience ENDED =
      new Audience("a1b2c3d4-0000-4000-8000-0000000000a3", "Ended campaign");
  private static final Audience NOT_STARTED =
      new Audience("a1b2c3d4-0000-4000-8000-0000000000a4", "Campaign of 2099");

  /** An audience of the platform, known by its id. */
  private record Audience(String id, String name) {}

  /** What a profile's membership of one audience was at a moment. */
  private record Membership(String status, Instant at) {
    boolean isMember() {
      return !status.equals("exited");
    }
  }

  private GenerateTestData() {}

  public static void main(String[] args) throws IOException {
    boolean check = args.length == 1 && args[0].equals("--check");
    if (args.length > 0 && !check) {
      System.err.println("usage: java test-data/generate/GenerateTestData.java [--check]");
      System.exit(2);
    }
    if (!Files.isRegularFile(FOLDER.resolve("companies.csv"))) {
      System.err.println(
          "test-data/companies.csv is not here: run this from the repository's root");
      System.exit(2);
    }
    Map<String, byte[]> files = everything();
    if (check) {
      System.exit(compare(files));
    }
    write(files);
  }

  private static Map<String, byte[]> everything() throws IOException {
    List<Profile> accounts = Accounts.read(FOLDER.resolve("companies.csv"));
    List<Profile> people = People.invent(1500);
    Ugly ugly = new Ugly();
    ugly.write();

    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("profiles/accounts.jsonl", lines(snapshot(accounts, random("account snapshot"))));
    files.put("profiles/people.jsonl", lines(snapshot(people, random("people snapshot"))));
    files.put("changes/day.jsonl", lines(Day.ofAccounts(accounts)));
    files.put("changes/people-day.jsonl", lines(Day.ofPeople(people)));
    files.put("changes/ugly.jsonl", ugly.bytes());
    files.put("changes/ugly.expected.json", ugly.expected());
    files.put("workspaces/demo.yaml", utf8(Workspaces.demo()));
    files.put("workspaces/production-like.yaml", utf8(Workspaces.productionLike()));
    files.put("workspaces/ugly.yaml", utf8(Workspaces.ugly()));
    files.put("workspaces/twenty-mistakes.yaml", utf8(Workspaces.twentyMistakes()));
    files.put("workspaces/twenty-mistakes.expected.txt", utf8(Workspaces.expectedMistakes()));
    return files;
  }

  private static void write(Map<String, byte[]> files) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = FOLDER.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
      System.out.printf(Locale.ROOT, "%,10d bytes  %s%n", file.getValue().length, path);
    }
  }

  private static int compare(Map<String, byte[]> files) throws IOException {
    int differing = 0;
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = FOLDER.resolve(file.getKey());
      if (!Files.isRegularFile(path)) {
        System.err.println(path + " is missing");
        differing++;
        continue;
      }
      byte[] found = Files.readAllBytes(path);
      int at = Arrays.mismatch(found, file.getValue());
      if (at >= 0) {
        System.err.println(
            path + " differs from what its generator makes, in line " + lineOf(found, at));
        differing++;
      }
    }
    return differing == 0 ? 0 : 1;
  }

  private static long lineOf(byte[] bytes, int position) {
    long line = 1;
    for (int i = 0; i < position; i++) {
      line += bytes[i] == '\n' ? 1 : 0;
    }
    return line;
  }

  /** The export of everything at midnight: one line a profile, with all its memberships. */
  private static List<String> snapshot(List<Profile> profiles, Random random) {
    List<String> lines = new ArrayList<>();
    for (Profile profile : profiles) {
      Map<String, Object> record = new LinkedHashMap<>(profile.fields);
      record.putAll(profile.extras);
      if (!profile.clockless) {
        record.put("changedAt", "2026-11-19T23:30:00Z");
      }
      putMemberships(record, profile.current, random);
      lines.add(Json.write(record));
    }
    return lines;
  }

  private static void putMemberships(
      Map<String, Object> record, Map<Audience, Membership> memberships, Random random) {
    if (memberships.isEmpty()) {
      return;
    }
    Map<String, Object> ups = new LinkedHashMap<>();
    memberships.forEach(
        (audience, membership) -> ups.put(audience.id(), membershipJson(membership, random)));
    record.put("segmentMembership", object("ups", ups));
  }

  private static Map<String, Object> membershipJson(Membership membership, Random random) {
    return object(
        "status",
        membership.status(),
        "lastQualificationTime",
        Times.write(membership.at(), random));
  }

  private static Random random(String part) {
    return new Random(SEED * 31 + part.hashCode());
  }

  private static byte[] lines(List<String> lines) {
    return utf8(String.join("\n", lines) + "\n");
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A JSON object of alternating keys and values, in this order. */
  private static Map<String, Object> object(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }

  /**
   * A copy of {@code map} with another value at a dotted path; the original and its inner maps stay
   * as they are.
   */
  private static Map<String, Object> with(Map<String, Object> map, String path, Object value) {
    Map<String, Object> copy = new LinkedHashMap<>(map);
    int dot = path.indexOf('.');
    if (dot < 0) {
      copy.put(path, value);
    } else {
      String head = path.substring(0, dot);
      copy.put(head, with(inner(map, head), path.substring(dot + 1), value));
    }
    return copy;
  }

  /** A copy of {@code map} without what is at a dotted path. */
  private static Map<String, Object> without(Map<String, Object> map, String path) {
    Map<String, Object> copy = new LinkedHashMap<>(map);
    int dot = path.indexOf('.');
    if (dot < 0) {
      copy.remove(path);
    } else {
      String head = path.substring(0, dot);
      copy.put(head, without(inner(map, head), path.substring(dot + 1)));
    }
    return copy;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> inner(Map<String, Object> map, String key) {
    Object value = map.get(key);
    return value instanceof Map ? (Map<String, Object>) value : new LinkedHashMap<>();
  }

  /** One account or person: the mapped fields, fields nobody maps, and what it is a member of. */
  private static final class Profile {
    final String key;

    /**
     * Its source writes no {@code changedAt}; such a profile never gets two records of one
     * membership time.
     */
    final boolean clockless;

    final Map<String, Object> extras;
    final Map<Audience, Membership> current = new LinkedHashMap<>();
    Map<String, Object> fields;

    Profile(String key, boolean clockless, Map<String, Object> fields, Map<String, Object> extras) {
      this.key = key;
      this.clockless = clockless;
      this.fields = fields;
      this.extras = extras;
    }

    boolean isMemberOf(Audience audience) {
      Membership membership = current.get(audience);
      return membership != null && membership.isMember();
    }

    /** Only what says who it is. */
    Map<String, Object> identity() {
      Map<String, Object> identity = new LinkedHashMap<>();
      for (String name : List.of("accountKey", "b2b", "identityMap")) {
        if (fields.containsKey(name)) {
          identity.put(name, fields.get(name));
        }
      }
      return identity;
    }
  }

  /**
   * Account profiles of the companies of {@code companies.csv}. Their ids and memberships are
   * invented.
   */
  private static final class Accounts {
    private static final Set<String> MANUFACTURERS =
        Set.of(
            "Aerospace & Defense",
            "Apparel",
            "Chemicals",
            "Household Products",
            "Industrials",
            "Materials",
            "Motor Vehicles & Parts");

    private static final Pattern WEBSITE_HOST =
        Pattern.compile("^(?:https?://)?(?:www\\.)?([^/]+).*$");

    static List<Profile> read(Path csv) throws IOException {
      List<String> rows = Files.readAllLines(csv, StandardCharsets.UTF_8);
      Random random = random("accounts");
      List<Profile> accounts = new ArrayList<>();
      for (String row : rows.subList(1, rows.size())) {
        List<String> cells = cells(row);
        Profile account = account(accounts.size(), cells, random);
        join(account, cells, random);
        accounts.add(account);
      }
      return accounts;
    }

    /** The cells of a row; those with a comma stand in quotes. */
    private static List<String> cells(String row) {
      List<String> cells = new ArrayList<>();
      Matcher matcher = Pattern.compile("\"([^\"]*)\"(?:,|$)|([^,]*)(?:,|$)").matcher(row);
      while (cells.size() < 8 && matcher.find()) {
        cells.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
      }
      return cells;
    }

    private static Profile account(int index, List<String> cells, Random random) {
      String key = key(index);
      Map<String, Object> organization = new LinkedHashMap<>();
      putWebsite(organization, index, cells.get(2), random);
      organization.put("industry", cells.get(4));
      organization.put("numberOfEmployees", Long.parseLong(cells.get(5)));
      if (!cells.get(3).isEmpty()) {
        organization.put("tickerSymbol", cells.get(3));
      }
      Map<String, Object> fields =
          object(
              "accountKey", accountKey(key, index),
              "accountName", name(cells.get(1), random),
              "accountOrganization", organization,
              "accountPhysicalAddress", object("city", cells.get(6), "state", cells.get(7)),
              "identityMap", identities(key));
      return new Profile(key, index % 10 == 3, fields, extras(index, random));
    }

    /** An id in the style of Salesforce: 15 characters, the last five of them ours. */
    static String key(int index) {
      String alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
      long number = 14_776_336L + index * 7_919L;
      StringBuilder tail = new StringBuilder();
      for (int i = 0; i < 5; i++) {
        tail.insert(0, alphabet.charAt((int) (number % 62)));
        number /= 62;
      }
      return "0015e00000" + tail + "@sfdc.Salesforce";
    }

    /** Every other source fills the whole key object, the others only the part that matters. */
    private static Map<String, Object> accountKey(String key, int index) {
      return index % 2 == 0
          ? object("sourceKey", key)
          : object(
              "sourceType",
              "Salesforce",
              "sourceInstanceID",
              "sfdc",
              "sourceID",
              key.substring(0, 15),
              "sourceKey",
              key);
    }

    private static Map<String, Object> identities(String key) {
      return object("b2b_account", List.of(object("id", key, "primary", true)));
    }

    /** Some names carry blanks too many; they must reach a vendor without. */
    private static String name(String name, Random random) {
      return switch (random.nextInt(40)) {
        case 0 -> " " + name;
        case 1 -> name + "  ";
        case 2 -> name.replaceFirst(" ", "  ");
        default -> name;
      };
    }

    /** Six accounts have no usable website, as every real export has some. */
    private static void putWebsite(
        Map<String, Object> organization, int index, String website, Random random) {
      String written = website(website, random);
      switch (index) {
        case 150 -> {}
        case 300 -> organization.put("domain", null);
        case 450 -> organization.put("domain", " ");
        case 600 -> organization.put("domain", "n/a");
        case 750 -> organization.put("domain", "unknown");
        case 901 -> organization.put("domain", "http://");
        default -> organization.put("domain", written);
      }
    }

    /** A website in one of the forms in which people write it. */
    static String website(String given, Random random) {
      if (given.startsWith("https://https://")) {
        return given;
      }
      Matcher matcher = WEBSITE_HOST.matcher(given);
      if (!matcher.matches()) {
        throw new IllegalArgumentException("no website: " + given);
      }
      String host = matcher.group(1);
      int form = random.nextInt(100);
      if (form < 25) {
        return given;
      } else if (form < 42) {
        return host;
      } else if (form < 50) {
        return "http://" + host;
      } else if (form < 57) {
        return "www." + host;
      } else if (form < 62) {
        return "WWW." + host.toUpperCase(Locale.ROOT);
      } else if (form < 66) {
        return "HTTPS://" + Character.toUpperCase(host.charAt(0)) + host.substring(1) + "/";
      } else if (form < 74) {
        return "https://www." + host + "/";
      } else if (form < 82) {
        return "https://" + host + "/en-us/about-us.html";
      } else if (form < 87) {
        return "https://" + host + ":443";
      } else if (form < 90) {
        return "http://www." + host + ":8080/home";
      } else if (form < 94) {
        return "  " + host + " ";
      } else if (form < 96) {
        return "\thttps://" + host + "\n";
      } else if (form < 98) {
        return "https://" + host + "?utm_source=crm&utm_medium=import";
      } else if (form < 99) {
        return "https://www." + host + "/#contact";
      }
      return host + ".";
    }

    /** What real exports carry and no mapping asks for: it must be skipped, whatever it is. */
    private static Map<String, Object> extras(int index, Random random) {
      Map<String, Object> extras = new LinkedHashMap<>();
      switch (index % 4) {
        case 0 ->
            extras.put(
                "extSourceSystemAudit",
                object(
                    "createdDate",
                    "2024-03-0" + (1 + random.nextInt(9)) + "T08:15:00Z",
                    "externalKey",
                    object("sourceKey", "crm-" + (10_000 + index) + "@crm.Dynamics")));
        case 1 ->
            extras.put(
                "accountComponents",
                List.of(
                    object(
                        "sourceAccountKey",
                        object("sourceKey", "crm-" + (20_000 + index) + "@crm.Dynamics"),
                        "segmentMembership",
                        "not the one that counts")));
        case 2 ->
            extras.put(
                "_tenant",
                object(
                    "scores", List.of(random.nextInt(100), random.nextInt(100) / 10.0, -1e-3),
                    "tags",
                        List.of("a \"quoted\" tag", "back\\slash", "tab\there", "\u00fcml\u00e4ut"),
                    "nested", object("accountName", "not the account's name", "empty", object())));
        default -> extras.put("isDeleted", false);
      }
      return extras;
    }

    private static void join(Profile account, List<String> cells, Random random) {
      int rank = Integer.parseInt(cells.get(0));
      draw(account, TIER_1, rank <= 400 ? 85 : 2, random);
      draw(account, MANUFACTURING, MANUFACTURERS.contains(cells.get(4)) ? 95 : 1, random);
      draw(account, RENEWALS, 32, random);
      draw(account, NEWSLETTER, 15, random);
    }
  }

  /** Gives a profile a membership with this chance, and some of the others one that ended. */
  private static void draw(Profile profile, Audience audience, int percent, Random random) {
    Instant at = MIDNIGHT.minusSeconds(3_600 + random.nextInt(60 * 86_400));
    if (random.nextInt(100) < percent) {
      profile.current.put(
          audience, new Membership(random.nextInt(100) < 60 ? "existing" : "realized", at));
    } else if (random.nextInt(100) < 8) {
      Instant lately = MIDNIGHT.minusSeconds(3_600 + random.nextInt(29 * 86_400));
      profile.current.put(audience, new Membership("exited", lately));
    }
  }

  /** People who don't exist, at companies that don't, with addresses under the example domains. */
  private static final class People {
    private static final List<String> FIRST_NAMES =
        items(
            """
            Ada, Amara, Anil, Beatriz, Bo, Carla, Chidi, Dana, Dmitri, Elif, Emeka, Farid,
            Freya, Greta, Hana, Hugo, Ines, Ivo, Jonas, Jo\u00e3o, Kaya, Lars, Leila,
            Mateo, Mei, Nadia, Noor, Olga, Oskar, Priya, Quinn, Rafael, Ren\u00e9e, Sofia,
            Tariq, Uma, Viktor, Wanda, Yusuf, Zo\u00eb\
            """);

    private static final List<String> LAST_NAMES =
        items(
            """
            Abbot, Adeyemi, Baker-Lund, Bianchi, Castillo, Dubois, Eriksen, Fischer,
            Garc\u00eda, Haddad, Ivanova, Jensen, Kowalski, Lindqvist, M\u00fcller,
            Nakamura, O'Brien, Okafor, Petrov, Quist, Rossi, Schneider, Tanaka, Ueda,
            van der Berg, Weber, Xu, Yilmaz, Zhang, \u0160imek\
            """);

    private static final List<String> HOSTS =
        List.of(
            "acme-widgets.example.com",
            "northgate-parts.example.com",
            "bluefin-logistics.example.net",
            "harbour-steel.example.org",
            "lumen-textiles.example.com",
            "quarry-and-sons.example.net",
            "tidal-software.example.org",
            "example.com");

    static List<Profile> invent(int count) {
      Random random = random("people");
      List<Profile> people = new ArrayList<>();
      for (int index = 0; index < count; index++) {
        Profile person = person(index, random);
        draw(person, CHAMPIONS, 30, random);
        draw(person, WEBINAR, 45, random);
        people.add(person);
      }
      return people;
    }

    private static Profile person(int index, Random random) {
      String first = pick(FIRST_NAMES, random);
      String last = pick(LAST_NAMES, random);
      String host = pick(HOSTS, random);
      String email =
          ascii(first)
              + "."
              + ascii(last)
              + (index % 3 == 0 ? "" + index : "+" + index)
              + "@"
              + host;
      String key =
          String.format(Locale.ROOT, "0035e00000%05d@sfdc.Salesforce", 31_007 + index * 13);
      Map<String, Object> fields = new LinkedHashMap<>();
      Map<String, Object> b2b =
          object("personKey", object("sourceKey", key), "personType", "Contact");
      Map<String, Object> identities =
          object(
              "b2b_person", List.of(object("id", key, "primary", true)),
              "email", List.of(object("id", email, "authenticatedState", "ambiguous")));
      if (index % 50 == 7) {
        b2b = object("personType", "Lead");
        identities = object("email", List.of(object("id", email, "primary", true)));
      }
      fields.put("b2b", b2b);
      fields.put("person", object("name", names(index, first, last)));
      fields.put("workEmail", object("address", written(email, random)));
      fields.put("identityMap", identities);
      return new Profile(key, index % 10 == 3, fields, extras(index, host, random));
    }

    /** A few have no last name or a blank one: recommended only, so a warning. */
    private static Map<String, Object> names(int index, String first, String last) {
      if (index % 97 == 5) {
        return object("firstName", first);
      }
      return object("firstName", first, "lastName", index % 97 == 11 ? " " : last);
    }

    private static String written(String email, Random random) {
      return switch (random.nextInt(12)) {
        case 0 -> email.toUpperCase(Locale.ROOT);
        case 1 -> "  " + email;
        case 2 -> email + " ";
        case 3 -> Character.toUpperCase(email.charAt(0)) + email.substring(1);
        default -> email;
      };
    }

    private static Map<String, Object> extras(int index, String host, Random random) {
      return switch (index % 3) {
        case 0 ->
            object("mobilePhone", object("number", "+1 202 555 01" + (10 + random.nextInt(90))));
        case 1 ->
            object(
                "personComponents",
                List.of(
                    object(
                        "workEmail",
                        object("address", "someone.else@" + host),
                        "sourcePersonKey",
                        object())));
        default -> new LinkedHashMap<>();
      };
    }

    private static String ascii(String name) {
      String plain = Normalizer.normalize(name, Normalizer.Form.NFD);
      return plain.replaceAll("[^A-Za-z-]", "").toLowerCase(Locale.ROOT);
    }
  }

  /** What stands between commas and line ends. */
  private static List<String> items(String text) {
    return List.of(text.strip().split(",\\s+"));
  }

  private static <T> T pick(List<T> list, Random random) {
    return list.get(random.nextInt(list.size()));
  }

  /**
   * A day of membership changes over the snapshot's profiles.
   *
   * <p>Most are what a nightly evaluation sends: memberships that go on, some that begin and a few
   * that end. Each awkward case takes profiles of its own, which the ordinary changes leave alone,
   * so that a test can find it. Exits stay below a fifth of each audience: the guard against
   * disasters must not hold this day back.
   */
  private static final class Day {
    private record Arrival(Instant at, int order, String line) {}

    private final Random random;
    private final List<Audience> audiences;
    private final List<Profile> ordinary;
    private final List<Arrival> arrivals = new ArrayList<>();

    private Day(String part, List<Audience> audiences, List<Profile> profiles) {
      this.random = random(part);
      this.audiences = audiences;
      this.ordinary = new ArrayList<>(profiles);
      Collections.shuffle(ordinary, random);
    }

    static List<String> ofAccounts(List<Profile> accounts) {
      Day day = new Day("account day", List.of(TIER_1, MANUFACTURING, RENEWALS), accounts);
      day.addRemoveAdd(60);
      day.lateArrivals(100);
      day.equalTimes(21);
      day.fieldlessExits(30);
      day.corrections(40, profile -> profile.fields = renamed(profile.fields));
      day.moves(25, profile -> profile.fields = rehosted(profile.fields, profile.key));
      day.sharedDomains(12);
      day.exitsOfUnknownAccounts(50);
      day.otherAudiences(200);
      day.otherNamespaces(150);
      day.ordinaryChanges(4_880);
      day.exactRepeats(320);
      return day.inOrderOfArrival();
    }

    static List<String> ofPeople(List<Profile> people) {
      Day day = new Day("people day", List.of(CHAMPIONS, WEBINAR), people);
      day.addRemoveAdd(30);
      day.lateArrivals(40);
      day.equalTimes(10);
      day.fieldlessExits(20);
      day.corrections(20, profile -> profile.fields = married(profile.fields));
      day.moves(15, profile -> profile.fields = readdressed(profile.fields, profile.key));
      day.exitsOfUnknownPeople(20);
      day.ordinaryChanges(1_160);
      day.exactRepeats(60);
      return day.inOrderOfArrival();
    }

    private List<String> inOrderOfArrival() {
      arrivals.sort(Comparator.comparing(Arrival::at).thenComparing(Arrival::order));
      return arrivals.stream().map(Arrival::line).toList();
    }

    /**
     * Members that stay (most), members that leave, others that join; a quarter say all that the
     * profile is in.
     */
    private void ordinaryChanges(int count) {
      for (int i = 0; i < count; i++) {
        Instant at = moment(600 + (long) i * 84_000 / count);
        Audience audience = pick(audiences, random);
        boolean joins = random.nextInt(100) < 8;
        Profile profile = pickWhere(known -> known.isMemberOf(audience) != joins);
        int chance = random.nextInt(100);
        String status =
            joins ? "realized" : chance < 2 ? "exited" : chance < 30 ? "realized" : "existing";
        profile.current.put(audience, new Membership(status, at));
        boolean whole = !profile.clockless && random.nextInt(4) == 0;
        send(
            profile,
            at,
            arrival(at),
            whole ? profile.current : Map.of(audience, profile.current.get(audience)));
      }
    }

    /** In, out and in again within seconds: must end as a member. */
    private void addRemoveAdd(int count) {
      for (int i = 0; i < count; i++) {
        Profile profile = take();
        Audience audience = audiences.get(i % audiences.size());
        Instant at = someMoment();
        change(profile, audience, "realized", at);
        change(profile, audience, "exited", at.plusSeconds(2));
        change(profile, audience, "realized", at.plusSeconds(i % 2 == 0 ? 4 : 900));
      }
    }

    /**
     * The newer change arrives first and the older one hours later: the older one must change
     * nothing.
     */
    private void lateArrivals(int count) {
      for (int i = 0; i < count; i++) {
        Profile profile = take();
        Audience audience = audiences.get(i % audiences.size());
        Instant newer = moment(7_200 + random.nextInt(40_000));
        Instant older = newer.minusSeconds(1 + random.nextInt(7_000));
        String status = i % 5 < 2 ? "exited" : "realized";
        change(profile, audience, status, newer);
        Membership late = new Membership(status.equals("exited") ? "realized" : "exited", older);
        send(
            profile,
            older,
            newer.plusSeconds(1_800 + random.nextInt(30_000)),
            Map.of(audience, late));
      }
    }

    /** A member and an exit of one time, in both orders: the exit wins. */
    private void equalTimes(int count) {
      for (int i = 0; i < count; i++) {
        Profile profile = take();
        Audience audience = audiences.get(i % audiences.size());
        Instant at = someMoment();
        change(profile, audience, i % 2 == 0 ? "realized" : "exited", at);
        send(
            profile,
            at.plusSeconds(60),
            at.plusSeconds(120),
            Map.of(audience, new Membership(i % 2 == 0 ? "exited" : "realized", at)));
      }
    }

    /** An exit that says only who left, as deletions do: what the profile holds must go. */
    private void fieldlessExits(int count) {
      for (int i = 0; i < count; i++) {
        Audience audience = audiences.get(i % audiences.size());
        Profile profile = takeMemberOf(audience);
        Instant at = someMoment();
        Map<String, Object> record = profile.identity();
        record.put("changedAt", at.toString());
        putMemberships(record, Map.of(audience, new Membership("exited", at)), random);
        arrive(arrival(at), record);
      }
    }

    /**
     * The attributes are corrected while the membership keeps its time: a later changedAt must win,
     * late or not.
     */
    private void corrections(int count, Consumer<Profile> mend) {
      for (int i = 0; i < count; i++) {
        Profile profile = take();
        Audience audience = audiences.get(i % audiences.size());
        Instant at = someMoment();
        Membership membership = new Membership("realized", at);
        boolean mendedFirst = i % 4 == 3;
        Instant first = at.plusSeconds(5);
        Instant second = at.plusSeconds(3_600);
        send(
            profile,
            first,
            mendedFirst ? at.plusSeconds(5_000) : first,
            Map.of(audience, membership));
        mend.accept(profile);
        send(profile, second, second, Map.of(audience, membership));
      }
    }

    /** The field that is the vendor's key changes: the old member must go and the new one come. */
    private void moves(int count, Consumer<Profile> move) {
      for (int i = 0; i < count; i++) {
        Profile profile = take();
        Audience audience = audiences.get(i % audiences.size());
        Instant at = moment(3_600 + random.nextInt(30_000));
        change(profile, audience, "realized", at);
        move.accept(profile);
        change(profile, audience, "existing", at.plusSeconds(1_800 + random.nextInt(30_000)));
      }
    }

    /**
     * A second account with the same website joins, the first one leaves, and in every other case
     * the second too.
     */
    private void sharedDomains(int count) {
      for (int i = 0; i < count; i++) {
        Profile first = take(Day::hasWebsite);
        Audience audience = audiences.get(i % audiences.size());
        String key = String.format(Locale.ROOT, "ACC-%04d@crm.Dynamics", 4_000 + i);
        Profile second = new Profile(key, false, sibling(first.fields, key), Map.of());
        Instant at = moment(3_600 + random.nextInt(20_000));
        change(first, audience, "realized", at);
        change(second, audience, "realized", at.plusSeconds(1_200));
        change(first, audience, "exited", at.plusSeconds(14_400));
        if (i % 2 == 1) {
          change(second, audience, "exited", at.plusSeconds(28_800));
        }
      }
    }

    /**
     * Accounts that no record showed before leave; every fifth without a field that could name a
     * member.
     */
    private void exitsOfUnknownAccounts(int count) {
      for (int i = 0; i < count; i++) {
        String key = Accounts.key(50_000 + i);
        Map<String, Object> fields =
            object(
                "accountKey", object("sourceKey", key),
                "identityMap", Accounts.identities(key));
        if (i % 5 != 0) {
          fields.put("accountName", "Gone " + i + " Ltd");
          fields.put("accountOrganization", object("domain", "gone-" + i + ".example.org"));
        }
        change(
            new Profile(key, false, fields, Map.of()),
            audiences.get(i % audiences.size()),
            "exited",
            someMoment());
      }
    }

    /** People that no record showed before leave; some are known by their e-mail alone. */
    private void exitsOfUnknownPeople(int count) {
      for (int i = 0; i < count; i++) {
        String email = "gone." + i + "@example.net";
        String key = String.format(Locale.ROOT, "0035e0000099%03d@sfdc.Salesforce", i);
        Map<String, Object> fields =
            i % 4 == 0
                ? object(
                    "workEmail", object("address", email),
                    "identityMap", object("email", List.of(object("id", email, "primary", true))))
                : object(
                    "b2b",
                    object("personKey", object("sourceKey", key)),
                    "workEmail",
                    object("address", email));
        change(
            new Profile(key, false, fields, Map.of()),
            audiences.get(i % audiences.size()),
            "exited",
            someMoment());
      }
    }

    /** An audience that no workspace maps, alone or beside a mapped one that hasn't changed. */
    private void otherAudiences(int count) {
      for (int i = 0; i < count; i++) {
        Profile profile = pick(ordinary, random);
        Instant at = someMoment();
        Map<Audience, Membership> memberships = new LinkedHashMap<>();
        memberships.put(NEWSLETTER, new Membership(i % 3 == 0 ? "exited" : "realized", at));
        Membership known = profile.current.get(audiences.get(0));
        if (i % 2 == 0 && known != null) {
          memberships.put(audiences.get(0), known);
        }
        send(profile, at, arrival(at), memberships);
      }
    }

    /**
     * A mapped audience's id under the namespace of uploads: not ours, although it says the
     * opposite.
     */
    private void otherNamespaces(int count) {
      for (int i = 0; i < count; i++) {
        Profile profile = pick(ordinary, random);
        Audience audience = audiences.get(i % audiences.size());
        Instant at = someMoment();
        String opposite = profile.isMemberOf(audience) ? "exited" : "realized";
        Map<String, Object> upload =
            object(audience.id(), membershipJson(new Membership(opposite, at), random));
        Map<String, Object> record = new LinkedHashMap<>(profile.fields);
        if (!profile.clockless) {
          record.put("changedAt", at.toString());
        }
        Map<String, Object> membership = object("CustomerAudienceUpload", upload);
        Membership known = profile.current.get(audience);
        if (i % 3 == 0 && known != null) {
          membership.put("ups", object(audience.id(), membershipJson(known, random)));
        }
        record.put("segmentMembership", membership);
        arrive(arrival(at), record);
      }
    }

    /** The very same bytes again, minutes or hours later. */
    private void exactRepeats(int count) {
      List<Arrival> sent = List.copyOf(arrivals);
      for (int i = 0; i < count; i++) {
        Arrival again = pick(sent, random);
        int delay = i % 3 == 0 ? 1 : 60 + random.nextInt(20_000);
        arrivals.add(new Arrival(again.at().plusSeconds(delay), arrivals.size(), again.line()));
      }
    }

    private Profile pickWhere(Predicate<Profile> wanted) {
      Profile profile;
      do {
        profile = pick(ordinary, random);
      } while (!wanted.test(profile));
      return profile;
    }

    private void change(Profile profile, Audience audience, String status, Instant at) {
      Membership membership = new Membership(status, at);
      profile.current.put(audience, membership);
      send(profile, at, arrival(at), Map.of(audience, membership));
    }

    private void send(
        Profile profile,
        Instant changedAt,
        Instant arrival,
        Map<Audience, Membership> memberships) {
      Map<String, Object> record = new LinkedHashMap<>(profile.fields);
      if (!profile.clockless) {
        record.put("changedAt", changedAt.toString());
      }
      putMemberships(record, memberships, random);
      arrive(arrival, record);
    }

    private void arrive(Instant at, Map<String, Object> record) {
      arrivals.add(new Arrival(at, arrivals.size(), Json.write(record)));
    }

    /** A profile for a case of its own. */
    private Profile take() {
      return take(profile -> true);
    }

    private Profile takeMemberOf(Audience audience) {
      return take(profile -> profile.isMemberOf(audience));
    }

    private Profile take(Predicate<Profile> wanted) {
      for (int i = ordinary.size() - 1; i >= 0; i--) {
        Profile profile = ordinary.get(i);
        if (!profile.clockless && wanted.test(profile)) {
          return ordinary.remove(i);
        }
      }
      throw new IllegalStateException("no profile is left");
    }

    private Instant someMoment() {
      return moment(1_800 + random.nextInt(70_000));
    }

    /** A moment of the day; every other one on the full second. */
    private Instant moment(long second) {
      return MIDNIGHT
          .plusSeconds(second)
          .plusMillis(random.nextBoolean() ? 0 : random.nextInt(1_000));
    }

    private Instant arrival(Instant at) {
      return at.plusMillis(300 + random.nextInt(1_500));
    }

    private static Map<String, Object> renamed(Map<String, Object> fields) {
      return with(
          fields, "accountName", ((String) fields.get("accountName")).strip() + " (corrected)");
    }

    private static Map<String, Object> rehosted(Map<String, Object> fields, String key) {
      String host = "moved-" + key.substring(10, 15).toLowerCase(Locale.ROOT) + ".example.com";
      return with(fields, "accountOrganization.domain", "https://www." + host + "/");
    }

    private static Map<String, Object> married(Map<String, Object> fields) {
      return with(fields, "person.name.lastName", "Newname-Corrected");
    }

    private static Map<String, Object> readdressed(Map<String, Object> fields, String key) {
      return with(fields, "workEmail.address", "moved." + key.substring(10, 15) + "@example.org");
    }

    private static boolean hasWebsite(Profile account) {
      Object website = inner(account.fields, "accountOrganization").get("domain");
      return website instanceof String text
          && text.contains(".")
          && !text.startsWith("https://https");
    }

    /** Another account with the same website, written in another way. */
    private static Map<String, Object> sibling(Map<String, Object> fields, String key) {
      String website = ((String) inner(fields, "accountOrganization").get("domain")).strip();
      Map<String, Object> sibling = with(fields, "accountKey", object("sourceKey", key));
      sibling.put(
          "accountOrganization",
          object("domain", "http://" + website.replaceFirst("(?i)^https?://", "")));
      sibling.put("accountName", ((String) fields.get("accountName")).strip() + " Services");
      sibling.put("identityMap", Accounts.identities(key));
      return sibling;
    }
  }

  /**
   * Bad records of every kind, good ones between them, and for each line what the contract says
   * must come of it.
   *
   * <p>Every line has a profile, a name and a domain of its own, made from its line number, so that
   * no line's outcome hangs on another's. Where the contract leaves room, the expectation has
   * {@code open} with the reason.
   */
  private static final class Ugly {
    private static final String NEWLINE = "\n";
    private static final String TIME = "2026-11-20T10:00:00Z";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<Map<String, Object>> expected = new ArrayList<>();
    private int line = 1;
    private String ending = NEWLINE;

    byte[] bytes() {
      return out.toByteArray();
    }

    byte[] expected() {
      List<String> rows = expected.stream().map(Json::write).toList();
      return utf8("[\n" + String.join(",\n", rows) + "\n]\n");
    }

    void write() {
      put(
          bytes("\ufeff" + Json.write(account())),
          "good, after a BOM on the first line",
          accountVerdicts());
      notJson();
      notAnObject();
      invalidRecords();
      good("good, between the malformed and the excluded", account -> account);
      noProfileId();
      missingFields();
      invalidDomains();
      validDomains();
      longNames();
      unsupportedTypes();
      invalidMemberships();
      exits();
      schedules();
      people();
      layout();
      oddButValid();
      openQuestions();
      good("good, the last but one line", account -> account);
      String half = Json.write(account());
      ending = "";
      malformed(
          "a half line at the end of the file, without a newline",
          "NOT_JSON",
          half.substring(0, half.length() / 2));
    }

    private void notJson() {
      malformed("plain text", "NOT_JSON", "this is not JSON");
      malformed("text after the object", "NOT_JSON", Json.write(account()) + " and more");
      malformed(
          "a second object in the line", "NOT_JSON", Json.write(account()) + Json.write(account()));
      malformed("a closing brace too many", "NOT_JSON", Json.write(account()) + "}");
      malformed("a comma after the object", "NOT_JSON", Json.write(account()) + ",");
      String text = Json.write(account());
      malformed("an object cut short", "NOT_JSON", text.substring(0, text.length() - 1));
      malformed("cut within a string", "NOT_JSON", "{\"accountName\":\"Ugly");
      malformed("single quotes", "NOT_JSON", Json.write(account()).replace('"', '\''));
      malformed(
          "keys without quotes",
          "NOT_JSON",
          Json.write(account()).replace("\"accountName\"", "accountName"));
      malformed("a comma before the closing brace", "NOT_JSON", beforeEnd(","));
      malformed("a comment", "NOT_JSON", beforeEnd(" /* exported */ "));
      malformed("NaN", "NOT_JSON", beforeEnd(",\"score\":NaN"));
      malformed("a number with a leading zero", "NOT_JSON", beforeEnd(",\"score\":007"));
      malformed("a bare tab within a string", "NOT_JSON", beforeEnd(",\"note\":\"a\tb\""));
      malformed("an unknown escape", "NOT_JSON", beforeEnd(",\"note\":\"\\x41\""));
      malformed("half a unicode escape", "NOT_JSON", beforeEnd(",\"note\":\"\\u00e\""));
      malformed(
          "a line of CSV", "NOT_JSON", "ugly-1@sfdc.Salesforce,\"Ugly 1 Ltd\",u001.example.com");
      badBytes("bad UTF-8 in a mapped field: Latin-1", "accountName", 0xE9);
      badBytes("bad UTF-8 in a mapped field: 0xFF", "accountName", 0xFF);
      badBytes("bad UTF-8 in a field that nobody maps: Latin-1", "note", 0xE9);
      badBytes("bad UTF-8: an overlong slash", "note", 0xC0, 0xAF);
      badBytes("bad UTF-8: an encoded surrogate", "note", 0xED, 0xA0, 0x80);
      badBytes("bad UTF-8: a lone continuation byte", "note", 0x80);
    }

    private String beforeEnd(String insert) {
      String text = Json.write(account());
      return text.substring(0, text.length() - 1) + insert + "}";
    }

    /** A record whose field {@code name} holds these bytes between two letters. */
    private void badBytes(String what, String name, int... bad) {
      byte[] text = bytes(Json.write(with(account(), name, "a#b")));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      for (byte b : text) {
        if (b == '#') {
          Arrays.stream(bad).forEach(bytes::write);
        } else {
          bytes.write(b);
        }
      }
      put(bytes.toByteArray(), what, object("outcome", "malformed", "code", "NOT_JSON"));
    }

    private void notAnObject() {
      malformed("an array", "NOT_AN_OBJECT", "[" + Json.write(account()) + "]");
      malformed("an empty array", "NOT_AN_OBJECT", "[]");
      malformed("a number", "NOT_AN_OBJECT", "42");
      malformed("a string", "NOT_AN_OBJECT", "\"" + UGLY_ACCOUNTS.id() + "\"");
      malformed("null", "NOT_AN_OBJECT", "null");
      malformed("true", "NOT_AN_OBJECT", "true");
    }

    private void invalidRecords() {
      invalidRecord(
          "segmentMembership is a list", "segmentMembership", List.of(object("ups", object())));
      invalidRecord("segmentMembership is a string", "segmentMembership", "ups");
      invalidRecord("segmentMembership is a number", "segmentMembership", 1);
      invalidRecord(
          "the namespace ups is a list",
          "segmentMembership",
          object("ups", List.of(UGLY_ACCOUNTS.id())));
      invalidRecord(
          "identityMap is a list", "identityMap", List.of(object("id", "x", "primary", true)));
      invalidRecord("identityMap is a string", "identityMap", "x");
      invalidRecord(
          "a namespace of identityMap is an object",
          "identityMap",
          object("b2b_account", object("id", "x")));
      invalidRecord(
          "a namespace of identityMap is a string", "identityMap", object("b2b_account", "x"));
    }

    private void invalidRecord(String what, String path, Object value) {
      malformed(what, "INVALID_RECORD", Json.write(with(account(), path, value)));
    }

    private void noProfileId() {
      allExcluded(
          "no accountKey and no identityMap",
          "NO_PROFILE_ID",
          a -> without(without(a, "accountKey"), "identityMap"));
      allExcluded(
          "a blank sourceKey and no identityMap",
          "NO_PROFILE_ID",
          a -> without(with(a, "accountKey.sourceKey", " "), "identityMap"));
      allExcluded(
          "a null accountKey and an empty identityMap",
          "NO_PROFILE_ID",
          a -> with(with(a, "accountKey", null), "identityMap", object()));
      open(
          "the contract takes the primary entry only; here is none",
          () ->
              allExcluded(
                  "no accountKey, and identityMap has no primary entry",
                  "NO_PROFILE_ID",
                  a ->
                      with(
                          without(a, "accountKey"),
                          "identityMap",
                          object("b2b_account", List.of(object("id", id()))))));
    }

    private void missingFields() {
      nameFault("the name is absent", "MISSING_FIELD", a -> without(a, "accountName"));
      nameFault("the name is null", "MISSING_FIELD", a -> with(a, "accountName", null));
      nameFault("the name is empty", "MISSING_FIELD", a -> with(a, "accountName", ""));
      nameFault("the name is blank", "MISSING_FIELD", a -> with(a, "accountName", " \t "));
      domainFault(
          "the domain is absent",
          "MISSING_FIELD",
          false,
          a -> with(a, "accountOrganization", object("industry", "Media")));
      domainFault(
          "the domain is null",
          "MISSING_FIELD",
          false,
          a -> with(a, "accountOrganization.domain", null));
      domainFault(
          "the domain is blank",
          "MISSING_FIELD",
          false,
          a -> with(a, "accountOrganization.domain", "   "));
      domainFault(
          "the object around the domain is null",
          "MISSING_FIELD",
          false,
          a -> with(a, "accountOrganization", null));
      primaryIdFault(
          "the id to map is absent, the profile is known by identityMap",
          a -> without(a, "accountKey"));
      primaryIdFault(
          "the id to map is blank, the profile is known by identityMap",
          a -> with(a, "accountKey.sourceKey", " "));
      List<Map<String, Object>> first =
          List.of(
              excluded(
                  "ugly-demandbase", UGLY_ACCOUNTS, "MISSING_FIELD", "accountName", "accountName"),
              excluded(
                  "ugly-linkedin", UGLY_ACCOUNTS, "MISSING_FIELD", "accountName", "companyName"),
              excluded(
                  "ugly-bombora",
                  UGLY_ACCOUNTS,
                  "INVALID_FORMAT",
                  "accountOrganization.domain",
                  "companyWebsiteDomain"));
      put(
          with(without(account(), "accountName"), "accountOrganization.domain", "localhost"),
          "two faults: the first in the order of the mappings names the code",
          first);
    }

    private void invalidDomains() {
      for (String domain :
          List.of(
              "localhost",
              "acme",
              "intranet.acme.localdomain",
              "acme.notarealsuffix",
              "com",
              "co.uk",
              "192.0.2.10",
              "http://192.0.2.10:8080/",
              "[2001:db8::1]",
              "http://[2001:db8::1]/",
              "bad_host.example.com",
              "https://",
              "http://www./",
              "https:///about",
              "example..com",
              "-bad.example.com",
              "bad-.example.com",
              "two words.example.com",
              "one.example.com, two.example.com",
              "one.example.com;two.example.com",
              "sales@example.com",
              "n/a",
              "-",
              "x".repeat(64) + ".example.com",
              ("long".repeat(10) + ".").repeat(7) + "example.com")) {
        String shown = domain.length() > 60 ? domain.substring(0, 20) + "..." : domain;
        domainFault(
            "no domain: " + shown,
            "INVALID_FORMAT",
            true,
            a -> with(a, "accountOrganization.domain", domain));
      }
      for (String domain : List.of("true", "12345")) {
        domainFault(
            "no domain: the bare JSON value " + domain,
            "INVALID_FORMAT",
            true,
            a ->
                with(
                    a,
                    "accountOrganization.domain",
                    domain.equals("true") ? (Object) true : 12345));
      }
    }

    private void validDomains() {
      String own = "u" + number() + ".example.com";
      goodDomain("a website", "https://www." + own + "/about", own);
      goodDomain("upper case and blanks", "  HTTP://WWW.U" + number() + ".EXAMPLE.COM  ", host());
      goodDomain("a port", "u" + number() + ".example.com:8443", host());
      goodDomain("www within the name stays", "https://www.www2-" + host() + "/", "www2-" + host());
      goodDomain("IDN", "https://M\u00fcnchen.example.com/", "xn--mnchen-3ya.example.com");
      goodDomain(
          "IDN, non-transitional: sharp s stays",
          "stra\u00dfe.example.com",
          "xn--strae-oqa.example.com");
      goodDomain(
          "IDN in an ideographic script", "\u4f8b\u3048.example.com", "xn--r8jz45g.example.com");
      goodDomain("punycode already", "xn--kln-sna.example.com", "xn--kln-sna.example.com");
      goodDomain(
          "a suffix of two labels",
          "www.u" + number() + "-example.co.uk",
          "u" + number() + "-example.co.uk");
      goodDomain("a private suffix itself", "https://github.io/", "github.io");
      goodDomain(
          "a site under a private suffix",
          "u" + number() + ".github.io",
          "u" + number() + ".github.io");
    }

    private void goodDomain(String what, String written, String domain) {
      put(
          with(account(), "accountOrganization.domain", written),
          "good domain: " + what,
          List.of(
              added("ugly-demandbase", UGLY_ACCOUNTS, id()),
              added("ugly-linkedin", UGLY_ACCOUNTS, domain),
              added("ugly-bombora", UGLY_ACCOUNTS, domain)));
    }

    private void longNames() {
      nameFault(
          "a name of 256 characters", "TOO_LONG", a -> with(a, "accountName", "n".repeat(256)));
      good("a name of 255 characters", a -> with(a, "accountName", "n".repeat(255)));
      good(
          "255 characters once its blanks are cut",
          a -> with(a, "accountName", "  n    " + "m".repeat(253) + "   "));
      good("255 characters of two bytes each", a -> with(a, "accountName", "\u00e9".repeat(255)));
    }

    private void unsupportedTypes() {
      nameFault(
          "the name is an array",
          "UNSUPPORTED_TYPE",
          a -> with(a, "accountName", List.of("Ugly", "Ltd")));
      nameFault(
          "the name is an empty array", "UNSUPPORTED_TYPE", a -> with(a, "accountName", List.of()));
      nameFault(
          "the name is an object",
          "UNSUPPORTED_TYPE",
          a -> with(a, "accountName", object("value", "Ugly Ltd")));
      domainFault(
          "the domain is an array",
          "UNSUPPORTED_TYPE",
          true,
          a -> with(a, "accountOrganization.domain", List.of("one.example.com")));
      domainFault(
          "the domain is an object",
          "UNSUPPORTED_TYPE",
          true,
          a -> with(a, "accountOrganization.domain", object("host", "one.example.com")));
      good("a name that is a number becomes text", a -> with(a, "accountName", 3));
      good("a name that is a boolean becomes text", a -> with(a, "accountName", true));
    }

    private void invalidMemberships() {
      invalidMembership(
          "an unknown status", object("status", "maybe", "lastQualificationTime", TIME));
      invalidMembership("no status", object("lastQualificationTime", TIME));
      invalidMembership("a null status", object("status", null, "lastQualificationTime", TIME));
      invalidMembership(
          "a status that is a number", object("status", 1, "lastQualificationTime", TIME));
      invalidMembership(
          "a status that is an array",
          object("status", List.of("realized"), "lastQualificationTime", TIME));
      invalidMembership("no time", object("status", "realized"));
      invalidMembership("a null time", object("status", "realized", "lastQualificationTime", null));
      invalidMembership("an exit without a time", object("status", "exited"));
      for (String time :
          List.of(
              "",
              "yesterday",
              "2026-11-20",
              "2026-13-01T10:00:00Z",
              "2026-02-30T10:00:00Z",
              "2026-11-20T25:00:00Z",
              "2026-11-20T10:00:00.1234567890Z",
              "20/11/2026 10:00")) {
        invalidMembership(
            "an unreadable time: " + time,
            object("status", "realized", "lastQualificationTime", time));
      }
      invalidMembership(
          "a time that is a number",
          object("status", "realized", "lastQualificationTime", 1_795_168_800_000L));
      invalidMembership("the membership is a string", "realized");
      invalidMembership("the membership is a list", List.of("realized"));
      invalidMembership("the membership is null", null);
      for (String time :
          List.of(
              "2026-11-20T10:00:00Z",
              "2026-11-20T10:00:00.1Z",
              "2026-11-20T10:00:00.123456789Z",
              "2026-11-20T10:00:00.000+0000",
              "2026-11-20T10:00:00+00:00",
              "2026-11-20T12:00:00.5+02:00",
              "2026-11-20T04:00:00-0600")) {
        good(
            "a good time: " + time,
            a ->
                with(
                    a,
                    "segmentMembership",
                    membership(
                        UGLY_ACCOUNTS,
                        object("status", "existing", "lastQualificationTime", time))));
      }
    }

    private void invalidMembership(String what, Object membership) {
      allExcluded(
          what,
          "INVALID_MEMBERSHIP",
          a -> with(a, "segmentMembership", membership(UGLY_ACCOUNTS, membership)));
    }

    private void exits() {
      put(
          exit(account()),
          "an exit of a profile never seen, with all fields",
          List.of(
              removed("ugly-demandbase", UGLY_ACCOUNTS, id()),
              removed("ugly-linkedin", UGLY_ACCOUNTS, host()),
              removed("ugly-bombora", UGLY_ACCOUNTS, host())));
      put(
          without(without(exit(account()), "accountName"), "accountOrganization"),
          "an exit of a profile never seen, with its id alone: that names a member at Demandbase"
              + " only",
          List.of(
              removed("ugly-demandbase", UGLY_ACCOUNTS, id()),
              excluded("ugly-linkedin", UGLY_ACCOUNTS, "NO_MEMBER_KEY", null, null),
              excluded("ugly-bombora", UGLY_ACCOUNTS, "NO_MEMBER_KEY", null, null)));
      allExcluded(
          "an exit of a profile never seen, with no field",
          "NO_MEMBER_KEY",
          a ->
              without(
                  without(without(exit(a), "accountName"), "accountOrganization"), "accountKey"));
      put(
          with(
              with(exit(account()), "accountName", List.of()),
              "accountOrganization.domain",
              "localhost"),
          "an exit of a profile never seen, whose name and domain are unusable",
          List.of(
              removed("ugly-demandbase", UGLY_ACCOUNTS, id()),
              excluded("ugly-linkedin", UGLY_ACCOUNTS, "NO_MEMBER_KEY", null, null),
              excluded("ugly-bombora", UGLY_ACCOUNTS, "NO_MEMBER_KEY", null, null)));
      int member = line;
      String id = id();
      String host = host();
      good("a member whose exit follows", account -> account);
      Map<String, Object> exit =
          object(
              "identityMap", identities(id), "segmentMembership", exited("2026-11-20T11:00:00Z"));
      open(
          "it presumes that line " + member + " was taken in before",
          () ->
              put(
                  exit,
                  "an exit without fields of the profile of line " + member,
                  List.of(
                      removed("ugly-demandbase", UGLY_ACCOUNTS, id),
                      removed("ugly-linkedin", UGLY_ACCOUNTS, host),
                      removed("ugly-bombora", UGLY_ACCOUNTS, host))));
    }

    private void schedules() {
      put(
          with(account(), "segmentMembership", membership(ENDED, realized())),
          "an audience whose end is past",
          List.of(excluded("ugly-demandbase", ENDED, "OUT_OF_SCHEDULE", null, null)));
      put(
          with(account(), "segmentMembership", membership(NOT_STARTED, realized())),
          "an audience whose start is to come",
          List.of(excluded("ugly-demandbase", NOT_STARTED, "OUT_OF_SCHEDULE", null, null)));
      put(
          with(
              account(),
              "segmentMembership",
              object(
                  "ups",
                  object(
                      UGLY_ACCOUNTS.id(),
                      realized(),
                      ENDED.id(),
                      object("status", "exited", "lastQualificationTime", TIME)))),
          "two audiences, each on its own: one in its time, one not",
          List.of(
              added("ugly-demandbase", UGLY_ACCOUNTS, id()),
              excluded("ugly-demandbase", ENDED, "OUT_OF_SCHEDULE", null, null),
              added("ugly-linkedin", UGLY_ACCOUNTS, host()),
              added("ugly-bombora", UGLY_ACCOUNTS, host())));
    }

    private void people() {
      goodPerson("a good person", person -> person, id(), List.of());
      for (String email :
          List.of(
              "jane.doe",
              "jane.doe@",
              "@example.com",
              "jane@@example.com",
              "jane doe@example.com",
              "jane@localhost",
              "jane@example",
              "jane@example..com",
              "jane@exa_mple.com",
              "jane@[192.0.2.1]",
              "jane@192.0.2.1",
              "Jane Doe <jane@example.com>",
              "jane@example.com;joe@example.com",
              "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8")) {
        emailFault(
            "no e-mail address: " + email,
            "INVALID_FORMAT",
            p -> with(p, "workEmail.address", email));
      }
      emailFault("the e-mail address is absent", "MISSING_FIELD", p -> without(p, "workEmail"));
      emailFault(
          "the e-mail address is null", "MISSING_FIELD", p -> with(p, "workEmail.address", null));
      emailFault(
          "the e-mail address is blank", "MISSING_FIELD", p -> with(p, "workEmail.address", " "));
      emailFault(
          "the e-mail address is an array",
          "UNSUPPORTED_TYPE",
          p -> with(p, "workEmail.address", List.of("jane@example.com")));
      goodPerson(
          "a recommended value that is an array is left out",
          p -> with(p, "person.name.firstName", List.of("Jane")),
          id(),
          List.of(warning("UNSUPPORTED_TYPE", "firstName")));
      goodPerson(
          "a recommended value that is too long is left out",
          p -> with(p, "person.name.lastName", "n".repeat(256)),
          id(),
          List.of(warning("TOO_LONG", "lastName")));
      goodPerson(
          "no external id, so the e-mail address is the key",
          p -> without(p, "b2b"),
          "p" + number() + "@example.com",
          List.of());
      goodPerson(
          "an e-mail address in upper case with blanks",
          p -> with(p, "workEmail.address", "  P" + number() + "@EXAMPLE.COM "),
          id(),
          List.of());
      goodPerson("a person without a name", p -> without(p, "person"), id(), List.of());
      String email = "p" + number() + "@example.com";
      put(
          with(
              without(without(person(), "b2b"), "person"),
              "segmentMembership",
              membership(UGLY_PEOPLE, object("status", "exited", "lastQualificationTime", TIME))),
          "an exit of a person never seen, by the e-mail address alone",
          List.of(removed("ugly-people", UGLY_PEOPLE, email)));
      put(
          object(
              "identityMap",
              object("b2b_person", List.of(object("id", id(), "primary", true))),
              "segmentMembership",
              membership(UGLY_PEOPLE, object("status", "exited", "lastQualificationTime", TIME))),
          "an exit of a person never seen, with no field",
          List.of(excluded("ugly-people", UGLY_PEOPLE, "NO_MEMBER_KEY", null, null)));
    }

    private void layout() {
      skipped("an empty line", "");
      skipped("a line of blanks", "   ");
      skipped("a line of a tab", "\t");
      ending = "\r\n";
      skipped("an empty line that ends in CRLF", "");
      good("a line that ends in CRLF", account -> account);
      malformed("a broken line that ends in CRLF", "NOT_JSON", "{\"accountName\":");
      ending = NEWLINE;
      put(
          bytes("  \t" + Json.write(account()) + "  "),
          "blanks around the record",
          accountVerdicts());
      put(
          bytes(Json.write(account()).replace(":", " : ").replace("10 : 00 : 00", "10:00:00")),
          "blanks between the tokens",
          accountVerdicts());
      skipped("an empty object: no membership, so no change", "{}");
      skipped("no segmentMembership", Json.write(without(account(), "segmentMembership")));
      skipped(
          "an empty segmentMembership", Json.write(with(account(), "segmentMembership", object())));
      skipped(
          "an audience that is not mapped",
          Json.write(with(account(), "segmentMembership", membership(NEWSLETTER, realized()))));
      skipped(
          "a mapped audience under another namespace",
          Json.write(
              with(
                  account(),
                  "segmentMembership",
                  object("CustomerAudienceUpload", object(UGLY_ACCOUNTS.id(), realized())))));
    }

    private void oddButValid() {
      good(
          "unknown fields of every kind",
          a ->
              with(
                  a,
                  "_tenant",
                  object(
                      "a", List.of(1, List.of(), object()), "b", null, "c", -1.5e-7, "d", false)));
      put(
          bytes(beforeEnd(",\"deep\":" + "[".repeat(2_000) + "]".repeat(2_000))),
          "2,000 levels of arrays in a field that nobody maps",
          accountVerdicts());
      put(
          bytes(beforeEnd(",\"deep\":" + "{\"d\":".repeat(2_000) + "1" + "}".repeat(2_000))),
          "2,000 levels of objects in a field that nobody maps",
          accountVerdicts());
      put(
          bytes(beforeEnd(",\"big\":" + "9".repeat(1_500))),
          "a number of 1,500 digits in a field that nobody maps",
          accountVerdicts());
      put(
          bytes(beforeEnd(",\"big\":1e999999")),
          "a number beyond every double in a field that nobody maps",
          accountVerdicts());
      put(
          bytes(beforeEnd(",\"" + "k".repeat(60_000) + "\":1")),
          "a key of 60,000 characters that nobody maps",
          accountVerdicts());
      put(
          bytes(Json.write(account()).replace("accountName", "account\\u004eame")),
          "an escape within a key",
          accountVerdicts());
      good(
          "a name with quotes, a comma, an emoji and a right-to-left word",
          a ->
              with(
                  a,
                  "accountName",
                  "Ugly \"A, B\" \ud83d\ude80 \u05e9\u05dc\u05d5\u05dd " + number()));
      good(
          "a name like a formula of a spreadsheet",
          a -> with(a, "accountName", "=HYPERLINK(\"x\") " + number()));
      int id = 90_000 + line;
      put(
          with(account(), "accountKey.sourceKey", id),
          "an id that is a number becomes text",
          List.of(
              added("ugly-demandbase", UGLY_ACCOUNTS, String.valueOf(id)),
              added("ugly-linkedin", UGLY_ACCOUNTS, host()),
              added("ugly-bombora", UGLY_ACCOUNTS, host())));
      good(
          "several identities, the second is the primary one",
          a ->
              with(
                  a,
                  "identityMap",
                  object(
                      "b2b_account",
                      List.of(object("id", "other"), object("id", id(), "primary", true)))));
      for (Object changedAt :
          Arrays.asList("soon", "2026-11-31T00:00:00Z", 1_795_168_800_000L, List.of())) {
        Map<String, Object> verdicts = accountVerdicts();
        verdicts.put("warnings", List.of(object("field", "changedAt")));
        put(
            bytes(Json.write(with(account(), "changedAt", changedAt))),
            "an unreadable changedAt counts as absent: " + Json.write(changedAt),
            verdicts);
      }
    }

    private void openQuestions() {
      open(
          "duplicate keys are legal JSON of no fixed meaning; both values qualify here",
          () ->
              put(
                  bytes(beforeEnd(",\"accountName\":\"Ugly twice " + number() + "\"")),
                  "a key twice in one object",
                  accountVerdicts()));
      open(
          "legal JSON, but no text: it can't be sent; it may be malformed just as well",
          () -> {
            String half = Json.write(account()).replace("Ugly ", "Ugly \\ud800 ");
            put(
                bytes(half),
                "an unpaired surrogate in a mapped field",
                changes(
                    List.of(
                        excluded(
                            "ugly-demandbase",
                            UGLY_ACCOUNTS,
                            "INVALID_FORMAT",
                            "accountName",
                            "accountName"),
                        excluded(
                            "ugly-linkedin",
                            UGLY_ACCOUNTS,
                            "INVALID_FORMAT",
                            "accountName",
                            "companyName"),
                        added("ugly-bombora", UGLY_ACCOUNTS, host()))));
          });
      open(
          "legal JSON in an unknown field, which is ignored; it may be malformed just as well",
          () ->
              put(
                  bytes(beforeEnd(",\"note\":\"\\udc00\"")),
                  "an unpaired surrogate in a field that nobody maps",
                  accountVerdicts()));
      open(
          "the contract accepts a BOM and does not say where; files put together have one in the"
              + " middle",
          () ->
              put(
                  bytes("\ufeff" + Json.write(account())),
                  "a BOM in the middle of the file",
                  accountVerdicts()));
      open(
          "the contract does not name the root's dot",
          () -> goodDomain("a dot at the end", "u" + number() + ".example.com.", host()));
      open(
          "the contract cuts the path and does not name the query",
          () ->
              goodDomain(
                  "a query without a path",
                  "https://u" + number() + ".example.com?utm_source=crm",
                  host()));
      open(
          "by the letter the scheme is cut once, which leaves the host https",
          () ->
              domainFault(
                  "a scheme twice, as one real company's website has it",
                  "INVALID_FORMAT",
                  true,
                  a -> with(a, "accountOrganization.domain", "https://https://" + host())));
      open(
          "a scalar where the path wants an object: nothing is at the path",
          () ->
              domainFault(
                  "the object around the domain is a string",
                  "MISSING_FIELD",
                  false,
                  a -> with(a, "accountOrganization", "one.example.com")));
    }

    // Records. The number in them is the number of the line that comes next.

    private String number() {
      return String.format(Locale.ROOT, "%03d", line);
    }

    private String id() {
      return "ugly-" + number() + "@sfdc.Salesforce";
    }

    private String host() {
      return "u" + number() + ".example.com";
    }

    private String name() {
      return "Ugly " + number() + " Ltd";
    }

    private Map<String, Object> account() {
      return object(
          "accountKey", object("sourceKey", id()),
          "accountName", name(),
          "accountOrganization", object("domain", host()),
          "identityMap", identities(id()),
          "segmentMembership", membership(UGLY_ACCOUNTS, realized()));
    }

    private Map<String, Object> person() {
      return object(
          "b2b", object("personKey", object("sourceKey", id())),
          "person", object("name", object("firstName", "Jane", "lastName", "Doe " + number())),
          "workEmail", object("address", "p" + number() + "@example.com"),
          "identityMap", object("b2b_person", List.of(object("id", id(), "primary", true))),
          "segmentMembership", membership(UGLY_PEOPLE, realized()));
    }

    private static Map<String, Object> identities(String id) {
      return object("b2b_account", List.of(object("id", id, "primary", true)));
    }

    private static Map<String, Object> realized() {
      return object("status", "realized", "lastQualificationTime", TIME);
    }

    private static Map<String, Object> exited(String at) {
      return membership(UGLY_ACCOUNTS, object("status", "exited", "lastQualificationTime", at));
    }

    private static Map<String, Object> exit(Map<String, Object> account) {
      return with(account, "segmentMembership", exited(TIME));
    }

    private static Map<String, Object> membership(Audience audience, Object membership) {
      return object("ups", object(audience.id(), membership));
    }

    // Lines with what must come of them.

    private interface Edit {
      Map<String, Object> of(Map<String, Object> record);
    }

    private void malformed(String what, String code, String text) {
      put(bytes(text), what, object("outcome", "malformed", "code", code));
    }

    private void skipped(String what, String text) {
      put(bytes(text), what, object("outcome", "skipped"));
    }

    private void good(String what, Edit edit) {
      put(bytes(Json.write(edit.of(account()))), what, accountVerdicts());
    }

    private void allExcluded(String what, String code, Edit edit) {
      put(
          edit.of(account()),
          what,
          List.of(
              excluded("ugly-demandbase", UGLY_ACCOUNTS, code, null, null),
              excluded("ugly-linkedin", UGLY_ACCOUNTS, code, null, null),
              excluded("ugly-bombora", UGLY_ACCOUNTS, code, null, null)));
    }

    /** Bombora has no name; the others can't do without. */
    private void nameFault(String what, String code, Edit edit) {
      put(
          edit.of(account()),
          what,
          List.of(
              excluded("ugly-demandbase", UGLY_ACCOUNTS, code, "accountName", "accountName"),
              excluded("ugly-linkedin", UGLY_ACCOUNTS, code, "accountName", "companyName"),
              added("ugly-bombora", UGLY_ACCOUNTS, host())));
    }

    /**
     * LinkedIn only recommends the domain: it leaves out what does not qualify and goes by the
     * name.
     */
    private void domainFault(String what, String code, boolean warned, Edit edit) {
      Map<String, Object> linkedin = added("ugly-linkedin", UGLY_ACCOUNTS, name());
      if (warned) {
        linkedin.put("warnings", List.of(warning(code, "companyWebsiteDomain")));
      }
      put(
          edit.of(account()),
          what,
          List.of(
              excluded(
                  "ugly-demandbase",
                  UGLY_ACCOUNTS,
                  code,
                  "accountOrganization.domain",
                  "accountEmailDomain"),
              linkedin,
              excluded(
                  "ugly-bombora",
                  UGLY_ACCOUNTS,
                  code,
                  "accountOrganization.domain",
                  "companyWebsiteDomain")));
    }

    /** Only Demandbase sends the id. */
    private void primaryIdFault(String what, Edit edit) {
      put(
          edit.of(account()),
          what,
          List.of(
              excluded(
                  "ugly-demandbase",
                  UGLY_ACCOUNTS,
                  "MISSING_FIELD",
                  "accountKey.sourceKey",
                  "identity:primaryId"),
              added("ugly-linkedin", UGLY_ACCOUNTS, host()),
              added("ugly-bombora", UGLY_ACCOUNTS, host())));
    }

    private void emailFault(String what, String code, Edit edit) {
      put(
          edit.of(person()),
          what,
          List.of(
              excluded("ugly-people", UGLY_PEOPLE, code, "workEmail.address", "identity:email")));
    }

    private void goodPerson(
        String what, Edit edit, String key, List<Map<String, Object>> warnings) {
      Map<String, Object> added = added("ugly-people", UGLY_PEOPLE, key);
      if (!warnings.isEmpty()) {
        added.put("warnings", warnings);
      }
      put(edit.of(person()), what, List.of(added));
    }

    private Map<String, Object> accountVerdicts() {
      return changes(
          List.of(
              added("ugly-demandbase", UGLY_ACCOUNTS, id()),
              added("ugly-linkedin", UGLY_ACCOUNTS, host()),
              added("ugly-bombora", UGLY_ACCOUNTS, host())));
    }

    private static Map<String, Object> added(String dataflow, Audience audience, String key) {
      return object(
          "dataflow",
          dataflow,
          "audience",
          audience.id(),
          "outcome",
          "valid",
          "action",
          "add",
          "key",
          key);
    }

    private static Map<String, Object> removed(String dataflow, Audience audience, String key) {
      return object(
          "dataflow",
          dataflow,
          "audience",
          audience.id(),
          "outcome",
          "valid",
          "action",
          "remove",
          "key",
          key);
    }

    private static Map<String, Object> excluded(
        String dataflow, Audience audience, String code, String source, String target) {
      Map<String, Object> verdict =
          object(
              "dataflow", dataflow, "audience", audience.id(), "outcome", "excluded", "code", code);
      if (source != null) {
        verdict.put("source", source);
        verdict.put("target", target);
      }
      return verdict;
    }

    private static Map<String, Object> warning(String code, String target) {
      return object("code", code, "target", target);
    }

    /** The line's outcome is that of its changes where they agree, else {@code mixed}. */
    private static Map<String, Object> changes(List<Map<String, Object>> changes) {
      Set<Object> outcomes = new HashSet<>();
      Set<Object> codes = new HashSet<>();
      for (Map<String, Object> change : changes) {
        outcomes.add(change.get("outcome"));
        codes.add(change.get("code"));
      }
      Map<String, Object> verdict =
          object("outcome", outcomes.size() == 1 ? changes.get(0).get("outcome") : "mixed");
      if (codes.size() == 1 && changes.get(0).containsKey("code")) {
        verdict.put("code", changes.get(0).get("code"));
      }
      verdict.put("changes", changes);
      return verdict;
    }

    private void put(Map<String, Object> record, String what, List<Map<String, Object>> changes) {
      put(bytes(Json.write(record)), what, changes(changes));
    }

    private void put(byte[] content, String what, Map<String, Object> verdict) {
      Map<String, Object> row = object("line", line, "what", what);
      row.putAll(verdict);
      expected.add(row);
      out.writeBytes(content);
      out.writeBytes(bytes(ending));
      line++;
    }

    /** Marks the lines that {@code lines} adds as ones on which the contract leaves room. */
    private void open(String why, Runnable lines) {
      int from = expected.size();
      lines.run();
      expected.subList(from, expected.size()).forEach(row -> row.put("open", why));
    }

    private static byte[] bytes(String text) {
      return utf8(text);
    }
  }

  /**
   * The workspace files. Those of the sandbox name no vendor's own address, so that a test can't
   * reach one.
   */
  private static final class Workspaces {

    /** The connections to a local sandbox, the same in {@code demo.yaml} and {@code ugly.yaml}. */
    private static final String SANDBOX =
        """
        connections:
          demandbase:
            destination: demandbase
            description: Demandbase accounts, sandbox
            auth: { token: "${env:DEMANDBASE_TOKEN}" }
            endpoint: http://127.0.0.1:8089/demandbase/import/v1
            tokenEndpoint: http://127.0.0.1:8089/demandbase/auth/v1/token
            budget: demandbase-tenant          # accounts and people draw on one tenant's calls
            delivery: { maxBatchAge: 1s, firstRetry: 1s, retryFor: 2m, pollEvery: 1s }
          demandbase-people:
            destination: demandbase-people
            description: Demandbase people, sandbox
            auth: { token: "${env:DEMANDBASE_TOKEN}" }
            endpoint: http://127.0.0.1:8089/demandbase/import/v1
            tokenEndpoint: http://127.0.0.1:8089/demandbase/auth/v1/token
            budget: demandbase-tenant
            delivery: { maxBatchAge: 1s, firstRetry: 1s, retryFor: 2m, pollEvery: 1s }
          linkedin:
            destination: linkedin-companies
            description: LinkedIn matched companies, sandbox
            account: "512345678"
            auth: { token: "${env:LINKEDIN_TOKEN}" }
            endpoint: http://127.0.0.1:8089/linkedin/rest
            tokenEndpoint: http://127.0.0.1:8089/linkedin/oauth/v2/accessToken
            delivery: { maxBatchAge: 1s, firstRetry: 1s, retryFor: 2m, pollEvery: 1s }
          bombora:
            destination: bombora
            description: Bombora account lists, sandbox
            auth: { clientId: "sandbox-client", clientSecret: "${env:BOMBORA_SECRET}" }
            endpoint: http://127.0.0.1:8089/bombora/account-list/v1
            tokenEndpoint: http://127.0.0.1:8089/bombora/oauth/token
            delivery: { maxBatchAge: 1s, firstRetry: 1s, retryFor: 2m, pollEvery: 1s }
        """;

    private static final String DEMANDBASE_MAPPINGS =
        """
        - { source: accountName,                target: accountName }
        - { source: accountOrganization.domain, target: accountEmailDomain }
        - { source: accountKey.sourceKey,       target: "identity:primaryId" }
        """;

    private static final String PEOPLE_MAPPINGS =
        """
        - { source: workEmail.address,       target: "identity:email" }
        - { source: b2b.personKey.sourceKey, target: externalPersonId }
        - { source: person.name.firstName,   target: firstName }
        - { source: person.name.lastName,    target: lastName }
        """;

    private static final String BOMBORA_MAPPINGS =
        """
        - { source: accountOrganization.domain, target: companyWebsiteDomain }
        - { source: accountKey.sourceKey,       target: "identity:primaryId" }
        """;

    static String demo() {
      return """
      # All four destinations against a local sandbox, for profiles/*.jsonl and changes/day.jsonl, people-day.jsonl.
      # Made by generate/GenerateTestData.java.
      """
          + SANDBOX
          + "dataflows:\n"
          + "  tier-1:\n"
          + "    connection: demandbase\n"
          + "    description: Tier 1 and renewals for sales\n"
          + "    audiences:\n"
          + audience(TIER_1)
          + audience(RENEWALS)
          + "    mappings:\n"
          + indent(DEMANDBASE_MAPPINGS)
          + "  champions:\n"
          + "    connection: demandbase-people\n"
          + "    description: People to reach\n"
          + "    audiences:\n"
          + audience(CHAMPIONS)
          + audience(WEBINAR)
          + "    mappings:\n"
          + indent(PEOPLE_MAPPINGS)
          + "  linkedin-abm:\n"
          + "    connection: linkedin\n"
          + "    description: Sponsored content\n"
          + "    audiences:\n"
          + audience(TIER_1)
          + audience(MANUFACTURING)
          + "    mappings:\n"
          + indent(
              """
              - { source: accountName,                      target: companyName }
              - { source: accountKey.sourceKey,             target: "identity:primaryId" }
              - { source: accountOrganization.domain,       target: companyWebsiteDomain }
              - { source: accountOrganization.tickerSymbol, target: stockSymbol }
              - { source: accountPhysicalAddress.city,      target: city }
              - { source: accountPhysicalAddress.state,     target: state }
              """)
          + "  intent:\n"
          + "    connection: bombora\n"
          + "    description: Intent data for named accounts\n"
          + "    audiences:\n"
          + audience(MANUFACTURING)
          + audience(RENEWALS)
          + "    mappings:\n"
          + indent(BOMBORA_MAPPINGS);
    }

    static String ugly() {
      return """
      # For changes/ugly.jsonl; changes/ugly.expected.json says what must come of each line.
      # The mappings' order matters: the first fault in it names the code.
      # Made by generate/GenerateTestData.java.
      """
          + SANDBOX
          + "dataflows:\n"
          + "  ugly-demandbase:\n"
          + "    connection: demandbase\n"
          + "    audiences:\n"
          + audience(UGLY_ACCOUNTS)
          + scheduled(ENDED, "end: 2020-01-01")
          + scheduled(NOT_STARTED, "start: 2099-01-01")
          + "    mappings:\n"
          + indent(DEMANDBASE_MAPPINGS)
          + "  ugly-linkedin:\n"
          + "    connection: linkedin\n"
          + "    audiences:\n"
          + audience(UGLY_ACCOUNTS)
          + "    mappings:\n"
          + indent(
              """
              - { source: accountName,                target: companyName }
              - { source: accountOrganization.domain, target: companyWebsiteDomain }
              - { source: accountKey.sourceKey,       target: "identity:primaryId" }
              """)
          + "  ugly-bombora:\n"
          + "    connection: bombora\n"
          + "    audiences:\n"
          + audience(UGLY_ACCOUNTS)
          + "    mappings:\n"
          + indent(BOMBORA_MAPPINGS)
          + "  ugly-people:\n"
          + "    connection: demandbase-people\n"
          + "    audiences:\n"
          + audience(UGLY_PEOPLE)
          + "    mappings:\n"
          + indent(PEOPLE_MAPPINGS);
    }

    private static String audience(Audience audience) {
      return "      - { id: " + audience.id() + ", name: \"" + audience.name() + "\" }\n";
    }

    private static String scheduled(Audience audience, String schedule) {
      return "      - { id: "
          + audience.id()
          + ", name: \""
          + audience.name()
          + "\", "
          + schedule
          + " }\n";
    }

    private static String indent(String mappings) {
      return mappings.indent(6);
    }

    static String productionLike() {
      return """
      # A workspace as a company would keep it: the vendors' own addresses, secrets from the environment and from files.
      # `muster check -w production-like.yaml` reads it; nothing here works without accounts at the vendors.
      # Made by generate/GenerateTestData.java.

      # What Muster remembers between runs. This folder beside the workspace is the default; a cluster wants
      # { registry: "jdbc:postgresql://...", membership: "s3://..." }.
      state: .muster

      # A run that would remove more than this share of a list holds the removals back and asks.
      guard: { maxRemovals: 30%, minMembers: 50 }

      connections:
        demandbase-emea:
          destination: demandbase
          description: EMEA ABM
          entityType: account
          auth: { token: "${env:DEMANDBASE_TOKEN}" }             # a user API token
          endpoint: https://uapi.demandbase.com/import/v1        # the vendor's own, so it could be left out
          tokenEndpoint: https://uapi.demandbase.com/auth/v1/token
          budget: demandbase-tenant                              # calls are counted per tenant, over both connections

        demandbase-people-emea:
          destination: demandbase-people
          description: EMEA buying committees
          auth: { clientId: "emea-keys", clientSecret: "${env:DEMANDBASE_KEY_SECRET}" }   # a key set instead of a token
          budget: demandbase-tenant

        linkedin:
          destination: linkedin-companies
          account: "512345678"                                   # the Campaign Manager account
          auth: { clientId: "86x0example0id", clientSecret: "${file:/run/secrets/li}", refreshToken: "${env:LI_REFRESH}" }
          endpoint: https://api.linkedin.com/rest
          tokenEndpoint: https://www.linkedin.com/oauth/v2/accessToken
          options: { sourcePlatform: MUSTER, apiVersion: "202604" }

        bombora:
          destination: bombora
          auth: { clientId: "k1", clientSecret: "${env:BOMBORA_SECRET}" }
          endpoint: https://api.bombora.com/account-list/v1
          tokenEndpoint: https://api.bombora.com/oauth/token
          limits: { batchSize: 1000, requestsPerMinute: 60, requestsPerDay: 50000 }       # each optional
          delivery: { maxBatchAge: 30s, retryFor: 24h, firstRetry: 1s, pollEvery: 30s }   # likewise

      dataflows:
        tier-1:
          connection: demandbase-emea
          description: Tier 1 for the spring campaign
          audiences:
            # Before start and after end a change is excluded; who is on the list stays there.
            - { id: 5f3a9c1e-7b42-4d08-9e61-2c8f0a4d1b01, name: Tier 1 accounts, origin: segmentation-service, start: 2026-11-01, end: 2027-01-01 }
            # A list that somebody made by hand at the vendor, taken over; its members change a lot.
            - { id: b7e04a52-6d1f-4c97-8f20-d35a7b9e4c03, name: Renewals due, adopt: true, guard: { maxRemovals: 60% } }
          mappings:
            - { source: accountName,                target: accountName }
            - { source: accountOrganization.domain, target: accountEmailDomain }
            - { source: accountKey.sourceKey,       target: "identity:primaryId" }

        champions:
          connection: demandbase-people-emea
          audiences:
            - { id: 2e6bd9a3-f815-4076-9c4e-7ab01d8f3e05, name: Champions }
          mappings:
            - { source: workEmail.address,       target: "identity:email" }
            - { source: b2b.personKey.sourceKey, target: externalPersonId }
            - { source: person.name.firstName,   target: firstName }
            - { source: person.name.lastName,    target: lastName }
            - { source: b2b.companyName,         target: accountName }

        linkedin-abm:
          connection: linkedin
          audiences:
            - { id: 5f3a9c1e-7b42-4d08-9e61-2c8f0a4d1b01, name: Tier 1 accounts }
            - { id: 8c21d7f4-0e9a-4b63-a5d7-91f3c6e20b02, name: "Manufacturing, named accounts" }
          mappings:
            - { source: accountName,                target: companyName }
            - { source: identityMap.b2b_account,    target: "identity:primaryId" }       # an identity instead of a path
            - { source: accountOrganization.domain, target: companyWebsiteDomain }
            - { source: accountPhysicalAddress.city, target: city }

        intent:
          connection: bombora
          audiences:
            - { id: 8c21d7f4-0e9a-4b63-a5d7-91f3c6e20b02, name: "Manufacturing, named accounts", start: 2026-11-01T06:00:00Z }
          mappings:
            - { source: accountOrganization.domain, target: companyWebsiteDomain }
            - { source: accountKey.sourceKey,       target: "identity:primaryId" }       # must be mapped, is never sent
      """;
    }

    /** A workspace that is YAML and nothing else; {@code # N:} numbers its mistakes. */
    static String twentyMistakes() {
      return """
      # A wrong workspace: each `# N:` marks a line with a mistake; twenty-mistakes.expected.txt lists them.
      # The lines without a number are right. Made by generate/GenerateTestData.java.
      stat: .muster                                              # 1: unknown key; the nearest known one is state
      guard: { maxRemovals: thirty%, minMembers: 50 }            # 2: no percentage
      connections:
        good-demandbase:
          destination: demandbase
          auth: { token: "${env:DEMANDBASE_TOKEN}" }
        good-people:
          destination: demandbase-people
          auth: { token: "${env:DEMANDBASE_TOKEN}" }
        good-linkedin:
          destination: linkedin-companies
          account: "512345678"
          auth: { token: "${env:LINKEDIN_TOKEN}" }
        good-bombora:
          destination: bombora
          auth: { clientId: "k1", clientSecret: "${env:BOMBORA_SECRET}" }
        unknown-vendor:
          destination: linkedin-company                          # 3: unknown destination; the nearest is linkedin-companies
          account: "512345678"
          auth: { token: "${env:LINKEDIN_TOKEN}" }
        contacts:
          destination: demandbase
          entityType: contact                                    # 4: wrong entity type; only account
          auth: { token: "dbase-literal-token-123" }             # 5: a literal secret
          descripton: EMEA                                       # 6: unknown key; the nearest known one is description
        fast-linkedin:
          destination: linkedin-companies
          account: "598765432"
          auth: { token: "${env:LINKEDIN_TOKEN}" }
          limits:
            batchSize: 5001                                      # 7: above the vendor's maximum of 5000
            requestsPerMinute: 301                               # 8: above the vendor's maximum of 300
          delivery:
            maxBatchAge: 30 seconds                              # 9: no duration
            retryFor: 1w                                         # 10: a unit that there isn't
          options: { sourcePlatfrom: MUSTER }                    # 11: unknown option; the nearest known one is sourcePlatform
        no-account: { destination: linkedin-companies, auth: { token: "${env:LINKEDIN_TOKEN}" } }   # 12: account is missing
        half-auth: { destination: bombora, auth: { clientId: "k1" } }                               # 13: clientSecret is missing
        no-url:
          destination: bombora
          auth: { clientId: "k1", clientSecret: "${env:BOMBORA_SECRET}" }
          endpoint: api.bombora.com                              # 14: no URL
          limits:
            batchSize: 0                                         # 15: a limit below 1
      dataflows:
        nowhere:
          connection: good-linkedn                               # 16: unknown connection; the nearest is good-linkedin
          audiences:
            - { id: a-16, name: Nowhere }
          mappings:
            - { source: accountName,          target: companyName }
            - { source: accountKey.sourceKey, target: "identity:primaryId" }
        incomplete:
          connection: good-demandbase
          audiences:
            - { id: a-17, name: Incomplete }
          mappings: [ { source: accountName, target: accountName }, { source: accountKey.sourceKey, target: "identity:primaryId" } ]   # 17: accountEmailDomain is mandatory
        targets:
          connection: good-bombora
          audiences:
            - { id: a-18, name: Targets }
          mappings:
            - { source: accountOrganization.domain, target: companyWebsiteDomain }
            - { source: accountKey.sourceKey,       target: "identity:primaryId" }
            - { source: accountOrganization.domain, target: companyWebsiteDomian }    # 18: unknown target; the nearest is companyWebsiteDomain
            - { source: accountOrganization.website, target: companyWebsiteDomain }   # 19: a target twice
        sources:
          connection: good-people
          audiences:
            - { id: a-20, name: Sources }
          mappings:
            - { source: workEmail.address, target: "identity:email" }
            - { source: personComponents,  target: externalPersonId }                 # 20: the source is an array
            - { source: segmentMembership, target: firstName }                        # 21: the source is a map
            - { source: identityMap,       target: lastName }                         # 22: identityMap without a namespace
            - { source: person.name,       target: title }                            # 23: the source is an object
            - { source: "",                target: accountName }                      # 24: an empty source
        audiences:
          connection: good-linkedin
          audiences:
            - { name: No id }                                                         # 25: id is missing
            - { id: a-26 }                                                            # 26: name is missing
            - { id: a-27, name: Upload, origin: custom-upload }                       # 27: an origin that is refused
            - { id: a-28, name: Origin, origin: segmentation }                        # 28: unknown origin; there is segmentation-service
            - { id: a-29, name: Backwards, start: 2027-01-01, end: 2026-11-01 }       # 29: the end is before the start
            - { id: a-30, name: Bad date, start: 2026-02-30 }                         # 30: a date that there isn't
            - { id: a-31, name: Guarded, guard: { maxRemovals: 130% } }               # 31: a percentage above 100
            - { id: a-32, name: Adopted, adopt: maybe }                               # 32: neither true nor false
            - { id: a-33, name: Spring Campaign }
            - { id: a-34, name: " spring campaign " }                                 # 33: a name twice at one vendor account (case, blanks)
          mappings:
            - { source: accountName,          target: companyName }
            - { source: accountKey.sourceKey, target: "identity:primaryId" }
        same-name-elsewhere:
          connection: good-linkedin
          audiences:
            - { id: a-35, name: SPRING CAMPAIGN }                                     # 34: the same name again, from another dataflow
          mappings:
            - { source: accountName,          target: companyName }
            - { source: accountKey.sourceKey, target: "identity:primaryId" }
        no-mappings:
          connection: good-linkedin
          audiences:
            - { id: a-36, name: No mappings }
          mappings: []                                                                # 35: no mappings
        no-audiences:
          connection: good-linkedin
          audiences: []                                                               # 36: no audiences
          mappings:
            - { source: accountName,          target: companyName }
            - { source: accountKey.sourceKey, target: "identity:primaryId" }
        wrong-type:
          connection: good-linkedin
          audiences: { id: a-37, name: Not a list }                                   # 37: a map where a list belongs
          mappings:
            - { source: accountName,          target: companyName }
            - { source: accountKey.sourceKey, target: "identity:primaryId" }
            - { source: accountPhysicalAddress.city }                                 # 38: target is missing
      """;
    }

    /** The key of each mistake, in the order of their numbers. */
    private static final List<String> MISTAKEN_KEYS =
        List.of(
            "stat",
            "guard.maxRemovals",
            "connections.unknown-vendor.destination",
            "connections.contacts.entityType",
            "connections.contacts.auth.token",
            "connections.contacts.descripton",
            "connections.fast-linkedin.limits.batchSize",
            "connections.fast-linkedin.limits.requestsPerMinute",
            "connections.fast-linkedin.delivery.maxBatchAge",
            "connections.fast-linkedin.delivery.retryFor",
            "connections.fast-linkedin.options.sourcePlatfrom",
            "connections.no-account.account",
            "connections.half-auth.auth.clientSecret",
            "connections.no-url.endpoint",
            "connections.no-url.limits.batchSize",
            "dataflows.nowhere.connection",
            "dataflows.incomplete.mappings",
            "dataflows.targets.mappings[2].target",
            "dataflows.targets.mappings[3].target",
            "dataflows.sources.mappings[1].source",
            "dataflows.sources.mappings[2].source",
            "dataflows.sources.mappings[3].source",
            "dataflows.sources.mappings[4].source",
            "dataflows.sources.mappings[5].source",
            "dataflows.audiences.audiences[0].id",
            "dataflows.audiences.audiences[1].name",
            "dataflows.audiences.audiences[2].origin",
            "dataflows.audiences.audiences[3].origin",
            "dataflows.audiences.audiences[4].end",
            "dataflows.audiences.audiences[5].start",
            "dataflows.audiences.audiences[6].guard.maxRemovals",
            "dataflows.audiences.audiences[7].adopt",
            "dataflows.audiences.audiences[9].name",
            "dataflows.same-name-elsewhere.audiences[0].name",
            "dataflows.no-mappings.mappings",
            "dataflows.no-audiences.audiences",
            "dataflows.wrong-type.audiences",
            "dataflows.wrong-type.mappings[2].target");

    /** Number, line, key and what is wrong, with tabs between them. */
    static String expectedMistakes() {
      List<String> lines = twentyMistakes().lines().toList();
      Pattern mark = Pattern.compile("# (\\d+): (.+)$");
      StringBuilder out = new StringBuilder();
      int found = 0;
      for (int i = 0; i < lines.size(); i++) {
        Matcher matcher = mark.matcher(lines.get(i));
        if (matcher.find()) {
          found++;
          if (Integer.parseInt(matcher.group(1)) != found) {
            throw new IllegalStateException(
                "mistake " + found + " is out of order in line " + (i + 1));
          }
          String key = MISTAKEN_KEYS.get(found - 1);
          out.append(found + "\t" + (i + 1) + "\t" + key + "\t" + matcher.group(2) + "\n");
        }
      }
      if (found != MISTAKEN_KEYS.size()) {
        throw new IllegalStateException(
            "the file marks " + found + " mistakes of " + MISTAKEN_KEYS.size());
      }
      return out.toString();
    }

    private Workspaces() {}
  }

  /** The written forms of a time that exports use. */
  private static final class Times {
    private static final DateTimeFormatter SECONDS =
        DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    /**
     * One of {@code Z}, {@code +0000} and {@code +00:00}, with as many fraction digits as keep the
     * milliseconds.
     */
    static String write(Instant at, Random random) {
      int millis = at.getNano() / 1_000_000;
      String nine = String.format(Locale.ROOT, "%03d000000", millis);
      int fewest = millis == 0 ? 0 : 3;
      int digits = random.nextInt(3) == 0 ? fewest + random.nextInt(10 - fewest) : fewest;
      String fraction = digits == 0 ? "" : "." + nine.substring(0, digits);
      String zone = pick(List.of("Z", "Z", "Z", "+0000", "+00:00"), random);
      return SECONDS.format(at) + fraction + zone;
    }

    private Times() {}
  }

  /** Writes JSON without blanks, keys in their order, text as UTF-8. */
  private static final class Json {
    static String write(Object value) {
      StringBuilder out = new StringBuilder();
      write(value, out);
      return out.toString();
    }

    private static void write(Object value, StringBuilder out) {
      if (value instanceof Map<?, ?> map) {
        String separator = "{";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          out.append(separator);
          text((String) entry.getKey(), out);
          out.append(':');
          write(entry.getValue(), out);
          separator = ",";
        }
        out.append(map.isEmpty() ? "{}" : "}");
      } else if (value instanceof List<?> list) {
        String separator = "[";
        for (Object element : list) {
          out.append(separator);
          write(element, out);
          separator = ",";
        }
        out.append(list.isEmpty() ? "[]" : "]");
      } else if (value instanceof String text) {
        text(text, out);
      } else {
        out.append(value);
      }
    }

    private static void text(String text, StringBuilder out) {
      out.append('"');
      for (char c : text.toCharArray()) {
        switch (c) {
          case '"' -> out.append("\\\"");
          case '\\' -> out.append("\\\\");
          case '\n' -> out.append("\\n");
          case '\t' -> out.append("\\t");
          default -> out.append(c);
        }
      }
      out.append('"');
    }

    private Json() {}
  }
}
