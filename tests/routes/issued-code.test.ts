import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { forgetIssued, keepIssued, keptIssued } from '../../src/routes/parts/issued-code';

const issued = {
	orderId: 'W1',
	until: 300_000,
	code: { expiresInMs: 300_000, delivery: 'demo' as const, demoCode: '12345' }
};

beforeEach(() => {
	const kept = new Map<string, string>();
	vi.stubGlobal('sessionStorage', {
		getItem: (key: string) => kept.get(key) ?? null,
		setItem: (key: string, value: string) => kept.set(key, value),
		removeItem: (key: string) => kept.delete(key)
	});
});
afterEach(() => vi.unstubAllGlobals());

test('a code is kept for its order as long as it holds', () => {
	expect(keptIssued('W1', 0)).toBeUndefined();
	keepIssued(issued);
	expect(keptIssued('W1', 0)).toEqual(issued);
	expect(keptIssued('W1', 299_999)).toEqual(issued);
	expect(keptIssued('W2', 0)).toBeUndefined();
	expect(keptIssued('W1', 300_000)).toBeUndefined();
});

test('a clock that was set back, a forgotten code and a refused storage keep nothing', () => {
	keepIssued(issued);
	expect(keptIssued('W1', -1)).toBeUndefined();
	forgetIssued();
	expect(keptIssued('W1', 0)).toBeUndefined();
	vi.unstubAllGlobals();
	keepIssued(issued);
	forgetIssued();
	expect(keptIssued('W1', 0)).toBeUndefined();
});
