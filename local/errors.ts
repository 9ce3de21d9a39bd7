import { GroundworkError } from '../table/errors';

/** Errors of `local/`: the services on this machine, the stand-in for AWS and the function runner. */
export class LocalError extends GroundworkError {}
