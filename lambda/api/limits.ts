/** Characters of a description. */
export const DESCRIPTION_CHARACTERS = 2000;

/** How many e-mail addresses a request may hold: as many as DynamoDB reads in a batch. */
export const HIGHEST_EMAILS = 100;

/** A JSON merge patch (RFC 7396): what it names is changed, what it names with null is removed. */
export const MERGE_PATCH_TYPE = 'application/merge-patch+json';
