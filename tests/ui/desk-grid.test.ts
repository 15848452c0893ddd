import { expect, test } from 'vitest';
import { createKeys } from '../../src/lib/ui/desk/keys';
import { drawnRows, elementsOf, rowAfter } from '../../src/lib/ui/desk/window';

test('of 50,000 rows only those in view are drawn, at every place', () => {
	for (const top of [0, 35, 36, 900_000, 50_000 * 36]) {
		const { first, end } = drawnRows(50_000, { top, height: 720, rowHeight: 36 });
		expect(end - first).toBeLessThan(40);
		expect(first * 36).toBeLessThanOrEqual(top);
		expect(end * 36).toBeGreaterThanOrEqual(Math.min(top + 720, 50_000 * 36));
	}
	expect(drawnRows(100, { top: 0, height: 0, rowHeight: 36 })).toEqual({ first: 0, end: 100 });
});

test('rows keep their elements, and take over those of rows that left; never those that hold the focus', () => {
	const first = elementsOf(['a', 'b', 'c'], new Map());
	expect([...first.values()]).toEqual([0, 1, 2]);
	const scrolled = elementsOf(['b', 'c', 'd'], first);
	expect([...scrolled]).toEqual([
		['b', 1],
		['c', 2],
		['d', 0]
	]);
	const others = elementsOf(['x', 'y', 'z', 'u'], scrolled);
	expect([...others.values()]).toEqual([1, 2, 0, 3]);
	const held = elementsOf(['y', 'z', 'u', 'v'], others, 'x');
	expect(held.get('v')).toBe(4);
	expect(new Set(held.values()).size).toBe(4);
});

test('keys move within the rows', () => {
	expect(rowAfter('ArrowDown', 9, 10, 5)).toBe(9);
	expect(rowAfter('ArrowUp', 0, 10, 5)).toBe(0);
	expect(rowAfter('PageDown', 1, 10, 5)).toBe(6);
	expect(rowAfter('Enter', 1, 10, 5)).toBeNull();
});

test('a shortcut is one key, two after each other, or one with Ctrl; not what is typed into a field', () => {
	const ran: string[] = [];
	const listen = createKeys(() =>
		['?', 'g p', 'mod+k', 'p'].map((keys) => ({ keys, does: keys, run: () => ran.push(keys) }))
	);
	let time = 0;
	const press = (key: string, fields: object = {}, inField = false, after = 10) =>
		listen({
			key,
			timeStamp: (time += after),
			target: { closest: () => (inField ? {} : null) },
			preventDefault() {},
			...fields
		} as unknown as KeyboardEvent);
	press('?');
	press('g');
	press('p');
	press('p');
	press('g');
	press('p', {}, false, 5000);
	press('p', {}, true);
	press('k', { ctrlKey: true }, true);
	press('K', { metaKey: true });
	expect(ran).toEqual(['?', 'g p', 'p', 'p', 'mod+k', 'mod+k']);
});
