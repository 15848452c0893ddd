import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DeskProduct } from '../../../src/lib/domain/catalogue/product';
import { mergeLines, Merger } from '../../../src/lib/domain/csv/merge';
import { specs } from '../../../src/lib/domain/csv/tables';

const merger = new Merger(specs.products, { digits: 2, timeZone: 'Asia/Kolkata' }, ['stock']);
const header = [...specs.products.columns.map(({ name }) => name), 'Shelf'];
const bolt: DeskProduct = {
	productId: 'P1',
	name: 'Bolt',
	section: 'Brake',
	price: 100,
	stock: 10,
	description: '',
	extra: { Shelf: 'A' }
};
const nut: DeskProduct = { ...bolt, productId: 'P2', name: 'Nut' };

function merge(
	base: DeskProduct[],
	theirs: DeskProduct[],
	current: DeskProduct[],
	{ refused = [] as string[], columns = header } = {}
) {
	const of = (rows: DeskProduct[]) => merger.byKey(rows);
	return merger.merge({
		base: of(base),
		theirs: of(theirs),
		current: of(current),
		refused: new Set(refused),
		header: columns
	});
}
const nothing = { save: [], remove: [], clashes: [] };

test('a stale sheet that was not edited changes nothing', () => {
	expect(merge([bolt, nut], [nut, bolt], [{ ...bolt, stock: 3, price: 120 }])).toEqual(nothing);
});

test('stock moves by what the person changed, and keeps what was sold meanwhile', () => {
	expect(merge([bolt], [{ ...bolt, stock: 25 }], [{ ...bolt, stock: 7 }]).save).toEqual([
		{ ...bolt, stock: 22 }
	]);
	expect(merge([bolt], [{ ...bolt, stock: 8 }], [{ ...bolt, stock: 8 }]).save).toEqual([
		{ ...bolt, stock: 6 }
	]);
	expect(merge([bolt], [{ ...bolt, stock: 0 }], [{ ...bolt, stock: 7 }])).toEqual({
		...nothing,
		clashes: [{ key: 'P1', column: 'stock', base: '10', theirs: '0', current: '7' }]
	});
});

test('another field is set where the store still has what they saw; where it has not, both values are kept for a choice', () => {
	const theirs = { ...bolt, price: 150, brand: 'Vajra', extra: { Shelf: 'B' } };
	expect(merge([bolt], [theirs], [{ ...bolt, name: 'Bolt M8', stock: 7 }]).save).toEqual([
		{ ...theirs, name: 'Bolt M8', stock: 7 }
	]);
	expect(merge([bolt], [theirs], [{ ...bolt, price: 130 }])).toEqual({
		...nothing,
		save: [{ ...theirs, price: 130 }],
		clashes: [{ key: 'P1', column: 'price', base: '1.00', theirs: '1.50', current: '1.30' }]
	});
	expect(merge([bolt], [theirs], [theirs])).toEqual(nothing);
	expect(merge([{ ...bolt, brand: 'Vajra' }], [bolt], [{ ...bolt, brand: 'Vajra' }]).save).toEqual([bolt]);
});

test('a column that the saved file lacks says nothing', () => {
	const { extra: _, ...plain } = bolt;
	const columns = ['product_id', 'name', 'section', 'price', 'stock'];
	expect(
		merge([{ ...bolt, brand: 'V' }], [{ ...plain, price: 150 }], [{ ...bolt, brand: 'V' }], { columns }).save
	).toEqual([{ ...bolt, brand: 'V', price: 150 }]);
});

test('new rows are added; rows that were taken out go, if only their stock changed meanwhile', () => {
	expect(merge([bolt], [bolt, nut], [bolt])).toEqual({ ...nothing, save: [nut] });
	expect(merge([bolt, nut], [bolt], [bolt, { ...nut, stock: 1 }])).toEqual({ ...nothing, remove: ['P2'] });
	expect(merge([bolt, nut], [bolt], [bolt, { ...nut, price: 1 }]).clashes).toMatchObject([
		{ key: 'P2', theirs: null }
	]);
	expect(merge([bolt, nut], [bolt], [bolt])).toEqual(nothing);
	expect(merge([bolt], [{ ...bolt, price: 5 }], []).clashes).toMatchObject([
		{ key: 'P1', column: '', current: null }
	]);
});

test('a refused row is no deleted row', () => {
	expect(merge([bolt, nut], [bolt], [bolt, nut], { refused: ['P2'] })).toEqual(nothing);
});

const products = fc
	.uniqueArray(
		fc.record({
			id: fc.integer({ min: 1, max: 6 }),
			price: fc.integer({ min: 0, max: 3 }),
			stock: fc.nat(9)
		}),
		{ selector: ({ id }) => id }
	)
	.map((rows) => rows.map(({ id, price, stock }) => ({ ...bolt, productId: `P${id}`, price, stock })));

test('with nobody else writing, what they saved is what there is; with them idle, nothing happens', () => {
	fc.assert(
		fc.property(products, products, (base, theirs) => {
			const { save, remove, clashes } = merge(base, theirs, base);
			const after = merger.byKey(base);
			for (const row of save) after.set(row.productId, row);
			for (const key of remove) after.delete(key);
			expect(clashes).toEqual([]);
			expect(after).toEqual(merger.byKey(theirs));
			expect(merge(base, base, theirs)).toEqual(nothing);
		})
	);
});

test('lines without keys: what is theirs and not of the base is added, and the other way round', () => {
	const line = (text: string) => text;
	expect(mergeLines(line, ['a', 'b', 'b', 'c'], ['c', 'b', 'd'])).toEqual({
		added: ['d'],
		removed: ['a', 'b']
	});
});
