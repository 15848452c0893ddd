import { expect, test } from 'vitest';
import { Search } from '../../../src/lib/domain/catalogue/search';
import type { DeskProduct } from '../../../src/lib/domain/catalogue/product';
import { manyParts } from './parts';

const part = (name: string, more: Partial<DeskProduct> = {}): DeskProduct => ({
	productId: `P${name.length}`,
	name,
	section: 'Parts',
	price: 1,
	stock: 1,
	description: '',
	...more
});

function namesFound(products: DeskProduct[], q: string): string[] {
	const search = new Search((row) => products[row]!);
	products.forEach((_, row) => search.put(row));
	return search.find(q).rows.map((row) => products[row]!.name);
}

/** One edit a word: letters swapped, left out, doubled, wrong; spaces lost. At least 3 of the first 5 must be meant. */
test.each([
	['brkae pad', 'Brake Pad'],
	['hedlamp', 'Headlamp'],
	['brake pda', 'Brake Pad'],
	['alternater', 'Alternator'],
	['shok absorbr', 'Shock Absorber'],
	['wiper blaed', 'Wiper Blade'],
	['radiatorr', 'Radiator'],
	['clucth kit', 'Clutch Kit'],
	['spark plgu', 'Spark Plug'],
	['nrake disc', 'Brake Disc'],
	['tming belt', 'Timing Belt'],
	['headlightbulb', 'Headlight Bulb']
])('%s finds %s', (typed, meant) => {
	const products = manyParts(2000);
	const first = namesFound(products, typed).slice(0, 5);
	expect(first).toHaveLength(5);
	expect(first.filter((name) => name.includes(meant)).length, first.join(', ')).toBeGreaterThanOrEqual(3);
});

const pads = part('Front pads', {
	productId: 'P001',
	brand: 'Vajra',
	partNumber: 'VJ-FB 4410',
	oemNumbers: ['43443M86K20', '04465-0K240'],
	barcode: '2044100001374',
	formerNames: ['Stop blocks', 'VJ-FB 4400']
});
const others = manyParts(300);
test.each([
	'VJ-FB 4410',
	'vjfb4410',
	'vj fb4410',
	'VJ.FB/4410',
	'VJFB-44',
	'43443 m86k20',
	'044650K240',
	'04465 0k240',
	'0K240',
	'2044100001374',
	'2044 1000 01374',
	'vjfb4400',
	'stop blocks',
	'stpo blocks',
	'p001',
	'vajra pads',
	'pads 4410',
	'fornt pads'
])('the part is first for %s', (typed) => {
	expect(namesFound([...others, pads], typed)[0]).toBe('Front pads');
});

test('whole words in the name come before beginnings, beginnings before the middle, the name before the rest', () => {
	const products = [
		part('Sunbrake'),
		part('Clip', { section: 'Brake' }),
		part('Brakes'),
		part('Disc brake'),
		part('Brake disc')
	];
	expect(namesFound(products, 'brake')).toEqual(['Brake disc', 'Disc brake', 'Brakes', 'Sunbrake', 'Clip']);
});

test('words may stand in any order, and every one counts', () => {
	const products = [part('Rear brake pad'), part('Front brake pad'), part('Rear light')];
	expect(namesFound(products, 'pad rear')).toEqual(['Rear brake pad']);
});

test('right spelling does not bring what is only similar, where there is enough', () => {
	const products = [...Array.from({ length: 5 }, (_, i) => part(`Brake ${i}`)), part('Rake')];
	expect(namesFound(products, 'brake')).not.toContain('Rake');
	expect(namesFound([part('Brake'), part('Rake')], 'brake')).toEqual(['Brake', 'Rake']);
});

test('digits are never guessed', () => {
	expect(namesFound([part('Bulb 5W'), part('Fuse 12345')], '12354')).toEqual([]);
});

test('names of any script are found, misspelt or not', () => {
	const products = [part('Тормозные колодки'), part('Ölfilter'), part('ब्रेक पैड')];
	expect(namesFound(products, 'колдоки')).toEqual(['Тормозные колодки']);
	expect(namesFound(products, 'olfilter')).toEqual(['Ölfilter']);
	expect(namesFound(products, 'पैड')).toEqual(['ब्रेक पैड']);
});

test('nothing, blanks and signs find nothing, and no sign breaks it', () => {
	for (const q of ['', '   ', '-', '.*', '(', '"', '\\', "'", '|']) expect(namesFound([pads], q)).toEqual([]);
	expect(namesFound([pads], 'pads (front)')).toEqual(['Front pads']);
});

test('where nothing has every word, what has the most of them is found, and the others are named', () => {
	const products = [
		part('Front brake pads', { brand: 'Vajra' }),
		part('Brake disc'),
		part('Carburettor kit'),
		part('Battery 12 V'),
		part('Headlamp, left'),
		part('Front brake pad sensor')
	];
	const search = new Search((row) => products[row]!);
	products.forEach((_, row) => search.put(row));
	const found = (q: string) => {
		const { rows, leftOut } = search.find(q, true);
		return [rows.map((row) => products[row]!.name), leftOut];
	};
	expect(found('Brake pad Swift 2015')).toEqual([
		['Front brake pad sensor', 'Front brake pads'],
		['swift', '2015']
	]);
	expect(found('car battery')).toEqual([['Battery 12 V'], ['car']]);
	expect(found('left headlight')).toEqual([['Headlamp, left'], ['headlight']]);
	expect(found('swift batery')).toEqual([['Battery 12 V'], ['swift']]);
	expect(found('swift zzzz')).toEqual([[], []]);
	expect(found('brake disc')).toEqual([['Brake disc'], []]);
	expect(search.find('car battery')).toEqual({ rows: [], leftOut: [] });
});
