import { GroundworkError } from '../../table/errors';

/** A record of the stream that can't be counted, however often it comes. */
export class StreamError extends GroundworkError {}
