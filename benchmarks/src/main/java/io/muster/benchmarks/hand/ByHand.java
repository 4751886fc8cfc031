package io.muster.benchmarks.hand;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.net.InternetDomainName;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.ConnectException;
import java.net.IDN;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Brings LinkedIn company segments up to date with a file of profile changes. All of it is in
 * memory until the file is read: two threads parse and keep the newest change of each account, then
 * two threads send what each list owes, in batches. A crash starts over, and what the lists held
 * before is not known.
 */
public final class ByHand {

  private static final int THREADS = 2;
  private static final int CHUNK = 4 << 20;
  private static final int LONGEST_LINE = 1 << 20;
  private static final int BATCH = 5_000;
  private static final int ATTEMPTS = 6;
  private static final Duration ANSWER = Duration.ofSeconds(60);

  /**
   * What is to be done.
   *
   * @param audiences the name of each audience's list at LinkedIn, by the audience's id
   * @param rejected the file that gets each line that could not be used
   */
  public record Job(
      Path input,
      URI endpoint,
      String account,
      String token,
      Map<String, String> audiences,
      Path rejected) {}

  /** What came of it: lines that named an audience or were of no use, and members told. */
  public record Outcome(long lines, long rejected, long told) {}

  /** The newest that is known of an account in an audience. */
  private record Change(
      Instant at,
      boolean member,
      String name,
      String domain,
      String ticker,
      String city,
      String state) {

    /** Later wins; of one time, an exit. */
    static Change newer(Change old, Change other) {
      int order = other.at.compareTo(old.at);
      return order > 0 || (order == 0 && old.member && !other.member) ? other : old;
    }

    /** By what LinkedIn knows the company. */
    String key() {
      return domain == null ? name.toLowerCase(Locale.ROOT) : domain;
    }
  }

  private final Job job;
  private final JsonFactory json = new JsonFactory();
  private final LinkedIn linkedIn;
  private final Map<String, Map<String, Change>> newest = new HashMap<>();
  private final AtomicLong lines = new AtomicLong();
  private final AtomicLong rejectedLines = new AtomicLong();
  private final AtomicLong told = new AtomicLong();

  private ByHand(Job job) {
    this.job = job;
    this.linkedIn = new LinkedIn(job.endpoint(), job.account(), job.token());
    job.audiences().keySet().forEach(id -> newest.put(id, new ConcurrentHashMap<>()));
  }

  /**
   * Does it.
   *
   * @throws IOException if the file can't be read, or LinkedIn doesn't take a batch
   */
  public static Outcome run(Job job) throws IOException, InterruptedException {
    return new ByHand(job).run();
  }

