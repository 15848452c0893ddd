import { expect, test } from 'vitest';
import { needs } from '../../../src/lib/client/desk/needs.svelte';
import { connection } from '../../../src/lib/client/state/connection.svelte';
import { rows } from '../../../src/lib/client/state/rows.svelte';
import { session } from '../../../src/lib/client/state/session.svelte';
import type { FileClash } from '../../../src/lib/domain/csv/clash';
import type { Order, OrderStatus } from '../../../src/lib/domain/order/order';

const order = (orderId: string, status: OrderStatus): Order => ({
	orderId,
	username: 'ann',
	status,
	lines: [],
	total: 0,
	placedAt: '2026-01-01T00:00:00.000Z'
});

test('what waits for a person is orders, clashes that nobody settled, refused changes and held files', () => {
	session.show({ username: 'boss', role: 'admin' });
	expect(needs.total).toBe(0);
	rows.orders = [
		order('W1', 'needs_review'),
		order('W2', 'confirmed'),
		order('W3', 'ready'),
		order('W4', 'handed_over'),
		order('W5', 'awaiting_code')
	];
	expect(needs.total).toBe(3);
	rows.clashes = ['a', 'b'].map((clashId, at) => ({ clashId, at }) as FileClash);
	rows.pending = [
		{
			seq: 1,
			name: 'settleClash',
			args: { clashId: 'a', choice: 'shop' }
		} as unknown as (typeof rows.pending)[number]
	];
	expect(needs).toMatchObject({ inReview: 1, toPrepare: 1, toHandOver: 1, clashes: 1, total: 4 });
	rows.refusals = [{ id: 1 } as (typeof rows.refusals)[number]];
	connection.fileProblems = [{ name: 'sales.csv', code: 'EBUSY', since: 0 }];
	expect(needs.total).toBe(6);
});
