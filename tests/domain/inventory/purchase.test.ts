import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	cancelPurchase,
	isOpen,
	leadTimeAfter,
	leadTimeBefore,
	learnLeadTime,
	piecesOnOrder,
	receivePurchase,
	reopenPurchase
} from '../../../src/lib/domain/inventory/purchase';
import type { Purchase } from '../../../src/lib/domain/stock/stock';

const purchase: Purchase = {
	purchaseId: 'B1',
	productId: 'P1',
	supplier: 'Bosch',
	ordered: 48,
	cost: 1000,
	orderedAt: '2025-10-05 09:00:00',
	expectedAt: '2025-10-12',
	received: 0,
	receivedAt: '',
	status: 'ordered'
};
const at = '2025-10-14 12:00:00';
const after = (...receipts: [pieces: number, seen: number][]) =>
	receipts.reduce<Purchase>((now, [pieces, seen]) => {
		const received = receivePurchase(now, { pieces, seen }, at);
		if (!received.ok) throw new Error(received.error.detail);
		return received.value;
	}, purchase);
const refused = (code: string) => ({ ok: false, error: expect.objectContaining({ code }) });

test('what comes in part is awaited on, what comes in whole closes', () => {
	expect(after([40, 0])).toMatchObject({ received: 40, status: 'partial', receivedAt: at });
	expect(piecesOnOrder([after([40, 0]), purchase, after([48, 0])])).toEqual(new Map([['P1', 8 + 48]]));
	expect(after([40, 0], [8, 40])).toMatchObject({ received: 48, status: 'received' });
});

test.each([
	['nothing', 0, 0, 'invalid'],
	['half a piece', 1.5, 0, 'invalid'],
	['no number', NaN, 0, 'invalid'],
	['more than was ordered', 49, 0, 'invalid'],
	['back what never came', -1, 0, 'invalid'],
	['what was received meanwhile', 48, 8, 'conflict']
])('%s is not received', (_, pieces, seen, code) => {
	expect(receivePurchase(purchase, { pieces, seen }, at)).toEqual(refused(code));
});

test('a closed purchase takes nothing in, and says so', () => {
	expect(receivePurchase(after([48, 0]), { pieces: 1, seen: 48 }, at)).toEqual(refused('order_closed'));
	expect(receivePurchase(after([48, 0]), { pieces: 48, seen: 0 }, at)).toEqual(refused('conflict'));
	const cancelled = { ...purchase, status: 'cancelled' };
	expect(receivePurchase(cancelled, { pieces: 1, seen: 0 }, at)).toEqual(refused('order_closed'));
});

test('a receipt booked by mistake is taken back', () => {
	expect(after([48, 0], [-48, 48])).toEqual(purchase);
	expect(after([48, 0], [-8, 48])).toMatchObject({ received: 40, status: 'partial', receivedAt: at });
});

test('what is given up is cancelled, or received where a part had come; both have their way back', () => {
	const part = after([40, 0]);
	expect(cancelPurchase(purchase)).toMatchObject({ ok: true, value: { status: 'cancelled' } });
	expect(cancelPurchase(part)).toMatchObject({ ok: true, value: { status: 'received', received: 40 } });
	expect(reopenPurchase({ ...purchase, status: 'cancelled' })).toEqual({ ok: true, value: purchase });
	expect(reopenPurchase({ ...part, status: 'received' })).toEqual({ ok: true, value: part });
	expect(cancelPurchase(after([48, 0]))).toEqual(refused('order_closed'));
	expect(reopenPurchase(after([48, 0]))).toEqual(refused('order_closed'));
});

test('any run of receipts, cancellings and openings keeps a purchase whole', () => {
	const step = fc.oneof(
		fc.integer({ min: -60, max: 60 }).map((pieces) => ({ pieces })),
		fc.constant('cancel' as const),
		fc.constant('reopen' as const)
	);
	fc.assert(
		fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
			let now: Purchase = purchase;
			let shelf = 0;
			for (const what of steps) {
				const next =
					what === 'cancel'
						? cancelPurchase(now)
						: what === 'reopen'
							? reopenPurchase(now)
							: receivePurchase(now, { pieces: what.pieces, seen: now.received }, at);
				if (!next.ok) continue;
				if (typeof what === 'object') shelf += what.pieces;
				now = next.value;
				expect(now.received).toBe(shelf);
				expect(now.received).toBeGreaterThanOrEqual(0);
				expect(now.received).toBeLessThanOrEqual(now.ordered);
				expect(now.receivedAt === '').toBe(now.received === 0);
				const states = now.received === 0 ? ['ordered', 'cancelled'] : ['partial', 'received'];
				expect(now.received === now.ordered ? ['received'] : states).toContain(now.status);
				expect(isOpen(now)).toBe(now.status === 'ordered' || now.status === 'partial');
			}
		})
	);
});

describe('lead time', () => {
	const came = (days: number, month = '10') => ({
		...purchase,
		orderedAt: `2025-${month}-05 09:00:00`,
		receivedAt: `2025-${month}-${String(5 + days).padStart(2, '0')} 08:00:00`,
		received: 48,
		status: 'received'
	});

	test('it and its spread are learnt from what came', () => {
		expect(learnLeadTime([], 7)).toEqual({ days: 7, sdDays: 0, purchases: 0 });
		const learnt = learnLeadTime([came(9), came(11), came(13), purchase], 7);
		expect(learnt).toMatchObject({ days: (9 + 11 + 13 + 14) / 5, purchases: 3 });
		expect(learnt.sdDays).toBeCloseTo(2, 12);
	});

	test('the newest twelve count', () => {
		const slow = Array.from({ length: 12 }, () => came(20, '11'));
		expect(learnLeadTime([...Array.from({ length: 50 }, () => came(3)), ...slow], 20)).toEqual({
			days: 20,
			sdDays: 0,
			purchases: 12
		});
	});

	test('a product’s own learns from each purchase once, and unlearns what is taken back', () => {
		expect(leadTimeAfter(came(13), 7)).toBe(9);
		expect(leadTimeBefore(came(13), 9)).toBe(7);
		expect(leadTimeBefore(came(20), 2)).toBe(0);
	});

	test('received before it was ordered teaches nothing', () => {
		expect(leadTimeAfter({ ...came(9), receivedAt: '2025-10-04 08:00:00' }, 7)).toBe(7);
		expect(learnLeadTime([{ ...came(9), receivedAt: '2025-10-04 08:00:00' }], 7).purchases).toBe(0);
	});
});
