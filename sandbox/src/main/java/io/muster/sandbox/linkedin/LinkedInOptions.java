package io.muster.sandbox.linkedin;

import io.muster.sandbox.vendor.Credential;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * LinkedIn's options. Facts are in {@code docs/vendors.md}; {@code [V]} is the vendor's word,
 * {@code [C]} a production client's behaviour, {@code [A]} is assumed, since the vendor's
 * documentation leaves it open.
 *
 * @param credentials tokens and refresh tokens; the account is the member for whom calls are
 *     counted. Any sponsored account may be used
 * @param tokenLifetime of access tokens, 60 d [V] LI-REF
 * @param refreshTokenLifetime of the refresh token from the sandbox's start, 365 d and not extended
 *     by use [V] LI-REF
 * @param oldestVersion the oldest LinkedIn-Version alive; an older one is answered with 426. 202511
 *     was sunset on 2026-11-16 [V] LI-VER
 * @param newestVersion the newest LinkedIn-Version; empty for the clock's month. A newer one is
 *     answered with 426 [A]
 * @param batchSize elements a call, 5,000 [C] SEGMENT, RUDDER
 * @param companiesPerMinute calls of {@code /companies} a minute and member, 300 [V] LI-COMP; 0 is
 *     no limit
 * @param uniqueNames whether a second segment of one name in an account is refused with 409; not
 *     public, equal names are assumed to be allowed [A]
 * @param uniqueSourceSegmentIds whether a second COMPANY segment with the same sourcePlatform and
 *     sourceSegmentId in an account is refused with 409; production clients handle a 409 [C]
 *     SEGMENT
 * @param visibleAfter how long after its creation a segment is answered with 404 by id; SEGMENT saw
 *     one to two minutes [C], the default is 0
 * @param enforceWaitAfterCreate whether members written sooner than {@code waitAfterCreate} after
 *     creation count as a breach
 * @param waitAfterCreate 5 s [V] LI-COMP
 * @param batchIndex whether each result has its {@code batchIndex} [C] SEGMENT-UP
 * @param matchRate the share of members that LinkedIn matches, 0 to 1 [A]
 * @param peoplePerCompany people that one matched company brings to {@code audienceSize} [A]
 * @param matchingTime how long a segment is BUILDING after its first member; up to 48 h in truth
 *     [S]
 * @param rotateRefreshToken whether each refresh brings another refresh token, while the old one
 *     goes on to work; not public [A]
 */
