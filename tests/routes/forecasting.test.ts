import { expect, test, vi } from 'vitest';
import type { ForecastRequest } from '../../src/lib/client/analyses/forecast';
import { packPanel, type ForecastTable } from '../../src/lib/domain/forecast/table';
import { enoughOf, placesOf } from '../../src/routes/admin/forecast/figures';
import { Forecasting } from '../../src/routes/admin/forecast/forecasting.svelte';

const answers = vi.hoisted(() => new Map<string, object>());
vi.mock('../../src/lib/client/analyse', () => ({
	analyse: (_: string, { today, known }: ForecastRequest) =>
		Promise.resolve({ ...answers.get(today), ...(known === today && { panel: null }) })
}));

const horizon = 4;
for (const today of ['2026-01-05', '2026-01-12']) {
	const panel = packPanel({ period: 'week', end: 0, items: [today], values: [new Float64Array(1)] });
	const table = { options: { horizon }, trees: today } as unknown as ForecastTable;
	answers.set(today, { key: today, demandKey: today, panel, table, bulk: [], whole: [] });
}
const asked = (today: string): ForecastRequest => ({ period: 'week', horizon, today });

test('a forecast that is given up half shown does not stand under what was asked before it', async () => {
	const forecasting = new Forecasting();
	await forecasting.start(asked('2026-01-05'));
	const first = forecasting.table;
	const other = forecasting.start(asked('2026-01-12'));
	await vi.waitUntil(() => forecasting.table && forecasting.table !== first, { interval: 0 });
	await Promise.all([other, forecasting.start(asked('2026-01-05'))]);
	expect(forecasting.panel?.items).toEqual(['2026-01-05']);
	expect(forecasting.table).toBe(first);
});

test('what the page asks of the demand is made before it is shown', async () => {
	const forecasting = new Forecasting();
	await forecasting.start(asked('2026-01-05'));
	const panel = forecasting.panel!;
	// Made only now, both would be empty.
	const items = panel.items.splice(0);
	panel.values = [];
	expect(placesOf(panel).get('2026-01-05')).toBe(0);
	expect(enoughOf(panel)).toHaveLength(1);
	panel.items.push(...items);
});

test('a table does not stand beside the demand of other products: it tells them by their places', async () => {
	const forecasting = new Forecasting();
	await forecasting.start(asked('2026-01-05'));
	const [panel, table] = [forecasting.panel, forecasting.table];
	const other = forecasting.start(asked('2026-01-12'));
	expect(forecasting.table).toBe(table);
	await vi.waitUntil(() => forecasting.panel !== panel, { interval: 0 });
	expect(forecasting.table).not.toBe(table);
	await other;
	expect(forecasting.table).not.toBeNull();
});
