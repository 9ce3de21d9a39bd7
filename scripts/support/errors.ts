import { GroundworkError } from '../../table/errors';

/** Errors of `scripts/`: what a person or a machine asked for cannot be done as asked. */
export class ScriptsError extends GroundworkError {}

/** Wrong usage: exit status 64. */
export class UsageError extends ScriptsError {}
