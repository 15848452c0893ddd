import { expect, test } from 'vitest';
import { ShownQuantity } from '../../src/lib/ui/quantity.svelte';

/** A field over a line that holds 1; a change is through when the test says so. */
function field() {
	const under: { quantity: number; end(ok: boolean): void }[] = [];
	let stored = 1;
	const shown = new ShownQuantity(
		() => stored,
		(quantity) =>
			new Promise<void>((resolve) =>
				under.push({
					quantity,
					end: (ok) => {
						if (ok) stored = quantity;
						resolve();
					}
				})
			)
	);
	return { under, shown };
}

test('quick presses count from what is shown, and what is written meanwhile does not set them back', async () => {
	const { under, shown } = field();
	const seen: number[] = [];
	const press = () => {
		void shown.ask(shown.now + 1, 9);
		seen.push(shown.now);
	};
	press();
	press();
	under[0]!.end(true);
	await Promise.resolve();
	await Promise.resolve();
	seen.push(shown.now);
	press();
	expect(seen).toEqual([2, 3, 3, 4]);
	expect(under.map(({ quantity }) => quantity)).toEqual([2, 3, 4]);
});

test('after the last change, written or not, the field shows what is stored', async () => {
	const { under, shown } = field();
	const failed = shown.ask(7, 9);
	expect(shown.now).toBe(7);
	under[0]!.end(false);
	await failed;
	expect(shown.now).toBe(1);
	const cut = shown.ask(50, 9);
	expect(shown.now).toBe(9);
	under[1]!.end(true);
	await cut;
	expect(shown.now).toBe(50);
	const thrown = new ShownQuantity(
		() => 3,
		() => Promise.reject(new Error('no room'))
	);
	await expect(thrown.ask(4, 9)).rejects.toThrow('no room');
	expect(thrown.now).toBe(3);
});
