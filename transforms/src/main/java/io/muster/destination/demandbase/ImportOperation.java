package io.muster.destination.demandbase;

/** What the Data Import API is asked to do (DB-IMP). */
enum ImportOperation {
  /** {@code GET /jobs}. */
  LIST_JOBS,
  /** {@code POST /job}. */
  CREATE_JOB,
  /** {@code PUT /job/{id}/data}. */
  SUBMIT_DATA,
  /** {@code GET /job/{id}}. */
  GET_JOB
}
