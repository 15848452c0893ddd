import { expect, test } from 'vitest';
import { nextStep, statusWords } from '../../src/lib/ui/order-words';

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
