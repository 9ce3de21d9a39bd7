/**
 * What every room's errors have in common: a stable `code` to test for, a message that says what was wrong, with which
 * value, and what to do, and the `cause` where another error led to it.
 */
export class GroundworkError extends Error {
  constructor(
    readonly code: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** Errors of `table/`: a table that cannot be used, or input that does not fit its model. */
export class TableError extends GroundworkError {}
