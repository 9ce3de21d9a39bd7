import { GroundworkError } from '../table/errors';

/** Errors of `bootstrap/`: a table, a state bucket or a migration that is not as it has to be. */
export class BootstrapError extends GroundworkError {}
