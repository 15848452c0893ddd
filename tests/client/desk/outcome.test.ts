import { expect, test } from 'vitest';
import type { OutboxRow, Refusal } from '../../../src/lib/client/db/schema';
import { outcomeOf } from '../../../src/lib/client/desk/outcome';

const row = (id: string, state: Partial<OutboxRow> = {}): OutboxRow => ({
	...{ username: 'ann', clientId: 'c', seq: 1, name: 'saveProduct', args: {}, at: '', id },
	...state
});
const refused = (change?: string): Refusal => ({
	...{ username: 'ann', name: 'saveProduct', args: {}, code: 'conflict', detail: '' },
	...(change && { change })
});

test('a change is followed until the shop took or refused it', () => {
	const of = (pending: OutboxRow[], refusals: Refusal[] = []) =>
		outcomeOf(['m1', 'm2'], { pending: [row('m9', { held: true }), ...pending], refusals });
	expect(of([row('m1'), row('m2', { answered: true })])).toBe('waiting');
	expect(of([row('m1'), row('m2', { held: true })])).toBe('held');
	expect(of([row('m2', { answered: true })])).toBe('done');
	expect(of([], [refused('m8'), refused()])).toBe('done');
	expect(of([row('m2', { held: true })], [refused('m1')])).toBe('refused');
});
