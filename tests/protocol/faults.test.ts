import * as v from 'valibot';
import { expect, test } from 'vitest';
import { faultsIn, faultsOf } from '../../src/lib/protocol/faults';
import { registerRequest } from '../../src/lib/protocol/session';

const schema = v.strictObject({
	name: v.pipe(v.string(), v.minLength(2)),
	count: v.pipe(v.number(), v.integer(), v.maxValue(9)),
	kind: v.picklist(['a', 'b']),
	pin: v.pipe(v.string(), v.regex(/^\d+$/, 'A PIN has digits.'))
});
const faults = (input: unknown) => ({ ...faultsOf(v.safeParse(schema, input).issues ?? [], 'body') });

test('each field at fault is told in words, a schema’s own first', () => {
	expect(faults({ name: 'x', count: 1.5, kind: 'c', pin: 'x' })).toEqual({
		name: 'Use at least 2 characters.',
		count: 'Use a whole number.',
		kind: 'Use "a" or "b".',
		pin: 'A PIN has digits.'
	});
	expect(faults({ name: 7, count: 10, kind: 'a', more: 1 })).toEqual({
		name: 'Use text.',
		count: 'Use 9 or less.',
		pin: 'This is missing.',
		more: 'There is no such field.'
	});
	expect(faults('text')).toEqual({ body: 'Use an object.' });
	const one = v.strictObject({
		pin: v.pipe(v.string(), v.minLength(1)),
		list: v.pipe(v.array(v.string()), v.minLength(1))
	});
	expect({ ...faultsOf(v.safeParse(one, { pin: '', list: [] }).issues ?? [], 'body') }).toEqual({
		pin: 'Use at least 1 character.',
		list: 'Use at least 1 entry.'
	});
});

test('a field with the name of the prototype is told too', () => {
	const parsed = v.safeParse(
		schema,
		JSON.parse('{"name":"xx","count":1,"kind":"a","pin":"1","__proto__":1}')
	);
	expect(JSON.stringify(faultsOf(parsed.issues ?? [], 'body'))).toContain('__proto__');
});

test('a device finds every fault of a form before it sends it, and none in one that the server takes', () => {
	const faults = faultsIn(registerRequest, { username: 'a b', password: 'short', email: 'ann at home' });
	expect(Object.keys(faults)).toEqual(['username', 'password', 'email']);
	expect(faultsIn(registerRequest, { username: 'ann', password: 'long enough', email: '' })).toEqual({});
});
