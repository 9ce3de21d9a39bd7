import { GroundworkError } from '../table/errors';

/** Errors of `stacks/`: functions that can't be bundled, and stacks that can't be made. */
export class StacksError extends GroundworkError {}
