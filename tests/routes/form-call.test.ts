import { expect, test } from 'vitest';
import { problem } from '../../src/lib/client/problem';
import { FormCall, unlike } from '../../src/routes/parts/form-call.svelte';

test('what the shop refuses stands at its field, or with the whole form', async () => {
	const form = new FormCall();
	const invalid = problem('invalid', 'Some fields are wrong.');
	invalid.problem.fields = { email: 'This is no address.' };
	expect(await form.send(async () => invalid)).toBeUndefined();
	expect(form.errors).toEqual({ email: 'This is no address.' });
	expect(form.problem).toBe('');

	expect(await form.send(async () => problem('unavailable', 'No connection.'))).toBeUndefined();
	expect(form.errors).toEqual({});
	expect(form.problem).toBe('No connection.');

	expect(await form.send(async () => ({ ok: true as const, body: 7 }))).toEqual({ ok: true, body: 7 });
	expect([form.errors, form.problem, form.busy]).toEqual([{}, '', false]);
});

test('a form waits for one answer at a time, and asks nothing that the device knows to be wrong', async () => {
	const form = new FormCall();
	let asked = 0;
	let answer = () => {};
	const ask = () => {
		asked++;
		return new Promise<{ ok: true }>((done) => (answer = () => done({ ok: true })));
	};
	const first = form.send(ask);
	expect(form.busy).toBe(true);
	expect(await form.send(ask)).toBeUndefined();
	answer();
	expect(await first).toEqual({ ok: true });
	expect(await form.send(ask, unlike('passwords', 'one', 'two'))).toBeUndefined();
	expect(form.errors.again).toMatch(/differ/);
	expect(asked).toBe(1);
});
