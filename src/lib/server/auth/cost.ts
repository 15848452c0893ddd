/** scrypt's cost: 128 MB and about half a second (OWASP Password Storage Cheat Sheet, N=2^17 r=8 p=1). */
export const cost = { N: 2 ** 17, r: 8, p: 1 };
