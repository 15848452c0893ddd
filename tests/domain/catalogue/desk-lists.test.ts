import { expect, test } from 'vitest';
import { Catalogue } from '../../../src/lib/domain/catalogue/catalogue';
import { stockState } from '../../../src/lib/domain/catalogue/product';
import type { Sort } from '../../../src/lib/domain/catalogue/query';
import { toColumns } from '../../../src/lib/domain/catalogue/columns';
import { manyParts } from './parts';

const parts = manyParts(400);

function shelf(): Catalogue {
	const catalogue = new Catalogue(5);
	catalogue.addColumns(toColumns(parts));
	return catalogue;
}

test.each(['in', 'low', 'out'] as const)('only what is %s', (state) => {
	const expected = parts.filter((part) => stockState(part, 5) === state).map((part) => part.productId);
	expect(expected.length).toBeGreaterThan(0);
	expect(shelf().list({ state, hidden: true }).ids.toSorted()).toEqual(expected.toSorted());
});

test.each(['stock-up', 'stock-down', 'section-up', 'section-down', 'name-down'] as Sort[])(
	'sorted by %s, also after a change',
	(sort) => {
		const catalogue = shelf();
		const [field, direction] = sort.split('-') as ['stock' | 'section' | 'name', string];
		const inOrder = () =>
			catalogue.list({ sort, hidden: true }).ids.map((id) => {
				const value = catalogue.product(id)![field];
				return typeof value === 'string' ? value.toLowerCase() : value;
			});
		const sorted = () => {
			const values = inOrder().toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
			return direction === 'down' ? values.reverse() : values;
		};
		expect(inOrder()).toEqual(sorted());
		catalogue.put({ ...parts[7]!, stock: 77_777, section: 'Aaa', name: 'Zzz' });
		expect(inOrder()).toEqual(sorted());
	}
);
