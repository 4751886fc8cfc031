package io.muster.destination.bombora;

/** What the Account List API is asked to do (BO-SPEC). */
enum BomboraOperation {
  /** {@code GET /account-list}. */
  LIST_ALL,
  /** {@code POST /account-list}. */
  CREATE_LIST,
  /** {@code GET /account-list/{id}}. */
  READ_LIST,
  /** {@code PUT /account-list/{id}}. */
  UPDATE_LIST,
  /** {@code DELETE /account-list/{id}}. */
  DELETE_LIST,
  /** {@code POST /account-list/{id}/accounts}. */
  ADD_ACCOUNTS,
  /** {@code POST /account-list/{id}/delete-accounts}. */
  DELETE_ACCOUNTS
}
