package io.muster.pipelines.sink;

/** The keys of a dead letter, in the run folder and in a topic. */
public final class LetterKeys {

  /** Of {@link io.muster.model.Reason}. */
  public static final String CODE = "code";

  public static final String FIELD = "field";

  /** Words for people. */
  public static final String REASON = "reason";

  public static final String FAULT = "fault";
  public static final String AT = "at";
  public static final String FIRST_FAILED_AT = "firstFailedAt";
  public static final String ATTEMPTS = "attempts";

  /** Where the record was read. */
  public static final String SOURCE = "source";

  /** The record's key in its topic. */
  public static final String KEY = "key";

  public static final String DATAFLOW = "dataflow";
  public static final String AUDIENCE = "audience";

  /** The record as it came. */
  public static final String CHANGE = "change";

  private LetterKeys() {}
}
