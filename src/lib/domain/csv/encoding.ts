/**
 * Bytes to text and back, exactly: what `decode` read, `encode` writes again byte for byte. UTF-16 and Windows-1252 are
 * done by hand, since TextDecoder replaces lone surrogates and Node's differs from the standard in 0x80 to 0x9F.
 */

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

// The two globals beyond ECMAScript that this layer uses: pure, and in every browser, worker and Node.
declare const TextDecoder: new (
	label: 'utf-8',
	options: { fatal: boolean; ignoreBOM: boolean }
) => { decode(bytes: Uint8Array): string };
declare const TextEncoder: new () => { encode(text: string): Uint8Array };

export interface Decoded {
	text: string;
	encoding: Encoding;
	bom: boolean;
}

/** What Windows-1252 has at 0x80 to 0x9F; its five holes keep their own code (WHATWG Encoding, index-windows-1252). */
const high =
	'\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f' +
	'\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178';
const highCodes = new Map(Array.from(high, (character, index) => [character.charCodeAt(0), 0x80 + index]));

/** Bytes in memory (a Uint8Array is some), or on a disk, from where each call reads them. */
export interface Bytes {
	readonly length: number;
	subarray(from: number, to: number): Uint8Array;
}

/** How bytes are to be read, and where their text begins. */
export interface Beginning {
	encoding: Encoding;
	bom: boolean;
	from: number;
}

/** Bytes that are looked at together. */
const STEP = 1 << 18;

/** The text of a file: UTF-16 where its mark says so, UTF-8 where the bytes are valid, else Windows-1252. */
export function decode(bytes: Uint8Array): Decoded {
	const { encoding, bom, from } = beginningOf(bytes);
	return { text: textFrom(bytes, encoding, from, bytes.length).text, encoding, bom };
}

/** What `decode` goes by. Looks at all of the bytes. */
export function beginningOf(bytes: Bytes): Beginning {
	const head = bytes.subarray(0, Math.min(3, bytes.length));
	if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', bom: true, from: 2 };
	if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', bom: true, from: 2 };
	const bom = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf;
	try {
		const from = bom ? 3 : 0;
		for (let at = from; at < bytes.length;) at = textFrom(bytes, 'utf-8', at, STEP).to;
		return { encoding: 'utf-8', bom, from };
	} catch {
		return { encoding: 'windows-1252', bom: false, from: 0 };
	}
}

/**
 * The text of about so many bytes from a place on, whole characters only, and where the next begins.
 * @throws TypeError for bytes that are no UTF-8 where they should be
 */
export function textFrom(
	bytes: Bytes,
	encoding: Encoding,
	from: number,
	length: number
): { text: string; to: number } {
	const to = Math.min(bytes.length, from + length);
	if (encoding === 'utf-8') {
		const part = bytes.subarray(from, to);
		const whole = to === bytes.length ? part.length : wholeCharacters(part);
		const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(part.subarray(0, whole));
		return { text, to: from + whole };
	}
	if (encoding === 'windows-1252') return { text: fromWindows1252(bytes.subarray(from, to)), to };
	// An odd last byte is no character and is left out.
	const even = to === bytes.length ? to : to - ((to - from) % 2);
	return { text: fromUtf16(bytes.subarray(from, even), encoding === 'utf-16le' ? 0 : 1), to: even };
}

/** How many bytes are before the last character, which may be cut off; all where that is no UTF-8. */
function wholeCharacters(bytes: Uint8Array): number {
	for (let at = bytes.length - 1; at >= Math.max(0, bytes.length - 4); at--)
		if ((bytes[at]! & 0xc0) !== 0x80) return at === 0 ? bytes.length : at;
	return bytes.length;
}

/** The bytes of a text; null where Windows-1252 has no such character. */
export function encode({ text, encoding, bom }: Decoded): Uint8Array | null {
	if (encoding === 'utf-8') return new TextEncoder().encode(bom ? '\ufeff' + text : text);
	if (encoding === 'windows-1252') return toWindows1252(text);
	return toUtf16(bom ? '\ufeff' + text : text, encoding === 'utf-16le' ? 0 : 1);
}

const CHUNK = 8192;

function fromCodes(length: number, codeAt: (index: number) => number): string {
	const parts: string[] = [];
	for (let from = 0; from < length; from += CHUNK) {
		const codes = new Array<number>(Math.min(CHUNK, length - from));
		for (let index = 0; index < codes.length; index++) codes[index] = codeAt(from + index);
		parts.push(String.fromCharCode(...codes));
	}
	return parts.join('');
}

/** `low` is the place of the low byte in each pair. */
function fromUtf16(bytes: Uint8Array, low: 0 | 1): string {
	return fromCodes(bytes.length >> 1, (index) => {
		const at = index * 2;
		return bytes[at + low]! | (bytes[at + 1 - low]! << 8);
	});
}

function toUtf16(text: string, low: 0 | 1): Uint8Array {
	const bytes = new Uint8Array(text.length * 2);
	for (let index = 0; index < text.length; index++) {
		const code = text.charCodeAt(index);
		bytes[index * 2 + low] = code & 0xff;
		bytes[index * 2 + 1 - low] = code >> 8;
	}
	return bytes;
}

function fromWindows1252(bytes: Uint8Array): string {
	return fromCodes(bytes.length, (index) => {
		const byte = bytes[index]!;
		return byte >= 0x80 && byte <= 0x9f ? high.charCodeAt(byte - 0x80) : byte;
	});
}

function toWindows1252(text: string): Uint8Array | null {
	const bytes = new Uint8Array(text.length);
	for (let index = 0; index < text.length; index++) {
		const code = text.charCodeAt(index);
		const byte = code < 0x80 || (code >= 0xa0 && code <= 0xff) ? code : highCodes.get(code);
		if (byte === undefined) return null;
		bytes[index] = byte;
	}
	return bytes;
}
