package io.muster.destination.linkedin;

/** What LinkedIn is asked to do (LI-SEG, LI-COMP). */
enum LinkedInOperation {
  /** {@code GET /dmpSegments?q=account}. */
  FIND_SEGMENTS,
  /** {@code POST /dmpSegments}. */
  CREATE_SEGMENT,
  /** {@code POST /dmpSegments/{id}/companies}, BATCH_CREATE. */
  WRITE_COMPANIES,
  /** {@code GET /dmpSegments/{id}/destinations/LINKEDIN}. */
  READ_DESTINATION,
  /** {@code POST /dmpSegments/{id}}, PARTIAL_UPDATE. */
  UPDATE_SEGMENT,
  /** {@code DELETE /dmpSegments/{id}}. */
  DELETE_SEGMENT
}
