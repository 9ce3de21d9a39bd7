/*
 * How long an invitation is valid. Pure data: the OpenAPI document, which a function loads only when it is asked for, has it
 * from here without the access pattern.
 */

const DAY = 24 * 60 * 60;

/** Seconds that an invitation is valid for where nothing else is said. */
export const USUAL_VALIDITY = 7 * DAY;

/** Seconds that an invitation can be valid for. */
export const LONGEST_VALIDITY = 365 * DAY;
