import type { SaleLine } from '../../../src/lib/domain/insights/sale-line';

/** A sale of one piece for 1.00, except what is said. */
export const line = (date: string, changes: Partial<SaleLine> = {}): SaleLine => ({
	date,
	orderId: 'A1',
	productId: 'P1',
	quantity: 1,
	price: 100,
	username: 'kim',
	...changes
});