  private Outcome run() throws IOException, InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (BufferedWriter rejected = Files.newBufferedWriter(job.rejected())) {
      Map<String, String> ids = linkedIn.segmentIds();
      AtomicLong nextChunk = new AtomicLong();
      List<Callable<Void>> parsers = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        parsers.add(() -> parseChunks(nextChunk, rejected));
      }
      all(threads, parsers);
      List<Callable<Void>> senders = new ArrayList<>();
      newest.forEach(
          (audience, accounts) -> senders.add(() -> send(segment(ids, audience), accounts)));
      all(threads, senders);
    } finally {
      threads.shutdownNow();
    }
    return new Outcome(lines.get(), rejectedLines.get(), told.get());
  }

  private static void all(ExecutorService threads, List<Callable<Void>> tasks)
      throws IOException, InterruptedException {
    for (Future<Void> done : threads.invokeAll(tasks)) {
      try {
        done.get();
      } catch (ExecutionException e) {
        throw new IOException(e.getCause());
      }
    }
  }

  // Reading

  private Void parseChunks(AtomicLong nextChunk, BufferedWriter rejected) throws IOException {
    byte[] buffer = new byte[CHUNK + LONGEST_LINE];
    try (RandomAccessFile file = new RandomAccessFile(job.input().toFile(), "r")) {
      while (true) {
        long start = nextChunk.getAndAdd(CHUNK);
        if (start >= file.length()) {
          return null;
        }
        parseChunk(file, start, buffer, rejected);
      }
    }
  }

  /** Every line that begins in the chunk; its last one may end in the next. */
  private void parseChunk(RandomAccessFile file, long start, byte[] buffer, BufferedWriter rejected)
      throws IOException {
    long from = Math.max(0, start - 1);
    int limit = (int) (start - from) + CHUNK;
    file.seek(from);
    int length = 0;
    for (int n; length < buffer.length; length += n) {
      n = file.read(buffer, length, buffer.length - length);
      if (n < 0) {
        break;
      }
    }
    int line = start == 0 ? 0 : endOfLine(buffer, 0, length) + 1;
    while (line < Math.min(limit, length)) {
      int end = endOfLine(buffer, line, length);
      if (end == length && length == buffer.length) {
        throw new IOException("a line is longer than " + LONGEST_LINE + " bytes");
      }
      if (end > line) {
        parseLine(buffer, line, end - line, rejected);
      }
      line = end + 1;
    }
  }

  private static int endOfLine(byte[] buffer, int from, int length) {
    int end = from;
    while (end < length && buffer[end] != '\n') {
      end++;
    }
    return end;
  }

  private void parseLine(byte[] buffer, int start, int length, BufferedWriter rejected)
      throws IOException {
    lines.incrementAndGet();
    boolean good;
    try (JsonParser parser = json.createParser(buffer, start, length)) {
      good = new Line(parser).keep();
    } catch (IOException | DateTimeParseException e) {
      good = false;
    }
    if (!good) {
      rejectedLines.incrementAndGet();
      String text = new String(buffer, start, length, StandardCharsets.UTF_8);
      synchronized (rejected) {
        rejected.write(text);
        rejected.newLine();
      }
    }
  }

  /** One record, read as a stream, only what is mapped. */
  private final class Line {

    private final JsonParser parser;
    private final List<Membership> memberships = new ArrayList<>(1);
    private String id;
    private String name;
    private String domain;
    private String ticker;
    private String city;
    private String state;

    Line(JsonParser parser) {
      this.parser = parser;
    }

    private record Membership(String audience, String status, Instant at) {}

    /** Whether it was of use. */
    boolean keep() throws IOException {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
        switch (field) {
          case "accountName" -> name = tidy(parser.nextTextValue());
          case "accountKey" -> readKey();
          case "accountOrganization" -> readOrganization();
          case "accountPhysicalAddress" -> readAddress();
          case "segmentMembership" -> readMemberships();
          default -> skip();
        }
      }
      if (id == null || id.isBlank()) {
        return false;
      }
      String host = domain == null ? null : normalDomain(domain);
      for (Membership membership : memberships) {
        boolean member =
            "realized".equals(membership.status) || "existing".equals(membership.status);
        if (membership.at == null || (!member && !"exited".equals(membership.status))) {
          return false;
        }
        // An exit needs no name as long as there is something to know the company by.
        if (name == null && (member || host == null)) {
          return false;
        }
        newest
            .get(membership.audience)
            .merge(
                id,
                new Change(membership.at, member, name, host, ticker, city, state),
                Change::newer);
      }
      return true;
    }

    private void skip() throws IOException {
      parser.nextToken();
      parser.skipChildren();
    }

    private boolean entersObject() throws IOException {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        return true;
      }
      parser.skipChildren();
      return false;
    }

    private void readKey() throws IOException {
      if (!entersObject()) {
        return;
      }
      for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
        if (field.equals("sourceKey")) {
          id = parser.nextTextValue();
        } else {
          skip();
        }
      }
    }

    private void readOrganization() throws IOException {
      if (!entersObject()) {
        return;
      }
      for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
        switch (field) {
          case "domain" -> domain = parser.nextTextValue();
          case "tickerSymbol" -> ticker = tidy(parser.nextTextValue());
          default -> skip();
        }
      }
    }

    private void readAddress() throws IOException {
      if (!entersObject()) {
        return;
      }
      for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
        switch (field) {
          case "city" -> city = tidy(parser.nextTextValue());
          case "state" -> state = tidy(parser.nextTextValue());
          default -> skip();
        }
      }
    }

    private void readMemberships() throws IOException {
      if (!entersObject()) {
        return;
      }
      for (String namespace = parser.nextFieldName();
          namespace != null;
          namespace = parser.nextFieldName()) {
        if (!namespace.equals("ups")) {
          skip();
        } else if (entersObject()) {
          for (String audience = parser.nextFieldName();
              audience != null;
              audience = parser.nextFieldName()) {
            if (newest.containsKey(audience)) {
              readMembership(audience);
            } else {
              skip();
            }
          }
        }
      }
    }

    private void readMembership(String audience) throws IOException {
      String status = "";
      Instant at = null;
      if (entersObject()) {
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
          switch (field) {
            case "status" -> status = parser.nextTextValue();
            case "lastQualificationTime" -> at = Instant.parse(parser.nextTextValue());
            default -> skip();
          }
        }
      }
      memberships.add(new Membership(audience, status, at));
    }
  }

  /** Trimmed, inner blanks collapsed; null for nothing. */
  static String tidy(String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    String stripped = text.strip();
    return stripped.contains("  ") ? stripped.replaceAll("\\s+", " ") : stripped;
  }

  /** The bare host in lower case under a public suffix; null for what is none. */
  static String normalDomain(String written) {
    String host = written.strip().toLowerCase(Locale.ROOT);
    int scheme = host.indexOf("://");
    if (scheme >= 0) {
      host = host.substring(scheme + 3);
    }
    int end = 0;
    while (end < host.length() && "/?#:".indexOf(host.charAt(end)) < 0) {
      end++;
    }
    host = host.substring(host.startsWith("www.") ? 4 : 0, end);
    try {
      String ascii = IDN.toASCII(host);
      return InternetDomainName.from(ascii).isUnderRegistrySuffix() ? ascii : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  // Sending

  private Void send(String segment, Map<String, Change> accounts)
      throws IOException, InterruptedException {
    // Two accounts can be one company: it stays while one of them is a member.
    Map<String, Change> companies = new HashMap<>(accounts.size() * 2);
    for (Change change : accounts.values()) {
      companies.merge(
          change.key(),
          change,
          (one, other) ->
              one.member != other.member ? one.member ? one : other : Change.newer(one, other));
    }
    List<Change> batch = new ArrayList<>(BATCH);
    for (Change company : companies.values()) {
      batch.add(company);
      if (batch.size() == BATCH) {
        post(segment, batch);
        batch.clear();
      }
    }
    if (!batch.isEmpty()) {
      post(segment, batch);
    }
    return null;
  }

  private void post(String segment, List<Change> batch) throws IOException, InterruptedException {
    linkedIn.post(segment, body(batch), batch.size());
    told.addAndGet(batch.size());
  }

  private byte[] body(List<Change> batch) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(batch.size() * 160);
    try (JsonGenerator out = json.createGenerator(bytes)) {
      out.writeStartObject();
      out.writeArrayFieldStart("elements");
      for (Change company : batch) {
        out.writeStartObject();
        out.writeStringField("action", company.member ? "ADD" : "REMOVE");
        field(out, "companyName", company.name);
        field(out, "companyWebsiteDomain", company.domain);
        field(out, "stockSymbol", company.ticker);
        field(out, "city", company.city);
        field(out, "state", company.state);
        out.writeEndObject();
      }
      out.writeEndArray();
      out.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static void field(JsonGenerator out, String name, String value) throws IOException {
    if (value != null) {
      out.writeStringField(name, value);
    }
  }

  private String segment(Map<String, String> ids, String audience) throws IOException {
    String id = ids.get(job.audiences().get(audience));
    if (id == null) {
      throw new IOException("LinkedIn has no list " + job.audiences().get(audience));
    }
    return id;
  }

  /** The two calls of LinkedIn's that are needed. */
  static final class LinkedIn {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI endpoint;
    private final String account;
    private final String token;

    LinkedIn(URI endpoint, String account, String token) {
      this.endpoint = endpoint;
      this.account = account;
      this.token = token;
    }

    /** The ids of all segments of companies, by name. */
    Map<String, String> segmentIds() throws IOException, InterruptedException {
      String urn = "urn%3Ali%3AsponsoredAccount%3A" + account;
      HttpRequest request = request("/dmpSegments?q=account&account=" + urn).GET().build();
      Map<String, String> ids = new HashMap<>();
      for (JsonNode segment : call(request).path("elements")) {
        if (segment.path("type").asText().equals("COMPANY")) {
          ids.put(segment.path("name").asText(), segment.path("id").asText());
        }
      }
      return ids;
    }

    /**
     * Tells it a batch.
     *
     * @throws IOException unless it has taken every element
     */
    void post(String segment, byte[] body, int count) throws IOException, InterruptedException {
      HttpRequest request =
          request("/dmpSegments/" + segment + "/companies")
              .header("X-RestLi-Method", "BATCH_CREATE")
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofByteArray(body))
              .build();
      JsonNode results = call(request).path("elements");
      if (results.size() != count) {
        throw new IOException(
            "LinkedIn has answered %d of %d elements".formatted(results.size(), count));
      }
      for (JsonNode result : results) {
        if (result.path("status").asInt() / 100 != 2) {
          throw new IOException("LinkedIn has refused an element: " + result);
        }
      }
    }

    private HttpRequest.Builder request(String path) {
      return HttpRequest.newBuilder(URI.create(endpoint + path))
          .timeout(ANSWER)
          .header("Authorization", "Bearer " + token)
          .header("LinkedIn-Version", "202604")
          .header("X-Restli-Protocol-Version", "2.0.0");
    }

    private JsonNode call(HttpRequest request) throws IOException, InterruptedException {
      for (int attempt = 1; ; attempt++) {
        IOException problem;
        try {
          HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
          int status = response.statusCode();
          if (status == 200) {
            return JSON.readTree(response.body());
          }
          problem = new IOException("LinkedIn has answered " + status);
          if (status < 500 && status != 429 && status != 408) {
            throw problem;
          }
        } catch (HttpTimeoutException | ConnectException noAnswer) {
          problem = noAnswer;
        }
        if (attempt == ATTEMPTS) {
          throw problem;
        }
        Thread.sleep(1000L << attempt);
      }
    }
  }
}
