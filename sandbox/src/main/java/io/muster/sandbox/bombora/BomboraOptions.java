package io.muster.sandbox.bombora;

import io.muster.sandbox.vendor.Credential;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Bombora's options. Facts are in {@code docs/vendors.md}; {@code [V]} is the vendor's word, {@code
 * [A]} is assumed, since the vendor's documentation leaves it open.
 *
 * @param credentials client ids and secrets; the account is the customer
 * @param tokenLifetime 24 h [V] BO-AUTH
 * @param wrapToken whether the token answer is wrapped in {@code value}: the schema is flat, the
 *     example is wrapped [V] BO-AUTH
 * @param wrapLists whether all lists come as {@code {accountLists:[]}}: the schema is a bare array,
 *     the example is wrapped [V] BO-SPEC
 * @param createStatus 200 or 202; both are declared [V] BO-SPEC
 * @param addStatus 200 or 202 for an add that takes effect at once; a queued one is always 202 [V]
 *     BO-SPEC
 * @param pendingUpdateTime how long an add is queued, and the list in {@code pendingUpdate}; its
 *     length is not public [A], 0 is no queue
 * @param uniqueNames whether a name, trimmed and without case, that the account uses is refused
 *     with 422; seed-BO says it is an error, the status is assumed [A]
 * @param batchSize members a request, over it 422; not public [A]; 0 is no limit
 * @param requestsPerMinute calls a minute and endpoint, over it 429; not public, the older API's 60
 *     [A]; 0 is no limit
 * @param badClientStatus answer to a wrong client id or secret; not public [A]
 * @param duplicateStatus answer to a batch with one identity twice; refused as a whole [V] BO-SPEC,
 *     the status is assumed [A]
 */
public record BomboraOptions(
    List<Credential> credentials,
    Duration tokenLifetime,
    boolean wrapToken,
    boolean wrapLists,
    int createStatus,
    int addStatus,
    Duration pendingUpdateTime,
    boolean uniqueNames,
    int batchSize,
    int requestsPerMinute,
    int badClientStatus,
    int duplicateStatus) {

  public BomboraOptions {
    credentials = List.copyOf(credentials);
  }

  /** What the vendor documents; where it does not, what is most likely, and short waits. */
  public static BomboraOptions defaults() {
    return new BomboraOptions(
        List.of(new Credential("sandbox", "", "sandbox-client", "sandbox-secret", "")),
        Duration.ofHours(24),
        false,
        false,
        200,
        200,
        Duration.ZERO,
        true,
        1000,
        60,
        401,
        422);
  }

  /** These options with another {@code credentials}. */
  public BomboraOptions withCredentials(List<Credential> value) {
    return with(draft -> draft.credentials = value);
  }

  /** These options with another {@code tokenLifetime}. */
  public BomboraOptions withTokenLifetime(Duration value) {
    return with(draft -> draft.tokenLifetime = value);
  }

  /** These options with another {@code wrapToken}. */
  public BomboraOptions withWrapToken(boolean value) {
    return with(draft -> draft.wrapToken = value);
  }

  /** These options with another {@code wrapLists}. */
  public BomboraOptions withWrapLists(boolean value) {
    return with(draft -> draft.wrapLists = value);
  }

  /** These options with another {@code createStatus}. */
  public BomboraOptions withCreateStatus(int value) {
    return with(draft -> draft.createStatus = value);
  }

  /** These options with another {@code addStatus}. */
  public BomboraOptions withAddStatus(int value) {
    return with(draft -> draft.addStatus = value);
  }

  /** These options with another {@code pendingUpdateTime}. */
  public BomboraOptions withPendingUpdateTime(Duration value) {
    return with(draft -> draft.pendingUpdateTime = value);
  }

  /** These options with another {@code uniqueNames}. */
  public BomboraOptions withUniqueNames(boolean value) {
    return with(draft -> draft.uniqueNames = value);
  }

  /** These options with another {@code batchSize}. */
  public BomboraOptions withBatchSize(int value) {
    return with(draft -> draft.batchSize = value);
  }

  /** These options with another {@code requestsPerMinute}. */
  public BomboraOptions withRequestsPerMinute(int value) {
    return with(draft -> draft.requestsPerMinute = value);
  }

  private BomboraOptions with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.options();
  }

  /** The options while one of them is changed. */
  private static final class Draft {
    private List<Credential> credentials;
    private Duration tokenLifetime;
    private boolean wrapToken;
    private boolean wrapLists;
    private int createStatus;
    private int addStatus;
    private Duration pendingUpdateTime;
    private boolean uniqueNames;
    private int batchSize;
    private int requestsPerMinute;
    private int badClientStatus;
    private int duplicateStatus;

    Draft(BomboraOptions options) {
      credentials = options.credentials;
      tokenLifetime = options.tokenLifetime;
      wrapToken = options.wrapToken;
      wrapLists = options.wrapLists;
      createStatus = options.createStatus;
      addStatus = options.addStatus;
      pendingUpdateTime = options.pendingUpdateTime;
      uniqueNames = options.uniqueNames;
      batchSize = options.batchSize;
      requestsPerMinute = options.requestsPerMinute;
      badClientStatus = options.badClientStatus;
      duplicateStatus = options.duplicateStatus;
    }

    BomboraOptions options() {
      return new BomboraOptions(
          credentials,
          tokenLifetime,
          wrapToken,
          wrapLists,
          createStatus,
          addStatus,
          pendingUpdateTime,
          uniqueNames,
          batchSize,
          requestsPerMinute,
          badClientStatus,
          duplicateStatus);
    }
  }
}
