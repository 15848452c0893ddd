import { expect, test } from 'vitest';
import { addressOf, choicesOf, stretchIn } from '../../src/routes/admin/insights/choices';

const now = '2026-03-31 15:20:00';
const ask = (query: string) => choicesOf(new URLSearchParams(query), now);

test('an address without choices is of 30 days, and nonsense in it changes nothing but is named', () => {
	const plain = { view: 'sales', span: '30', from: '2026-03-02', to: '2026-03-31', by: 'revenue' };
	expect(ask('')).toMatchObject({ ...plain, unread: null });
	expect(ask('range=31&cell=QX&by=luck&view=x')).toMatchObject({ ...plain, unread: '31' });
	expect(ask('range=7&from=2026-02-30&to=2026-03-01')).toMatchObject({
		span: '7',
		unread: '2026-02-30 to 2026-03-01'
	});
	expect(ask('from=2026-03-05&to=2026-03-01')).toMatchObject({
		...plain,
		unread: '2026-03-05 to 2026-03-01'
	});
	expect(ask('cell=QX').cell).toBeUndefined();
});

test('days of one’s own are both included', () => {
	const own = ask('from=2026-01-10&to=2026-01-12&section=Brake&cell=AX&by=units');
	expect(own).toMatchObject({ span: null, section: 'Brake', cell: 'AX', by: 'units' });
	expect(stretchIn(own, now)).toEqual({ from: '2026-01-10', to: '2026-01-13' });
});

test('an address keeps the other choices', () => {
	const asked = new URLSearchParams({ range: '90', section: 'Oil & more' });
	expect(addressOf(asked, { cell: 'AX' })).toBe('/admin/insights?range=90&section=Oil%20%26%20more&cell=AX');
	expect(addressOf(asked, { section: null })).toBe('/admin/insights?range=90');
});
