import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Papa from 'papaparse';
import { builtModule } from '../../scripts/built.mjs';
import type { pop as command } from '../../src/cli/pop';
import {
	admin,
	connection,
	expect,
	offlineReady,
	signIn,
	test,
	withoutViolation,
	type Page
} from '../helpers/browser';

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
/** A forecast is calculated on whatever the machine has to spare. */
const CALCULATED = 90_000;
const calculated = (page: Page) =>
	expect(page.getByText('Calculated on this device')).toBeVisible({ timeout: CALCULATED });

/** A part's own forest comes last, when it is looked at. */
const forestTrained = (page: Page) =>
	expect(page.getByRole('row', { name: /^Forest of the product/ })).toContainText('%', {
		timeout: CALCULATED
	});

async function saved(page: Page, name: string, folder: string): Promise<string> {
	const [file] = await Promise.all([page.waitForEvent('download'), button(page, name).click()]);
	const path = join(folder, `${name}.csv`);
	await file.saveAs(path);
	return path;
}

test('the forecast of the browser is the one of the command line, and its picture is its table', async ({
	page
}) => {
	test.slow();
	await signIn(page, admin);
	await page.goto('/admin/forecast?days=3');
	await calculated(page);
	const folder = mkdtempSync(join(tmpdir(), 'pop forecast '));
	const demand = await saved(page, 'Export demand', folder);
	const exported = await saved(page, 'Export forecasts', folder);
	const here = new Map<string, Record<string, string>[]>();
	for (const row of Papa.parse<Record<string, string>>(readFileSync(exported, 'utf8').replace('\ufeff', ''), {
		header: true,
		skipEmptyLines: true
	}).data)
		here.set(row.ProductID!, [...(here.get(row.ProductID!) ?? []), row]);
	const { pop } = (await import(builtModule('cli/pop.js'))) as { pop: typeof command };
	let answer = '';
	const io = { stdout: (text: string) => void (answer += text), stderr: () => {}, env: {}, cwd: folder };
	expect(await pop(['forecast', '--series', demand, '--horizon', '28', '--json'], io)).toBe(0);
	rmSync(folder, { recursive: true });
	const { items } = JSON.parse(answer) as {
		items: { item: string; method: string; forecast: number[]; lower: number[]; upper: number[] }[];
	};
	expect(items.length).toBe(here.size);
	// Three days are the beginning of what is forecast of four weeks.
	const nine = (text: string) => Math.round(Number(text) * 1e9) / 1e9;
	for (const { item, method, forecast, lower, upper } of items) {
		const rows = here.get(item)!;
		expect(
			rows.map((row) => nine(row.Forecast!)),
			item
		).toEqual(forecast.slice(0, 3));
		expect(
			rows.map((row) => nine(row.Lower!)),
			item
		).toEqual(lower.slice(0, 3));
		expect(
			rows.map((row) => nine(row.Upper!)),
			item
		).toEqual(upper.slice(0, 3));
		expect(rows[0]!.Method).toBe(method);
	}

	await page.goto('/admin/forecast?product=P001&days=3&past=30');
	await calculated(page);
	await forestTrained(page);
	const picture = page.getByRole('img', { name: /^Sold and expected of Front Brake/ });
	await picture.focus();
	await page.keyboard.press('End');
	const figure = page.getByRole('figure');
	const spoken = figure.locator('p');
	await expect(spoken).toContainText('Forecast');
	const said = [await spoken.innerText()];
	for (let i = 0; i < 4; i++) {
		await page.keyboard.press('ArrowLeft');
		said.unshift(await spoken.innerText());
	}
	await button(page, 'Show as table').click();
	const table = page.getByRole('region', { name: /^Sold and expected of Front Brake/ });
	const heads = await table.getByRole('columnheader').allInnerTexts();
	const rows = await table.getByRole('row').all();
	expect(rows).toHaveLength(1 + 30 + 3);
	for (const [at, row] of rows.slice(-5).entries()) {
		const cells = await row.getByRole('cell').allInnerTexts();
		expect(said[at]).toBe(
			cells.map((cell, column) => (column ? `${heads[column]} ${cell}` : cell)).join(', ')
		);
	}

	// A picture that takes another's place is what would be drawn afresh.
	const past = page.getByRole('combobox', { name: 'History' });
	const theme = (name: string) =>
		page.evaluate((name) => void (document.documentElement.dataset.theme = name), name);
	await button(page, 'Show as chart').click();
	const month = await drawn(page);
	await past.selectOption('90');
	await drawn(page, month);
	await forestTrained(page);
	const quarter = await drawn(page);
	await theme('dark');
	const dark = await drawn(page, quarter);
	await button(page, 'Show as table').click();
	await button(page, 'Show as chart').click();
	expect(await drawn(page)).toBe(dark);
	await theme('light');
	expect(await drawn(page, dark)).toBe(quarter);
});

