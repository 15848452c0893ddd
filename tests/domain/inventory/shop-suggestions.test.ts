import { expect, test } from 'vitest';
import { dayOf } from '../../../src/lib/domain/forecast/calendar';
import type { ProductForecast } from '../../../src/lib/domain/forecast/kept';
import { shopSuggestions, stockItems } from '../../../src/lib/domain/inventory/shop-suggestions';
import { defaultShop } from '../../../src/lib/domain/shop/shop';
import type { Purchase } from '../../../src/lib/domain/stock/stock';

const part = (productId: string, name: string, over = {}) => ({
	productId,
	name,
	section: 'Brake',
	price: 1500,
	stock: 4,
	description: '',
	...over
});
const bought = (productId: string, over: Partial<Purchase>): Purchase => ({
	purchaseId: 'PO',
	supplier: 'Vajra',
	productId,
	ordered: 10,
	received: 10,
	cost: 900,
	orderedAt: '2026-01-01 10:00:00',
	expectedAt: '2026-01-08',
	receivedAt: '2026-01-11 10:00:00',
	status: 'received',
	...over
});
const shelves = {
	shop: { ...defaultShop, leadTimeDays: 6 },
	products: [part('P1', 'Pad', { supplier: 'Vajra' }), part('P2', 'Disc', { status: 'discontinued' })],
	stocks: [
		{ category: 'Brake', item: 'Pad', stock: 5, price: 0 },
		{ category: 'Brake', item: 'old pads', stock: 2, price: 0, productId: 'P1' },
		{ category: 'Brake', item: 'Disc, rear', stock: 9, price: 0 }
	],
	purchases: [
		bought('P1', { status: 'partial', received: 3 }),
		bought('P1', { status: 'ordered', received: 0 }),
		bought('P1', { status: 'cancelled', received: 0 })
	]
};

test('the shelf, its reserve by id or exact name, and what is still to come', () => {
	expect(stockItems(shelves)).toMatchObject([
		{ productId: 'P1', stock: 4, reserve: 7, onOrder: 17, supplier: 'Vajra' },
		{ productId: 'P2', stock: 4, reserve: 0, onOrder: 0, discontinued: true }
	]);
});

test('a product without a lead time has that of its purchases, or else of its supplier', () => {
	const received = (productId: string) => [
		bought(productId, { receivedAt: '2026-01-11 10:00:00' }),
		bought(productId, { receivedAt: '2026-01-13 10:00:00' })
	];
	const [own] = stockItems({ ...shelves, purchases: received('P1') });
	// (10 + 12 + 2 × 6 believed) / 4
	expect(own).toMatchObject({ leadTimeDays: 8.5, leadTimeSdDays: Math.sqrt(2) });
	const [supplier, none] = stockItems({ ...shelves, purchases: received('P9') });
	expect(supplier!.leadTimeDays).toBe(8.5);
	expect(none!.leadTimeDays).toBeUndefined();
	const [given] = stockItems({
		...shelves,
		products: [part('P1', 'Pad', { leadTimeDays: 3 })],
		purchases: received('P1')
	});
	expect(given!.leadTimeDays).toBe(3);
});

test('a product without a forecast is not bought, one that sells is', () => {
	const forecast = { productId: 'P1', forecast: [3, 3], metrics: null } as unknown as ProductForecast;
	const suggestions = shopSuggestions(
		{ ...shelves, products: [...shelves.products, part('P3', 'Horn', { stock: 0 })] },
		[forecast],
		dayOf('2026-03-20')!
	);
	expect(suggestions.map(({ flag }) => flag)).toEqual([
		'Reorder needed',
		'No reorder needed',
		'No reorder needed'
	]);
	// 11 in the shop last 3 days and two thirds.
	expect(suggestions[0]).toMatchObject({ daysOfCover: 3.667, stockOutOn: '2026-03-23', dailyDemand: 3 });
});
