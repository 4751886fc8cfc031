package io.muster.pipelines.sink;

/** The keys of a line of the ledger, in the run folder and in a topic. */
public final class LedgerKeys {

  public static final String BATCH = "batch";
  public static final String CONNECTION = "connection";
  public static final String DATAFLOW = "dataflow";
  public static final String AUDIENCE = "audience";

  /** The vendor's id. */
  public static final String LIST = "list";

  public static final String ACTION = "action";
  public static final String MEMBERS = "members";
  public static final String ATTEMPT = "attempt";

  /** A word of {@link io.muster.delivery.CallOutcome}. */
  public static final String STATUS = "status";

  public static final String HTTP_STATUS = "httpStatus";
  public static final String AT = "at";

  private LedgerKeys() {}
}