/** What tells a picture from others, once it is another than `last` and stays as it is. */
async function drawn(page: Page, last?: number): Promise<number> {
	let seen = last;
	await expect(async () => {
		const before = seen;
		seen = await page.locator('figure canvas').evaluate((canvas: HTMLCanvasElement) => {
			let hash = 0;
			for (const sign of canvas.toDataURL()) hash = (Math.imul(hash, 31) + sign.charCodeAt(0)) | 0;
			return hash;
		});
		expect(seen === before && seen !== last).toBe(true);
	}).toPass({ intervals: [200] });
	return seen!;
}

test('a forecast is given up in the middle and begun again, typing goes on, and a second tab has it at once', async ({
	context,
	page
}) => {
	test.slow();
	await signIn(page, admin);
	await page.goto('/admin/forecast?days=28');
	const progress = page.getByRole('progressbar', { name: 'Forecasting' });
	await expect(progress).toBeVisible({ timeout: 60_000 });
	await expect(page.getByText(/\d+ %, about \d+ s left/)).toBeVisible({ timeout: CALCULATED });
	const find = page.getByRole('combobox', { name: 'Find a part' });
	await find.pressSequentially('oil filter');
	await expect(page.getByRole('option').first()).toBeVisible();
	await button(page, 'Cancel').click();
	await expect(progress).toBeHidden();
	await expect(page.getByText('Cancelled.')).toBeVisible();
	await button(page, 'Calculate on this device').click();
	await expect(progress).toBeVisible();
	await calculated(page);
	await expect(page.getByTestId('forecast-total')).toHaveText(/\d/);

	const second = await context.newPage();
	await second.goto('/admin/forecast?days=28');
	await calculated(second);
	await expect(second.getByTestId('forecast-total')).toHaveText(
		await page.getByTestId('forecast-total').innerText()
	);
});

test('by keyboard and without the network: a part, its days, a custom one; what can’t be had is said', async ({
	page
}) => {
	test.slow();
	await signIn(page, admin);
	await page.goto('/admin/forecast?days=1');
	await calculated(page);
	await offlineReady(page);
	await page.context().setOffline(true);
	await expect(connection(page)).toContainText('Offline');
	await page.goto('/admin/forecast?days=2');
	await page.getByRole('combobox', { name: 'Find a part' }).focus();
	await page.keyboard.type('VJ-FB 4410');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('heading', { name: 'Front Brake', exact: true })).toBeVisible();
	await expect(page).toHaveURL(/product=P001&days=2$/);
	await calculated(page);
	await expect(page.getByText('Next 2 days', { exact: true }).first()).toBeVisible();
	await expect(page.getByTestId('reason')).not.toBeEmpty();
	await forestTrained(page);
	await expect(page.getByText('Its history goes on from Front brake pads')).toBeVisible();
	await withoutViolation(page, 'a part, wide and light');

	const custom = page.getByRole('textbox', { name: 'Other number of days' });
	for (const wrong of ['0', '10000', 'two']) {
		await custom.fill(wrong);
		await page.keyboard.press('Enter');
		await expect(page.getByText('Use a whole number of days from 1 to 365.')).toBeVisible();
	}
	await custom.fill('5');
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(/days=5$/);
	await page.reload();
	await calculated(page);
	await expect(page.getByText('Next 5 days', { exact: true }).first()).toBeVisible();
	await page.setViewportSize({ width: 390, height: 844 });
	await page.emulateMedia({ colorScheme: 'dark' });
	await page.goto('/admin/forecast?product=P001&days=5&methods=all');
	await calculated(page);
	await withoutViolation(page, 'all methods, narrow and dark');
	await page.goto('/admin/forecast?product=P001&days=10000');
	await expect(page.getByText('Instead of 10000 this shows 365.')).toBeVisible();
	await page.goto('/admin/forecast?product=nothing');
	await expect(page.getByText('No part has the number nothing.')).toBeVisible();
});
