import { expect, test } from 'vitest';
import { Additions } from '../../../src/lib/server/csv/additions';
import type { Commit } from '../../../src/lib/server/store/store';

const adding = (version: number, rows: object[]): Commit => ({
	version,
	tables: new Set(['sales']),
	added: new Map([['sales', { rows, last: version * 10 }]])
});
const anything = (version: number): Commit => ({ version, tables: new Set(['sales']), added: new Map() });
const asRows = () => null;
const [a, b, c] = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];

test('what was added between two versions is told, each row once', () => {
	const additions = new Additions('sales', 4, asRows);
	additions.add(adding(5, [a]));
	additions.add({ version: 6, tables: new Set(['products']), added: new Map() });
	additions.add(adding(7, [b]));
	additions.add(adding(8, [c]));
	expect(additions.take(4, 7)).toEqual([
		{ rows: [a], last: 50 },
		{ rows: [b], last: 70 }
	]);
	expect(additions.take(7, 8)).toEqual([{ rows: [c], last: 80 }]);
	expect(additions.take(8, 9)).toEqual([]);
});

test('nothing is said of a time that is not known as a whole', () => {
	const additions = new Additions('sales', 4, asRows);
	additions.add(adding(5, [a]));
	expect(additions.take(3, 5)).toBeNull();
	expect(additions.take(4, 5)).toBeNull();

	additions.add(adding(6, [b]));
	additions.add(anything(7));
	additions.add(adding(8, [c]));
	expect(additions.take(5, 8)).toBeNull();
});

test('news of another process that come late void what this one added since too', () => {
	const additions = new Additions('sales', 4, asRows);
	additions.add(anything(7));
	additions.add(adding(8, [a]));
	additions.add(anything(6));
	expect(additions.take(7, 8)).toBeNull();
	additions.add(adding(9, [b]));
	expect(additions.take(8, 9)).toEqual([{ rows: [b], last: 90 }]);
});

test('more rows than are kept are left to the store', () => {
	const additions = new Additions('sales', 0, asRows);
	additions.add(adding(1, [a]));
	additions.add(
		adding(
			2,
			Array.from({ length: 500_001 }, () => b)
		)
	);
	additions.add(adding(3, [c]));
	expect(additions.take(0, 3)).toBeNull();
	additions.add(adding(4, [a]));
	expect(additions.take(3, 4)).toEqual([{ rows: [a], last: 40 }]);
});

test('rows are kept as bytes where their file can say them', () => {
	const bytes = new Uint8Array(3);
	const additions = new Additions('sales', 0, (rows) => (rows.includes(a) ? bytes : null));
	additions.add(adding(1, [a, b]));
	additions.add(adding(2, [c]));
	expect(additions.take(0, 2)).toEqual([
		{ bytes, last: 10 },
		{ rows: [c], last: 20 }
	]);
});
