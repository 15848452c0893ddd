import { describe, expect, test } from 'vitest';
import { byPercent, editOf, fieldsOf, inverseOf } from '../../../src/lib/client/desk/edit';
import { exactly, taken } from '../../../src/lib/client/desk/find';
import {
	changesOf,
	problemOf,
	reserveOf,
	undoOf,
	type SheetLine
} from '../../../src/lib/client/desk/stock-sheet';
import type { DeskProduct } from '../../../src/lib/domain/catalogue/product';
import { saveProduct } from '../../../src/lib/domain/catalogue/save';

const pad: DeskProduct = {
	productId: 'P1',
	name: 'Brake pad',
	section: 'Brake',
	price: 1500,
	stock: 10,
	description: '',
	partNumber: 'VJ-FB 4410',
	barcode: '2044100001374'
};
const disc: DeskProduct = {
	...pad,
	productId: 'P2',
	name: 'Disc',
	barcode: undefined,
	partNumber: '2044100001374'
};

describe('an edit', () => {
	test('holds what differs, beside what the editor saw', () => {
		expect(editOf(pad, { price: 1600, name: 'Brake pad', brand: null, supplier: 'Vajra' })).toEqual({
			productId: 'P1',
			changes: { price: 1600, supplier: 'Vajra' },
			base: { price: 1500, supplier: null }
		});
		expect(editOf(pad, { price: 1500, brand: '' })).toBeNull();
	});

	test.each([
		{ price: 1, stock: 3, brand: 'Vajra' },
		{ name: 'Pad, front' },
		{ partNumber: null, description: 'New' }
	])('is taken back by its inverse: %j', (wanted) => {
		const edit = editOf(pad, wanted)!;
		const after = saveProduct(pad, edit);
		if (!after.ok) throw new Error(after.error.detail);
		const back = saveProduct(after.value.product, inverseOf(edit, pad));
		expect(back).toEqual({ ok: true, value: { product: pad, delta: 0 - after.value.delta } });
	});

	test('of a name does not undo what another changed meanwhile', () => {
		const edit = editOf(pad, { price: 1600 })!;
		const other = { ...pad, price: 1700 };
		expect(saveProduct(other, inverseOf(edit, pad))).toMatchObject({
			ok: false,
			error: { code: 'conflict' }
		});
	});

	test('a deleted product comes back with every field that may be sent', () => {
		expect(fieldsOf({ ...pad, low: true, extra: { Bin: 'A' } })).toEqual({
			...Object.fromEntries(Object.entries(pad).filter(([field]) => field !== 'productId')),
			extra: { Bin: 'A' }
		});
	});

	test.each([
		[1500, 10, 1650],
		[1005, 50, 1508],
		[1500, -5, 1425],
		[1, -99, 0],
		[1999, 0.25, 2004]
	])('%i by %d percent is %i', (price, percent, expected) => {
		expect(byPercent(price, percent)).toBe(expected);
	});
});

describe('a scan', () => {
	test('is the part with that barcode, though another’s number looks the same', () => {
		expect(exactly('2044100001374', [disc, pad])).toBe(pad);
	});
	test.each([
		['vj fb4410', pad],
		['P2', disc],
		['4410', undefined],
		['  ', undefined]
	])('%s', (typed, product) => {
		expect(exactly(typed, [pad, disc])).toBe(product);
	});
});

describe('Enter takes', () => {
	test.each([
		['a number', '2044100001374', pad],
		['none for a number that was cut off', '204410000137', undefined],
		['none for the end of one', '4410', undefined],
		['the first that a name finds', 'dis', disc],
		['the first that some letters of a number find', 'VJ-FB', disc]
	])('%s', (_, typed, product) => {
		expect(taken(typed, [disc, pad])).toBe(product);
	});
});

describe('a sheet of stock', () => {
	const reserve = { category: 'Brake', item: 'Pads behind', stock: 4, price: 1000, productId: 'P1' };
	const line = (pieces: number, fields: Partial<SheetLine> = {}): SheetLine => ({
		product: pad,
		pieces,
		seen: 10,
		...fields
	});

	test('a count moves the shelf by what it differs from when it was counted', () => {
		const soldMeanwhile = { ...pad, stock: 8 };
		expect(changesOf([line(12, { product: soldMeanwhile }), line(10)], 'count', ' Monday ')).toEqual([
			{ name: 'adjustStock', args: { productId: 'P1', delta: 2, reason: 'count', note: 'Monday' } }
		]);
	});

	test('a receipt adds, moves go between shelf and the part’s own reserve', () => {
		expect(changesOf([line(3)], 'receive', '')).toEqual([
			{ name: 'adjustStock', args: { productId: 'P1', delta: 3, reason: 'receipt' } }
		]);
		expect(changesOf([line(3, { reserve })], 'onto-shelf', '')).toEqual([
			{ name: 'moveReserve', args: { productId: 'P1', category: 'Brake', item: 'Pads behind', delta: 3 } }
		]);
		expect(changesOf([line(2)], 'into-reserve', '')[0]?.args).toMatchObject({ item: 'Brake pad', delta: -2 });
	});

	test('undone, everything is where it was', () => {
		const changes = [...changesOf([line(3)], 'receive', ''), ...changesOf([line(2)], 'into-reserve', '')];
		const deltas = (list: typeof changes) => list.map(({ args }) => args.delta);
		expect(deltas(undoOf(changes))).toEqual([-3, 2]);
	});

	test('the reserve is joined by id or exact name, never by a similar one', () => {
		const byName = { category: 'X', item: 'Brake pad', stock: 1, price: 1 };
		expect(reserveOf(pad, [byName, reserve])).toBe(reserve);
		expect(reserveOf(pad, [byName])).toBe(byName);
		expect(
			reserveOf(pad, [
				{ ...byName, item: 'brake pad' },
				{ ...byName, productId: 'P2' }
			])
		).toBeUndefined();
	});

	test.each([
		[line(0), 'receive'],
		[line(1.5), 'count'],
		[line(NaN), 'count'],
		[line(5, { reserve }), 'onto-shelf'],
		[line(1), 'onto-shelf'],
		[line(11), 'into-reserve']
	] as const)('line %# cannot be booked', (bad, task) => {
		expect(problemOf(bad, task)).toBeTypeOf('string');
		expect(problemOf(line(4, { reserve }), task)).toBeUndefined();
	});
});
