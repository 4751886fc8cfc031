package io.muster.sandbox.demandbase;

import io.muster.sandbox.vendor.Credential;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Demandbase's options. Facts are in {@code docs/vendors.md}; {@code [V]} is the vendor's word,
 * {@code [A]} is assumed, since the vendor's documentation leaves it open.
 *
 * @param credentials tokens and key sets; the account is the tenant, which both kinds of list and
 *     their budget share
 * @param tokenLifetime of tokens minted from a key set; 8 h [V] DB-TOKEN. The static token does not
 *     expire by itself [A]
 * @param activeTokens tokens of a key set that work at once, 5 [V] DB-KEYS; the oldest ends when
 *     another is minted [A]
 * @param processingTime how long a submitted file is {@code processing}; its length is not public
 *     [A]
 * @param busyStatus answer to a second file while one is processing, 400 {@code {message}} by
 *     default; not public [A]
 * @param uniqueNames whether a name, trimmed and without case, is refused with 400 when a job of
 *     the same entity type has it; lists are unique by name (seed-DB), the answer is assumed [A]
 * @param failJobOnBadFile whether a malformed file makes a job that ends {@code failed} instead of
 *     a 400 at once; not public [A]
 * @param maxFileBytes largest file, 5 GB [V] DB-IMP
 * @param pageSize rows a page of {@code GET /jobs} without {@code perPage}; not public [A]
 * @param maxPageSize largest {@code perPage}, a larger one is cut; not public [A]
 * @param postsPerDay {@code POST /job} a UTC day and tenant, 1,200 [V via DB-RL]; 0 is no limit
 * @param putsPerDay {@code PUT /job/{id}/data} a UTC day and tenant, 1,200 [V via DB-RL]; 0 is no
 *     limit
 * @param readsPerDay all GETs together a UTC day and tenant, 3,600 [V via DB-RL, for each GET
 *     endpoint: the stricter reading]; 0 is no limit
 */
public record DemandbaseOptions(
    List<Credential> credentials,
    Duration tokenLifetime,
    int activeTokens,
    Duration processingTime,
    int busyStatus,
    boolean uniqueNames,
    boolean failJobOnBadFile,
    long maxFileBytes,
    int pageSize,
    int maxPageSize,
    int postsPerDay,
    int putsPerDay,
    int readsPerDay) {

  public DemandbaseOptions {
    credentials = List.copyOf(credentials);
  }

  /** What the vendor documents; where it does not, what is most likely, and short waits. */
  public static DemandbaseOptions defaults() {
    return new DemandbaseOptions(
        List.of(
            new Credential(
                "sandbox", "sandbox-demandbase-token", "sandbox-client", "sandbox-secret", "")),
        Duration.ofHours(8),
        5,
        Duration.ofMillis(200),
        400,
        true,
        false,
        5L << 30,
        100,
        1000,
        1200,
        1200,
        3600);
  }

  /** These options with another {@code credentials}. */
  public DemandbaseOptions withCredentials(List<Credential> value) {
    return with(draft -> draft.credentials = value);
  }

  /** These options with another {@code tokenLifetime}. */
  public DemandbaseOptions withTokenLifetime(Duration value) {
    return with(draft -> draft.tokenLifetime = value);
  }

  /** These options with another {@code processingTime}. */
  public DemandbaseOptions withProcessingTime(Duration value) {
    return with(draft -> draft.processingTime = value);
  }

  /** These options with another {@code busyStatus}. */
  public DemandbaseOptions withBusyStatus(int value) {
    return with(draft -> draft.busyStatus = value);
  }

  /** These options with another {@code uniqueNames}. */
  public DemandbaseOptions withUniqueNames(boolean value) {
    return with(draft -> draft.uniqueNames = value);
  }

  /** These options with another {@code failJobOnBadFile}. */
  public DemandbaseOptions withFailJobOnBadFile(boolean value) {
    return with(draft -> draft.failJobOnBadFile = value);
  }

  /** These options with another {@code maxFileBytes}. */
  public DemandbaseOptions withMaxFileBytes(long value) {
    return with(draft -> draft.maxFileBytes = value);
  }

  /** These options with another {@code postsPerDay}. */
  public DemandbaseOptions withPostsPerDay(int value) {
    return with(draft -> draft.postsPerDay = value);
  }

  /** These options with another {@code putsPerDay}. */
  public DemandbaseOptions withPutsPerDay(int value) {
    return with(draft -> draft.putsPerDay = value);
  }

  /** These options with another {@code readsPerDay}. */
  public DemandbaseOptions withReadsPerDay(int value) {
    return with(draft -> draft.readsPerDay = value);
  }

  private DemandbaseOptions with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.options();
  }

  /** The options while one of them is changed. */
  private static final class Draft {
    private List<Credential> credentials;
    private Duration tokenLifetime;
    private int activeTokens;
    private Duration processingTime;
    private int busyStatus;
    private boolean uniqueNames;
    private boolean failJobOnBadFile;
    private long maxFileBytes;
    private int pageSize;
    private int maxPageSize;
    private int postsPerDay;
    private int putsPerDay;
    private int readsPerDay;

    Draft(DemandbaseOptions options) {
      credentials = options.credentials;
      tokenLifetime = options.tokenLifetime;
      activeTokens = options.activeTokens;
      processingTime = options.processingTime;
      busyStatus = options.busyStatus;
      uniqueNames = options.uniqueNames;
      failJobOnBadFile = options.failJobOnBadFile;
      maxFileBytes = options.maxFileBytes;
      pageSize = options.pageSize;
      maxPageSize = options.maxPageSize;
      postsPerDay = options.postsPerDay;
      putsPerDay = options.putsPerDay;
      readsPerDay = options.readsPerDay;
    }

    DemandbaseOptions options() {
      return new DemandbaseOptions(
          credentials,
          tokenLifetime,
          activeTokens,
          processingTime,
          busyStatus,
          uniqueNames,
          failJobOnBadFile,
          maxFileBytes,
          pageSize,
          maxPageSize,
          postsPerDay,
          putsPerDay,
          readsPerDay);
    }
  }
}
