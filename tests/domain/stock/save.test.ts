import fc from 'fast-check';
import { expect, test } from 'vitest';
import { publicProduct, type DeskProduct } from '../../../src/lib/domain/catalogue/product';
import { saveProduct } from '../../../src/lib/domain/catalogue/save';
import { adjustStock, saveReserve } from '../../../src/lib/domain/stock/adjust';

const pad: DeskProduct = {
	productId: 'P1',
	name: 'Pad',
	section: 'S',
	price: 10,
	stock: 5,
	description: 'd',
	brand: 'B'
};

test('edits of stock from any number of editors add up, in any order', () => {
	fc.assert(
		fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 8 }), (wanted) => {
			let product = { ...pad, stock: 1000 };
			let moved = 0;
			for (const stock of wanted) {
				const saved = saveProduct(product, { productId: 'P1', changes: { stock }, base: { stock: 20 } });
				if (!saved.ok) throw new Error(saved.error.detail);
				product = saved.value.product as typeof product;
				moved += saved.value.delta;
			}
			expect(product.stock).toBe(1000 + wanted.reduce((sum, stock) => sum + stock - 20, 0));
			expect(moved).toBe(product.stock - 1000);
		})
	);
});

test.each([
	['unchanged since', { brand: 'C' }, { brand: 'B' }, true],
	['changed since', { brand: 'C' }, { brand: 'A' }, false],
	['changed since to the same', { brand: 'B' }, { brand: 'A' }, true],
	['empty then, set since', { brand: 'C' }, { brand: null }, false],
	['not seen', { brand: 'C' }, {}, true],
	['another field changed since', { brand: 'C' }, { brand: 'B', price: 9 }, true],
	['empty in two ways', { oemNumbers: ['1'] }, { oemNumbers: [] }, true]
])('%s', (_, changes, base, ok) => {
	expect(saveProduct(pad, { productId: 'P1', changes, base }).ok).toBe(ok);
});

test('a new name keeps the old one to be found by, once', () => {
	const rename = (product: DeskProduct, name: string) => {
		const saved = saveProduct(product, { productId: 'P1', changes: { name } });
		if (!saved.ok) throw new Error();
		return saved.value.product;
	};
	const renamed = rename(rename(pad, 'Brake pad'), 'Pad');
	expect(renamed.formerNames).toEqual(['Brake pad']);
});

test('an emptied field is absent, a description stays', () => {
	const saved = saveProduct(pad, { productId: 'P1', changes: { brand: '', description: '' } });
	expect(saved).toMatchObject({ ok: true, value: { product: { description: '' } } });
	expect(saved.ok && 'brand' in saved.value.product).toBe(false);
});

test('stock changes by what is said, never below 0', () => {
	expect(adjustStock(pad, -5)).toMatchObject({ ok: true, value: { stock: 0 } });
	expect(adjustStock(pad, -6)).toMatchObject({ ok: false, error: { code: 'out_of_stock' } });
	expect(adjustStock(pad, 0)).toMatchObject({ ok: false, error: { code: 'invalid' } });
});

test('a reserve line is made, changed by difference, linked and unlinked', () => {
	const line = { category: 'C', item: 'I' };
	const made = saveReserve(undefined, { ...line, changes: { stock: 3, productId: 'P1' } });
	expect(made).toEqual({ ok: true, value: { ...line, stock: 3, price: 0, productId: 'P1' } });
	if (!made.ok) return;
	expect(
		saveReserve(made.value, { ...line, changes: { stock: 1, productId: null }, base: { stock: 2 } })
	).toEqual({ ok: true, value: { ...line, stock: 2, price: 0 } });
	expect(saveReserve(undefined, { ...line, changes: {}, base: {} }).ok).toBe(false);
});

test('the public never sees what only the desk may', () => {
	const secret = { supplier: 's', cost: 1, leadTimeDays: 1, leadTimeSdDays: 1, packSize: 1 };
	const desk = { ...pad, ...secret, minOrderQuantity: 1, reorderPoint: 5, extra: { Shelf: '7' } };
	expect(publicProduct(desk)).toEqual({ ...pad, low: true });
	expect(publicProduct(pad)).toEqual(pad);
});
