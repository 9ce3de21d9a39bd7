import { GroundworkError } from '../table/errors';

/** Errors of `bench/`: a measurement that can't be made, or would compare what is not the same. */
export class BenchError extends GroundworkError {}
