/** In the place of scrypt's cost, in tests that are of something else than hashes: the same at a sixty-fourth. */
export const cost = { N: 2 ** 11, r: 8, p: 1 };
