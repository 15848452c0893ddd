import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { patchCarts, readCarts } from '../../../src/lib/domain/csv/carts';
import { patchJson } from '../../../src/lib/domain/csv/json';
import { patchShop, readShop } from '../../../src/lib/domain/csv/shop-file';
import { defaultShop } from '../../../src/lib/domain/shop/shop';

const oldCarts = readFileSync(new URL('../../fixtures/csv/old-shop/carts.json', import.meta.url), 'utf8');

test('a changed member changes its own lines alone, in the order and the indentation of the file', () => {
	const text = '{\r\n\t"10": [1,2],\r\n\t"9" : {"a": "}\\"]"},\r\n\t"x": 1.0\r\n}\r\n';
	expect(patchJson(text, new Map<string, unknown>([['x', 1]]))).toBe(text);
	expect(patchJson(text, new Map<string, unknown>([['9', [1]]]))).toBe(
		'{\r\n\t"10": [1,2],\r\n\t"9" : [\r\n\t\t1\r\n\t],\r\n\t"x": 1.0\r\n}\r\n'
	);
	expect(
		patchJson(
			text,
			new Map<string, unknown>([
				['10', undefined],
				['new', 2]
			])
		)
	).toBe('{\r\n\t"9" : {"a": "}\\"]"},\r\n\t"x": 1.0,\r\n\t"new": 2\r\n}\r\n');
	expect(patchJson('{"a":1}', new Map([['b', [2]]]))).toBe('{"a":1, "b": [2]}');
	expect(patchJson('{}\n', new Map([['b', 2]]))).toBe('{\n  "b": 2\n}\n');
});

test('what a patched file says is what was asked for', () => {
	const object = fc.dictionary(fc.string(), fc.jsonValue());
	fc.assert(
		fc.property(object, object, fc.constantFrom(undefined, 2, '\t'), (before, changes, indent) => {
			const text = patchJson(JSON.stringify(before, null, indent), new Map(Object.entries(changes)));
			const asked = Object.fromEntries([...Object.entries(before), ...Object.entries(changes)]);
			expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(asked)));
		})
	);
});

test("the old shop's carts: every account has one, and an unchanged file stays as it is", () => {
	const { carts, refused } = readCarts(oldCarts, 2)!;
	expect(refused).toEqual([]);
	expect(carts.size).toBe(8);
	expect(patchCarts(oldCarts, carts, 2)).toBe(oldCarts);
	expect(patchCarts(oldCarts, new Map(), 2)).toBe(oldCarts);
});

test('a cart keeps its order, and what POP does not know of a line', () => {
	const line = { product_id: 'P1', gift: true, name: 'Bolt', price: 10.5, quantity: 2 };
	const text = JSON.stringify({ '12': [line, { product_id: 'P2', quantity: -1 }], '7': [] }, null, 2);
	const { carts, refused } = readCarts(text, 2)!;
	expect(carts.get('12')).toEqual([{ productId: 'P1', name: 'Bolt', price: 1050, quantity: 2 }]);
	expect(refused).toEqual(['12']);
	carts.get('12')![0]!.quantity = 3;
	expect(JSON.parse(patchCarts(text, carts, 2))).toEqual({ '12': [{ ...line, quantity: 3 }], '7': [] });
	expect(readCarts('{"a": [', 2)).toBeNull();
	expect(readCarts('[]', 2)).toBeNull();
});

test('settings are read with defaults for what is missing or can not be used, and unknown keys are kept', () => {
	const text =
		'{\n  "motto": "Parts",\n  "name": "Garage",\n  "currency": "??",\n  "time_zone": "Mars/Base",\n  "tax_rate": 18,\n  "pin_hash": "x"\n}\n';
	const file = readShop(text)!;
	expect(file).toEqual({
		shop: { ...defaultShop, name: 'Garage', taxRate: 18 },
		pinHash: 'x',
		extra: { motto: 'Parts' },
		refused: [
			{ key: 'currency', value: '??' },
			{ key: 'time_zone', value: 'Mars/Base' }
		]
	});
	const written = patchShop(text, { ...file, shop: { ...file.shop, name: 'Garage 2' } });
	expect(written).toMatch(/^\{\n {2}"motto": "Parts",\n {2}"name": "Garage 2",\n {2}"currency": "INR"/);
	expect(readShop(written)).toEqual({ ...file, shop: { ...file.shop, name: 'Garage 2' }, refused: [] });
	expect(patchShop(written, readShop(written)!)).toBe(written);
	expect(readShop('')).toBeNull();
});
