import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { forgetAccount, keepAccount, keptAccount } from '../../src/routes/parts/account-draft';
import { kept } from '../../src/routes/parts/kept';

beforeEach(() => {
	const stored = new Map<string, string>();
	vi.stubGlobal('sessionStorage', {
		getItem: (key: string) => stored.get(key) ?? null,
		setItem: (key: string, value: string) => stored.set(key, value),
		removeItem: (key: string) => stored.delete(key)
	});
});
afterEach(() => vi.unstubAllGlobals());

test('a tab keeps a value until it is forgotten', () => {
	const value = kept<{ a: number }>('key');
	expect(value.read()).toBeNull();
	value.write({ a: 1 });
	expect(value.read()).toEqual({ a: 1 });
	value.forget();
	expect(value.read()).toBeNull();
});

test('a refused storage and text that is not JSON keep nothing', () => {
	sessionStorage.setItem('key', '{');
	expect(kept('key').read()).toBeNull();
	vi.unstubAllGlobals();
	kept('key').write(1);
	expect(kept('key').read()).toBeNull();
});

test('what was typed for an account is kept field by field', () => {
	keepAccount({ mode: 'register' });
	keepAccount({ username: 'ann' });
	expect(keptAccount()).toEqual({ mode: 'register', username: 'ann' });
	forgetAccount();
	expect(keptAccount()).toEqual({});
});
