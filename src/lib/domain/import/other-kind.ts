import type { Bytes } from '../csv/encoding';

/** Enough of a file to tell its kind; of an archive, the names of what it begins with. */
const HEAD = 8192;
/** So many NULs at the beginning are no slip in a text. */
const NULS = 4;
const NULS_WITHIN = 512;

const sheet = 'open it, and save the sheet as CSV (“CSV UTF-8” where there is a choice).';
const workbook = `This is an Excel workbook: ${sheet}`;
const archive = 'This is an archive: unpack it, and import the CSV files in it one by one.';
const picture = 'This is a picture, not a CSV file.';

interface Kind {
	/** The file's first bytes as ISO 8859-1, and what stands somewhere behind them. */
	begins: string;
	holds?: string;
	what: string;
}
const zip = 'PK\x03\x04';
const kinds: Kind[] = [
	{ begins: zip, holds: 'xl/', what: workbook },
	{ begins: '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', what: workbook },
	{ begins: zip, holds: 'opendocument.spreadsheet', what: `This is a LibreOffice spreadsheet: ${sheet}` },
	{ begins: zip, holds: '.iwa', what: 'This is a Numbers spreadsheet: open it, and export it as CSV.' },
	...[zip, '\x1f\x8b\x08', '7z\xbc\xaf', 'Rar!\x1a', '\xfd7zXZ\0'].map((begins) => ({
		begins,
		what: archive
	})),
	...['\x89PNG\r\n', '\xff\xd8\xff', 'GIF87a', 'GIF89a', 'II*\0', 'MM\0*'].map((begins) => ({
		begins,
		what: picture
	})),
	{ begins: 'RIFF', holds: 'WEBP', what: picture },
	{
		begins: '%PDF-',
		what: 'This is a PDF document: get the table as CSV from the program that it comes from.'
	},
	{ begins: 'SQLite format 3\0', what: 'This is a database (SQLite): export its tables as CSV.' }
];

/** What a file is instead of CSV text and what to do, for people; null where it may be CSV. */
export function otherKind(bytes: Bytes): string | null {
	const head = bytes.subarray(0, Math.min(HEAD, bytes.length));
	const text = Array.from(head, (byte) => String.fromCharCode(byte)).join('');
	const known = kinds.find(({ begins, holds = '' }) => text.startsWith(begins) && text.includes(holds));
	if (known) return known.what;
	if (/^(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|table|\?xml)/i.test(text))
		return `This is a web page or XML, not a CSV file. If a spreadsheet opens it, ${sheet}`;
	if (/^(?:\xff\xfe|\xfe\xff)/.test(text)) return null;
	const nuls = text.slice(0, NULS_WITHIN).split('\0').length - 1;
	return nuls < NULS
		? null
		: 'This is no text in an encoding that can be told. Save it as CSV UTF-8 in the program that it comes from.';
}
