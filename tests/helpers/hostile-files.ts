/** Files that nobody should send: pieces of CSV in any order, headers with rubbish below, and plain bytes. */
import fc from 'fast-check';
import { specs } from '../../src/lib/domain/csv/tables';
import { tableNames } from '../../src/lib/domain/tables';

const headers = tableNames.map((name) => specs[name].columns.map((column) => column.name));
const bytesOf = (text: string) => new TextEncoder().encode(text);
const marks = [
	',',
	';',
	'\t',
	'|',
	'"',
	'""',
	'\n',
	'\r\n',
	'\r',
	'\0',
	'\ufeff',
	'sep=;\n',
	"'",
	'=',
	' ',
	'-'
];
const cells = ['1,5', '1.500,00', '2025-01-01', '1E5', '₹ 5', '__proto__', 'P1', '7', 'ann'];
const piece = fc.oneof(
	fc.constantFrom(...marks),
	fc.constantFrom(...cells),
	fc.constantFrom(...headers.flat()),
	fc.string({ unit: 'binary', maxLength: 8 })
);
/** Rows that are right in most cells, so that many are taken. */
const likely = fc.constantFrom(
	'P1',
	'P2',
	'P9',
	'ann',
	'7',
	'1.50',
	'Bolt',
	'2025-01-01 10:00:00',
	'',
	'user',
	'[]',
	'-1'
);

export const hostileFile: fc.Arbitrary<Uint8Array> = fc.oneof(
	fc.array(piece, { maxLength: 40 }).map((pieces) => bytesOf(pieces.join(''))),
	fc
		.tuple(fc.constantFrom(...headers), fc.array(piece, { maxLength: 40 }))
		.map(([header, pieces]) => bytesOf(`${header.join(',')}\n${pieces.join('')}`)),
	fc
		.tuple(fc.constantFrom(...headers), fc.array(fc.array(likely, { maxLength: 12 }), { maxLength: 6 }))
		.map(([header, rows]) => bytesOf([header, ...rows].map((row) => row.join(',')).join('\n'))),
	fc.uint8Array({ maxLength: 200 }),
	fc.uint8Array({ maxLength: 100 }).map((bytes) => Uint8Array.from([0xff, 0xfe, ...bytes]))
);

/** How many inputs a fuzz takes: POP_FUZZ, or its usual number. */
export const fuzzRuns = (usual: number) => Number(process.env.POP_FUZZ ?? usual);
