/**
 * A million sales into the running shop through its API, beside PapaParse that only parses the same file: rows a second,
 * the server's memory above what it had, and how long buyers wait for their confirmation meanwhile.
 */
import { readFileSync } from 'node:fs';
import Papa from 'papaparse';
import { parts } from '../scripts/demo/catalogue.mjs';
import { ApiClient } from '../tests/helpers/api';
import { startServer } from '../tests/helpers/server';
import { quantile, round, type Emit } from './lib/bench';

export const name = 'csv-import';

const rows = Number(process.env.POP_BENCH_ROWS ?? 1_000_000);
const buyers = 4;

export async function run(emit: Emit): Promise<void> {
	const file = Buffer.from(salesFile(rows));
	const parseMs = parseAlone(file.toString());
	const shop = await startServer({ env: { LOG_LEVEL: 'error' } });
	try {
		const admin = new ApiClient(shop.url);
		await admin.signIn('admin123', 'sriyanshu1');
		const [part] = parts;
		await admin.mutate('adjustStock', { productId: part!.id, delta: 90_000, reason: 'count' });
		const people = Array.from({ length: buyers }, (_, index) => new ApiClient(shop.url, `buyer-${index}`));
		for (const [index, buyer] of people.entries()) await buyer.register(`buyer-${index}`, 'a long password');
		await buying(people, () => Promise.resolve());

		const before = memoryOf(process.pid);
		let importMs = 0;
		let peak = 0;
		const waits = await buying(people, async () => {
			const watch = setInterval(() => (peak = Math.max(peak, memoryOf(process.pid))), 100);
			const started = performance.now();
			const report = await admin.send<{ inserted: number }>('/api/csv/sales', file, 'text/csv');
			importMs = performance.now() - started;
			clearInterval(watch);
			if (report.inserted !== rows) throw new Error(JSON.stringify(report).slice(0, 500));
		});
		emit({
			case: `${rows} sales, ${round(file.length / 1e6)} MB, ${buyers} buyers meanwhile`,
			rowsPerSecond: round((rows * 1000) / importMs),
			extraMemoryMb: round(peak - before),
			orders: waits.length,
			checkoutP50Ms: round(quantile(waits, 0.5)),
			checkoutP99Ms: round(quantile(waits, 0.99)),
			reference: { what: 'PapaParse, parsing alone', rowsPerSecond: round((rows * 1000) / parseMs) },
			ratio: round(parseMs / importMs)
		});
	} finally {
		await shop.close();
	}
}

function salesFile(count: number): string {
	const lines = ['Date,OrderID,Item,Quantity,Price,Username,Total'];
	for (let index = 0; index < count; index++) {
		const { name, price } = parts[index % parts.length]!;
		const quantity = 1 + (index % 3);
		const day = String(1 + (index % 28)).padStart(2, '0');
		const item = name.includes(',') || name.includes('"') ? `"${name.replaceAll('"', '""')}"` : name;
		const amounts = `${quantity},${(price / 100).toFixed(2)},old-${index % 5000},${((quantity * price) / 100).toFixed(2)}`;
		lines.push(`2023-0${1 + (index % 9)}-${day} 10:00:00,X${index},${item},${amounts}`);
	}
	return lines.join('\n') + '\n';
}

function parseAlone(text: string): number {
	const started = performance.now();
	let parsed = 0;
	Papa.parse<Record<string, string>>(text, { header: true, step: () => void parsed++ });
	if (parsed < rows) throw new Error(`PapaParse found ${parsed} rows.`);
	return performance.now() - started;
}

/** Orders one after the other by each buyer while something is done; the milliseconds of each confirmation. */
async function buying(people: readonly ApiClient[], work: () => Promise<void>): Promise<number[]> {
	const waits: number[] = [];
	let going = true;
	const lines = [{ productId: parts[0]!.id, quantity: 1, price: parts[0]!.price }];
	const each = people.map(async (buyer) => {
		do {
			const orderId = crypto.randomUUID();
			const args = { orderId, lines, placedAt: new Date().toISOString() };
			await buyer.mutate('placeOrder', args);
			const { demoCode } = await buyer.must<{ demoCode: string }>('POST', `/api/orders/${orderId}/code`, {});
			const started = performance.now();
			await buyer.must('POST', `/api/orders/${orderId}/confirm`, { code: demoCode });
			waits.push(performance.now() - started);
		} while (going);
	});
	try {
		await work();
	} finally {
		going = false;
		await Promise.all(each);
	}
	return waits;
}

/** Resident memory of a process's children in MB; NaN where the system does not tell. */
function memoryOf(parent: number): number {
	try {
		const children = readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8').trim().split(' ');
		const kilobytes = children.map((pid) =>
			Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
		);
		return Math.max(...kilobytes) / 1000;
	} catch {
		return NaN;
	}
}
