/** Items in a page where no limit is given. */
export const DEFAULT_LIMIT = 25;

/** Items in a page at most. */
export const HIGHEST_LIMIT = 100;
