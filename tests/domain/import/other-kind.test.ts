import { expect, test } from 'vitest';
import { otherKind } from '../../../src/lib/domain/import/other-kind';

/** Each character is a byte. */
const bytesOf = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const zip = (...names: string[]) =>
	names.map((name) => `PK\x03\x04\x14\0\x06\0\x08\0!\0${'\0'.repeat(16)}${name}\x8d\x91`).join('');

test.each([
	[zip('[Content_Types].xml', '_rels/.rels', 'xl/workbook.xml'), 'This is an Excel workbook: open it'],
	[zip('xl/worksheets/sheet1.xml'), 'This is an Excel workbook'],
	['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0', 'This is an Excel workbook'],
	[zip('mimetypeapplication/vnd.oasis.opendocument.spreadsheet'), 'This is a LibreOffice spreadsheet'],
	[zip('Index/Document.iwa'), 'This is a Numbers spreadsheet'],
	[zip('products.csv'), 'This is an archive: unpack it'],
	['\x1f\x8b\x08\0', 'This is an archive'],
	['\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'This is a picture'],
	['\xff\xd8\xff\xe0\0\x10JFIF', 'This is a picture'],
	['RIFF\x10\0\0\0WEBPVP8 ', 'This is a picture'],
	['%PDF-1.7\n', 'This is a PDF document'],
	['SQLite format 3\0', 'This is a database'],
	['\n<!DOCTYPE html><table>', 'This is a web page or XML'],
	['\x7fELF\x02\x01\x01\0\0\0\0\0', 'This is no text'],
	['p\0r\0o\0d\0u\0c\0t\0', 'This is no text in an encoding that can be told']
])('%j is told', (text, what) => {
	expect(otherKind(bytesOf(text))).toMatch(new RegExp(`^${what}`));
});

test.each([
	'',
	'product_id,name\n',
	'PK,name\n',
	'\xff\xfep\0r\0o\0d\0u\0c\0t\0',
	'\xfe\xff\0p\0r\0o\0d\0u\0c\0t',
	'product_id,name\n1,a\0b\n',
	'RIFF,name\n',
	'<name>,price\n'
])('%j may be CSV', (text) => {
	expect(otherKind(bytesOf(text))).toBeNull();
});
