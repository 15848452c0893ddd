import { expect, test } from 'vitest';
import { basketsOf } from '../../../src/lib/domain/basket/baskets';
import { bundles } from '../../../src/lib/domain/basket/bundles';
import { marksOf, pairOfKey, shownBundles, withMark } from '../../../src/lib/domain/basket/shown';

const times = (n: number, items: string[]) => Array.from({ length: n }, () => items);
const orders = basketsOf([
	...times(30, ['disc', 'pads']),
	...times(20, ['oil', 'filter']),
	...times(10, ['disc', 'wiper']),
	...times(1, ['oil', 'wiper']),
	...times(60, ['tyre'])
]);
const name = (id: string) => id;
const pair = (productA: string, productB: string) => ({ productA, productB });
const none = { pinned: [], hidden: [] };
const shown = (marks: { pinned: string[]; hidden: string[] }) =>
	shownBundles(bundles(orders, name, { marks }), marks).map(
		({ productA, productB }) => `${productA}|${productB}`
	);

test('without marks the surest is first', () => {
	expect(shown(none)).toEqual([
		'pads|disc',
		'filter|oil',
		'oil|filter',
		'wiper|disc',
		'disc|pads',
		'disc|wiper'
	]);
});

test('how sure a pair is, is worked out once, however many there are', () => {
	let asked = 0;
	const found = Array.from({ length: 200 }, (_, i) => ({
		...bundles(orders, name)[0]!,
		count: 1 + ((7 * i) % 50),
		get confidence() {
			asked++;
			return 0.5;
		}
	}));
	const counts = shownBundles(found, none).map(({ count }) => count);
	expect(asked).toBe(found.length);
	expect(counts).toEqual(counts.toSorted((a, b) => b - a));
});

test('the first of many are those that stand first among all', () => {
	const many = Array.from({ length: 500 }, (_, i) => ({
		...bundles(orders, name)[0]!,
		productA: `P${String((i * 37) % 500).padStart(3, '0')}`,
		count: 1 + ((i * 7) % 60),
		confidence: 0.2 + ((i * 13) % 8) / 10,
		lift: 1 + ((i * 11) % 9)
	}));
	const marks = { pinned: ['P499|oil', 'P010|oil'], hidden: ['P011|oil'] };
	const all = many.map((one) => ({ ...one, productB: 'oil' }));
	for (const most of [1, 2, 12, 249, 250, 499, 1000])
		expect(shownBundles(all, marks, most)).toEqual(shownBundles(all, marks).slice(0, most));
	expect(shownBundles(all, marks, 2).map(({ productA }) => productA)).toEqual(['P499', 'P010']);
});

test('a hidden pair is gone either way round, a pinned one first', () => {
	expect(shown({ pinned: ['disc|wiper'], hidden: ['disc|pads'] })).toEqual([
		'wiper|disc',
		'disc|wiper',
		'filter|oil',
		'oil|filter'
	]);
});

test('a mark reaches what is shown before the bundles are found anew', () => {
	const before = bundles(orders, name);
	const marks = withMark(withMark(none, pair('filter', 'oil'), 'hidden'), pair('disc', 'wiper'), 'pinned');
	expect(shownBundles(before, marks).map(({ productA }) => productA)).toEqual([
		'wiper',
		'disc',
		'pads',
		'disc'
	]);
});

test('a pinned pair that the numbers do not carry bears its true counts and the shop’s own words', () => {
	const found = bundles(orders, name, { marks: { pinned: ['oil|wiper', 'oil|unsold'], hidden: [] } });
	expect(
		found.filter(({ productB }) => ['wiper', 'unsold'].includes(productB) && productB !== 'disc')
	).toEqual(
		expect.arrayContaining([
			{
				productA: 'oil',
				productB: 'wiper',
				count: 1,
				confidence: 1 / 21,
				lift: 121 / (21 * 11),
				reason: 'Picked by the shop to go with oil'
			},
			{
				productA: 'oil',
				productB: 'unsold',
				count: 0,
				confidence: 0,
				lift: 0,
				reason: 'Picked by the shop to go with oil'
			}
		])
	);
});

test('a pair bears one mark, and hiding outweighs', () => {
	const pinned = withMark(none, pair('a', 'b'), 'pinned');
	expect(marksOf(pinned)(pair('b', 'a'))).toBe('pinned');
	expect(withMark(pinned, pair('b', 'a'), 'hidden')).toEqual({ pinned: [], hidden: ['b|a'] });
	expect(withMark(pinned, pair('b', 'a'), 'none')).toEqual(none);
	expect(marksOf({ pinned: ['a|b'], hidden: ['b|a'] })(pair('a', 'b'))).toBe('hidden');
});

test('a key is read back where an id holds the bar', () => {
	const known = (id: string) => ['a', 'b|c', '__proto__'].includes(id);
	expect(pairOfKey('a|b|c', known)).toEqual(pair('a', 'b|c'));
	expect(pairOfKey('b|c|a', known)).toEqual(pair('b|c', 'a'));
	expect(pairOfKey('__proto__|a', known)).toEqual(pair('__proto__', 'a'));
	expect(pairOfKey('a|x', known)).toBeUndefined();
});
