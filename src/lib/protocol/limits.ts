/** How much goes into one message. Apart from the schemas: a device needs only these of them. */

/** Mutations that a device puts into a push; a longer queue goes in several. */
export const PUSH_LIMIT = 200;

/** Products that one `saveProducts` may change. */
export const MAX_EDITS = 500;

/** Chunks in one answer at most: a request each would cost more than the chunks. */
export const PACK_CHUNKS = 8;
