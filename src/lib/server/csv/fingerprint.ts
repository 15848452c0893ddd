import { crc32 } from 'node:zlib';

/** A file's content as the mirror wrote or read it: enough to see that somebody else changed it. */
export interface Fingerprint {
	size: number;
	crc: number;
}

export function fingerprintOf(bytes: Uint8Array): Fingerprint {
	return { size: bytes.length, crc: crc32(bytes) };
}

/** The fingerprint of a file with bytes added at its end. */
export function grown(before: Fingerprint, added: Uint8Array): Fingerprint {
	return { size: before.size + added.length, crc: crc32(added, before.crc) };
}

export function sameContent(a: Fingerprint, b: Fingerprint): boolean {
	return a.size === b.size && a.crc === b.crc;
}
