package io.muster.pipelines.report;

import io.muster.model.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A code of the report in words for people.
 *
 * @param meaning what happened
 * @param mend what to do about it
 */
record CodeWords(String meaning, String mend) {

  /** The words of a code; a code that another version wrote has words too. */
  static CodeWords of(String code) {
    Optional<Reason> known =
        Arrays.stream(Reason.values()).filter(reason -> reason.name().equals(code)).findFirst();
    return known
        .map(CodeWords::of)
        .orElseGet(
            () ->
                new CodeWords(
                    "this version of Muster does not know the code",
                    "look into the dead letters for the reason"));
  }

  /**
   * The words of a code for what no change waits for: there is nothing to replay, and another run
   * brings it.
   *
   * @param audiences names of those that it happened to
   */
  static CodeWords ofOwed(String code, List<String> audiences) {
    CodeWords words = of(code);
    return switch (code) {
      case "REMOVALS_BLOCKED" ->
          new CodeWords(
              words.meaning,
              "if they are right, run it again with %s, or raise the audience's guard"
                  .formatted(ConfirmRemovals.of(audiences)));
      case "VENDOR_UNAVAILABLE" ->
          new CodeWords(words.meaning, "run it again when the vendor is back");
      case "UNAUTHORIZED" ->
          new CodeWords(
              words.meaning, "renew it (muster check --connect tries it), then run it again");
      case "LIST_UNAVAILABLE" ->
          new CodeWords(
              words.meaning, "look at the list in the vendor's own pages, then run it again");
      default -> words;
    };
  }

  private static CodeWords of(Reason reason) {
    return switch (reason) {
      case NOT_JSON -> new CodeWords("the line is not JSON", "mend the export that wrote the file");
      case NOT_AN_OBJECT ->
          new CodeWords("the line is JSON, but no object", "mend the export that wrote the file");
      case TOO_LARGE ->
          new CodeWords("the record is over 1 MiB", "export only the fields that are mapped");
      case INVALID_RECORD ->
          new CodeWords(
              "identityMap or segmentMembership is not a map",
              "mend the export that wrote the file");
      case NO_PROFILE_ID ->
          new CodeWords(
              "nothing says whose profile it is", "export the source key, or a primary identity");
      case NO_MEMBER_KEY ->
          new CodeWords(
              "no field is there by which the vendor knows the member",
              "fill one of the destination's key fields in the source");
      case MISSING_FIELD ->
          new CodeWords("a field that the vendor demands is empty", "fill it in the source");
      case INVALID_FORMAT ->
          new CodeWords(
              "a value does not look as it must, such as a domain or an e-mail address",
              "correct it in the source");
      case TOO_LONG -> new CodeWords("a name is over 255 characters", "shorten it in the source");
      case UNSUPPORTED_TYPE ->
          new CodeWords(
              "a mapped value is a list or an object", "map a single value in the workspace");
      case INVALID_MEMBERSHIP ->
          new CodeWords(
              "the membership's status is unknown, or its time cannot be read",
              "mend the export that wrote the record");
      case OUT_OF_SCHEDULE ->
          new CodeWords(
              "the audience has not started yet, or has ended",
              "change start or end in the workspace if that is not meant");
      case VENDOR_REJECTED ->
          new CodeWords(
              "the vendor refused the member, or every call",
              "read the vendor's words in the dead letters");
      case VENDOR_UNAVAILABLE ->
          new CodeWords(
              "the vendor did not accept it before the deadline",
              "replay the dead letters when the vendor is back");
      case UNAUTHORIZED ->
          new CodeWords(
              "the vendor refused our credential",
              "renew it (muster check --connect tries it), then replay the dead letters");
      case LIST_REFUSED ->
          new CodeWords(
              "a list of that name is somebody else's at the vendor",
              "choose another name, or say adopt: true in the workspace to take it over");
      case LIST_UNAVAILABLE ->
          new CodeWords(
              "the vendor's list could not be found or made",
              "look at the list in the vendor's own pages, then replay the dead letters");
      case REMOVALS_BLOCKED ->
          new CodeWords(
              "so many removals at once were held back, to be safe",
              "if they are right, run it again with --confirm-removals AUDIENCE, or raise the audience's guard");
    };
  }
}