public record LinkedInOptions(
    List<Credential> credentials,
    Duration tokenLifetime,
    Duration refreshTokenLifetime,
    String oldestVersion,
    String newestVersion,
    int batchSize,
    int companiesPerMinute,
    boolean uniqueNames,
    boolean uniqueSourceSegmentIds,
    Duration visibleAfter,
    boolean enforceWaitAfterCreate,
    Duration waitAfterCreate,
    boolean batchIndex,
    double matchRate,
    int peoplePerCompany,
    Duration matchingTime,
    boolean rotateRefreshToken) {

  public LinkedInOptions {
    credentials = List.copyOf(credentials);
  }

  /** What the vendor documents; where it does not, what is most likely, and short waits. */
  public static LinkedInOptions defaults() {
    return new LinkedInOptions(
        List.of(
            new Credential(
                "sandbox",
                "sandbox-linkedin-token",
                "sandbox-client",
                "sandbox-secret",
                "sandbox-refresh-token")),
        Duration.ofDays(60),
        Duration.ofDays(365),
        "202512",
        "",
        5000,
        300,
        false,
        true,
        Duration.ZERO,
        false,
        Duration.ofSeconds(5),
        true,
        1.0,
        20,
        Duration.ZERO,
        false);
  }

  /** These options with another {@code credentials}. */
  public LinkedInOptions withCredentials(List<Credential> value) {
    return with(draft -> draft.credentials = value);
  }

  /** These options with another {@code tokenLifetime}. */
  public LinkedInOptions withTokenLifetime(Duration value) {
    return with(draft -> draft.tokenLifetime = value);
  }

  /** These options with another {@code refreshTokenLifetime}. */
  public LinkedInOptions withRefreshTokenLifetime(Duration value) {
    return with(draft -> draft.refreshTokenLifetime = value);
  }

  /** These options with another {@code batchSize}. */
  public LinkedInOptions withBatchSize(int value) {
    return with(draft -> draft.batchSize = value);
  }

  /** These options with another {@code companiesPerMinute}. */
  public LinkedInOptions withCompaniesPerMinute(int value) {
    return with(draft -> draft.companiesPerMinute = value);
  }

  /** These options with another {@code uniqueNames}. */
  public LinkedInOptions withUniqueNames(boolean value) {
    return with(draft -> draft.uniqueNames = value);
  }

  /** These options with another {@code visibleAfter}. */
  public LinkedInOptions withVisibleAfter(Duration value) {
    return with(draft -> draft.visibleAfter = value);
  }

  /** These options with another {@code enforceWaitAfterCreate}. */
  public LinkedInOptions withEnforceWaitAfterCreate(boolean value) {
    return with(draft -> draft.enforceWaitAfterCreate = value);
  }

  /** These options with another {@code batchIndex}. */
  public LinkedInOptions withBatchIndex(boolean value) {
    return with(draft -> draft.batchIndex = value);
  }

  /** These options with another {@code matchRate}. */
  public LinkedInOptions withMatchRate(double value) {
    return with(draft -> draft.matchRate = value);
  }

  /** These options with another {@code matchingTime}. */
  public LinkedInOptions withMatchingTime(Duration value) {
    return with(draft -> draft.matchingTime = value);
  }

  /** These options with another {@code rotateRefreshToken}. */
  public LinkedInOptions withRotateRefreshToken(boolean value) {
    return with(draft -> draft.rotateRefreshToken = value);
  }

  private LinkedInOptions with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.options();
  }

  /** The options while one of them is changed. */
  private static final class Draft {
    private List<Credential> credentials;
    private Duration tokenLifetime;
    private Duration refreshTokenLifetime;
    private String oldestVersion;
    private String newestVersion;
    private int batchSize;
    private int companiesPerMinute;
    private boolean uniqueNames;
    private boolean uniqueSourceSegmentIds;
    private Duration visibleAfter;
    private boolean enforceWaitAfterCreate;
    private Duration waitAfterCreate;
    private boolean batchIndex;
    private double matchRate;
    private int peoplePerCompany;
    private Duration matchingTime;
    private boolean rotateRefreshToken;

    Draft(LinkedInOptions options) {
      credentials = options.credentials;
      tokenLifetime = options.tokenLifetime;
      refreshTokenLifetime = options.refreshTokenLifetime;
      oldestVersion = options.oldestVersion;
      newestVersion = options.newestVersion;
      batchSize = options.batchSize;
      companiesPerMinute = options.companiesPerMinute;
      uniqueNames = options.uniqueNames;
      uniqueSourceSegmentIds = options.uniqueSourceSegmentIds;
      visibleAfter = options.visibleAfter;
      enforceWaitAfterCreate = options.enforceWaitAfterCreate;
      waitAfterCreate = options.waitAfterCreate;
      batchIndex = options.batchIndex;
      matchRate = options.matchRate;
      peoplePerCompany = options.peoplePerCompany;
      matchingTime = options.matchingTime;
      rotateRefreshToken = options.rotateRefreshToken;
    }

    LinkedInOptions options() {
      return new LinkedInOptions(
          credentials,
          tokenLifetime,
          refreshTokenLifetime,
          oldestVersion,
          newestVersion,
          batchSize,
          companiesPerMinute,
          uniqueNames,
          uniqueSourceSegmentIds,
          visibleAfter,
          enforceWaitAfterCreate,
          waitAfterCreate,
          batchIndex,
          matchRate,
          peoplePerCompany,
          matchingTime,
          rotateRefreshToken);
    }
  }
}
