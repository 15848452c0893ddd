import { expect, test } from 'vitest';
import { nextStep, payment, statusWords, stateOf } from '../../src/lib/ui/order-words';

test('nothing says confirmed or sold before the shop said so', () => {
	for (const status of ['queued', 'awaiting_code', 'needs_review'] as const) {
		expect(statusWords[status].word).not.toMatch(/confirmed/i);
		expect(nextStep({ status })).not.toMatch(/was (sold|confirmed)|is confirmed/i);
	}
});

test('a delivery is paid when it arrives, a pick-up at the counter', () => {
	expect(nextStep({ status: 'confirmed', fulfilment: 'delivery' })).toContain('on delivery');
	expect(nextStep({ status: 'confirmed', fulfilment: 'pickup' })).toContain('at the counter');
	expect(nextStep({ status: 'ready' })).toContain('counter');
});

test('an order says how it goes its way: fetched, delivered, or taken along at once', () => {
	expect(stateOf({ status: 'ready', fulfilment: 'delivery' }).word).toBe('On its way');
	expect(stateOf({ status: 'ready', fulfilment: 'pickup' }).word).toBe('Ready to pick up');
	expect(stateOf({ status: 'handed_over', fulfilment: 'delivery' }).word).toBe('Delivered');
	expect(stateOf({ status: 'handed_over' }).word).toBe('Picked up');
	expect(nextStep({ status: 'confirmed', soldBy: 'admin123' })).toBe('You bought it at the counter.');
});

test('a receipt asks for no money that was paid, or paid back', () => {
	expect(payment({ status: 'confirmed', fulfilment: 'delivery' })).toBe('To be paid on delivery.');
	expect(payment({ status: 'ready' })).toBe('To be paid at the counter.');
	expect(payment({ status: 'handed_over', fulfilment: 'delivery' })).toBe('Paid on delivery.');
	expect(payment({ status: 'confirmed', soldBy: 'admin123' })).toBe('Paid at the counter.');
	expect(payment({ status: 'refunded' })).toBe('The money was returned.');
});
