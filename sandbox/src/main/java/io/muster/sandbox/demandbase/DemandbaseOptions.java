package io.muster.sandbox.demandbase;

import io.muster.sandbox.vendor.Credential;
import java.time.Duration;
import java.util.List;

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
    return new DemandbaseOptions(
        value,
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

  /** These options with another {@code tokenLifetime}. */
  public DemandbaseOptions withTokenLifetime(Duration value) {
    return new DemandbaseOptions(
        credentials,
        value,
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

  /** These options with another {@code activeTokens}. */
  public DemandbaseOptions withActiveTokens(int value) {
    return new DemandbaseOptions(
        credentials,
        tokenLifetime,
        value,
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

  /** These options with another {@code processingTime}. */
  public DemandbaseOptions withProcessingTime(Duration value) {
    return new DemandbaseOptions(
        credentials,
        tokenLifetime,
        activeTokens,
        value,
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

  /** These options with another {@code busyStatus}. */
  public DemandbaseOptions withBusyStatus(int value) {
    return new DemandbaseOptions(
        credentials,
        tokenLifetime,
        activeTokens,
        processingTime,
        value,
        uniqueNames,
        failJobOnBadFile,
        maxFileBytes,
        pageSize,
        maxPageSize,
        postsPerDay,
        putsPerDay,
        readsPerDay);
  }

  /** These options with another {@code uniqueNames}. */
  public DemandbaseOptions withUniqueNames(boolean value) {
    return new DemandbaseOptions(
        credentials,
        tokenLifetime,
        activeTokens,
        processingTime,
        busyStatus,
        value,
        failJobOnBadFile,
        maxFileBytes,
        pageSize,
        maxPageSize,
        postsPerDay,
        putsPerDay,
        readsPerDay);
  }

  /** These options with another {@code failJobOnBadFile}. */
  public DemandbaseOptions withFailJobOnBadFile(boolean value) {
    return new DemandbaseOptions(
        credentials,
        tokenLifetime,
        activeTokens,
        processingTime,
        busyStatus,
        uniqueNames,
        value,
        maxFileBytes,
        pageSize,
        maxPageSize,
        postsPerDay,
        putsPerDay,
        readsPerDay);
  }

  /** These options with another {@code maxFileBytes}. */
  public DemandbaseOptions withMaxFileBytes(long value) {
    return new DemandbaseOptions(
        credentials,
        tokenLifetime,
        activeTokens,
        processingTime,
        busyStatus,
        uniqueNames,
        failJobOnBadFile,
        value,
        pageSize,
        maxPageSize,
        postsPerDay,
        putsPerDay,
        readsPerDay);
  }

  /** These options with another {@code pageSize}. */
  public DemandbaseOptions withPageSize(int value) {
    return new DemandbaseOptions(
        credentials,
        tokenLifetime,
        activeTokens,
        processingTime,
        busyStatus,
        uniqueNames,
        failJobOnBadFile,
        maxFileBytes,
        value,
        maxPageSize,
        postsPerDay,
        putsPerDay,
        readsPerDay);
  }

  /** These options with another {@code maxPageSize}. */
  public DemandbaseOptions withMaxPageSize(int value) {
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
        value,
        postsPerDay,
        putsPerDay,
        readsPerDay);
  }

  /** These options with another {@code postsPerDay}. */
  public DemandbaseOptions withPostsPerDay(int value) {
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
        value,
        putsPerDay,
        readsPerDay);
  }

  /** These options with another {@code putsPerDay}. */
  public DemandbaseOptions withPutsPerDay(int value) {
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
        value,
        readsPerDay);
  }

  /** These options with another {@code readsPerDay}. */
  public DemandbaseOptions withReadsPerDay(int value) {
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
        value);
  }
}
