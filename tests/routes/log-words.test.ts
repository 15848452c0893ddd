import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { tell, who } from '../../src/routes/admin/log/words';

const entry = (action: string, target = '') => ({
	at: '2026-03-31 15:20:00',
	username: 'ann',
	action,
	target
});

test('every action that the shop writes down has words of its own', () => {
	const files = readdirSync('src/lib/server', { recursive: true, encoding: 'utf8' });
	const found = files
		.filter((file) => file.endsWith('.ts') && !file.startsWith('config'))
		.flatMap((file) => readFileSync(`src/lib/server/${file}`, 'utf8').match(/'[A-Z]+(?:_[A-Z]+)+'/g) ?? [])
		.map((name) => name.slice(1, -1));
	const actions = [...new Set([...found, 'ADD', 'UPDATE', 'DELETE', 'UNLOCK', 'IMPORT'])];
	expect(actions.length).toBeGreaterThan(40);
	const raw = (action: string) => tell(entry(action)).did.toUpperCase().replaceAll(' ', '_') === action;
	expect(actions.filter(raw)).toEqual([]);
});

test('an entry is told with what it was done to, and an unknown one in its own words', () => {
	expect(tell(entry('REFUND_ORDER', 'O 1'))).toMatchObject({
		did: 'Refunded the order',
		what: 'O',
		more: '1'
	});
	expect(tell(entry('ADJUST_STOCK', 'P1 +5'))).toEqual({
		did: 'Changed the stock of',
		what: 'P1',
		more: '+5'
	});
	expect(tell(entry('UNLOCK', 'ann'))).toEqual({ did: 'Unlocked the desk with the PIN', what: '', more: '' });
	expect(tell(entry('OLD_THING', 'x y'))).toEqual({ did: 'Old thing', what: 'x y', more: '' });
	expect([who('-'), who('file'), who('ann')]).toEqual(['Nobody known', 'A file', 'ann']);
});
