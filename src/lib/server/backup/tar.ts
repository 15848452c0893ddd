/** Archives as POSIX tar has them (IEEE 1003.1, ustar with pax names), as far as plain files need it. */

const BLOCK = 512;
const decoder = new TextDecoder();

export interface TarFile {
	/** With `/` between folders. */
	name: string;
	bytes: Uint8Array;
}

/** The blocks of one file. @param mtime seconds since 1970 */
export function tarEntry({ name, bytes }: TarFile, mtime: number): Buffer {
	const plain = name.length <= 100 && /^[\x20-\x7e]+$/.test(name);
	const pax = plain ? [] : [block('pax', 'x', paxRecord('path', name), mtime)];
	return Buffer.concat([...pax, block(plain ? name : 'long', '0', bytes, mtime)]);
}

export const tarEnd = Buffer.alloc(2 * BLOCK);

function block(name: string, type: string, bytes: Uint8Array, mtime: number): Buffer {
	const header = Buffer.alloc(BLOCK);
	const octal = (value: number, width: number) => value.toString(8).padStart(width - 1, '0') + '\0';
	header.write(name, 0);
	header.write(octal(0o600, 8), 100);
	header.write(octal(0, 8), 108);
	header.write(octal(0, 8), 116);
	header.write(octal(bytes.length, 12), 124);
	header.write(octal(mtime, 12), 136);
	header.write(' '.repeat(8), 148);
	header.write(type, 156);
	header.write('ustar\x0000', 257);
	header.write(octal(checksum(header), 7) + ' ', 148);
	return Buffer.concat([header, bytes, Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK)]);
}

const checksum = (header: Uint8Array) => header.reduce((sum, byte) => sum + byte, 0);

/** `LENGTH path=NAME\n`, where the length counts itself. */
function paxRecord(key: string, value: string): Buffer {
	const rest = Buffer.from(` ${key}=${value}\n`);
	let length = rest.length;
	while (String(length).length + rest.length !== length) length = String(length).length + rest.length;
	return Buffer.concat([Buffer.from(String(length)), rest]);
}

/** The files of an archive, one after the other. @throws Error for what is no whole archive */
export async function* readTar(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<TarFile> {
	const source = chunks[Symbol.asyncIterator]();
	let buffer = Buffer.alloc(0);
	async function take(size: number): Promise<Buffer> {
		const parts = [buffer];
		let has = buffer.length;
		while (has < size) {
			const next = await source.next();
			if (next.done) throw new Error('The archive is cut off.');
			parts.push(Buffer.from(next.value));
			has += next.value.length;
		}
		buffer = Buffer.concat(parts, has);
		const taken = buffer.subarray(0, size);
		buffer = buffer.subarray(size);
		return taken;
	}
	const field = (header: Buffer, from: number, to: number) =>
		decoder.decode(header.subarray(from, to)).replace(/\0.*$/s, '').trim();

	let longName: string | null = null;
	for (;;) {
		const header = Buffer.from(await take(BLOCK));
		if (header.every((byte) => byte === 0)) return;
		const sum = parseInt(field(header, 148, 156), 8);
		header.fill(' ', 148, 156);
		if (sum !== checksum(header)) throw new Error('This is no archive, or it is damaged.');
		const size = parseInt(field(header, 124, 136), 8);
		const bytes = Buffer.from(await take(size));
		await take((BLOCK - (size % BLOCK)) % BLOCK);
		const type = field(header, 156, 157);
		if (type === 'x') longName = /^\d+ path=(.*)\n/s.exec(decoder.decode(bytes))?.[1] ?? null;
		else if (type === '0' || type === '') {
			yield { name: longName ?? field(header, 0, 100), bytes };
			longName = null;
		} else throw new Error(`The archive holds something that is no file (${type}).`);
	}
}
