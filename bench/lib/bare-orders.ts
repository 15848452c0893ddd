/** The reference of the checkout: the three transactions of an order on bare SQLite, one after the other, with nothing around them. */
import { DatabaseSync } from '@photostructure/sqlite';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const schema = `
	PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
	CREATE TABLE version (n INTEGER);
	INSERT INTO version VALUES (0);
	CREATE TABLE clients (id TEXT PRIMARY KEY, seq INTEGER, result TEXT);
	CREATE TABLE orders (id TEXT PRIMARY KEY, username TEXT, status TEXT, lines TEXT, total INTEGER, placed TEXT, confirmed TEXT);
	CREATE TABLE codes (orderId TEXT PRIMARY KEY, hash TEXT, expires INTEGER, tries INTEGER);
	CREATE TABLE products (id TEXT PRIMARY KEY, name TEXT, price INTEGER, stock INTEGER);
	CREATE TABLE sales (id INTEGER PRIMARY KEY, date TEXT, orderId TEXT, item TEXT, quantity INTEGER, price INTEGER, username TEXT, total INTEGER);
	CREATE TABLE log (id INTEGER PRIMARY KEY, line TEXT, hash TEXT);
	INSERT INTO products SELECT 'P' || value, 'Part ' || value, 1000, 1000000000 FROM (WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 80) SELECT value FROM n);
`;

/** Orders and durable commits a second that this disk and processor give to one writer. */
export function bareOrders(
	seconds: number,
	linesEach: number
): { ordersPerSecond: number; commitsPerSecond: number } {
	const folder = mkdtempSync(join(tmpdir(), 'pop-bare-'));
	const db = new DatabaseSync(join(folder, 'bare.sqlite'));
	db.exec(schema);
	const statements = {
		version: db.prepare('UPDATE version SET n = n + 1'),
		order: db.prepare(`INSERT INTO orders VALUES (?, 'buyer', 'awaiting_code', ?, ?, ?, NULL)`),
		client: db.prepare(
			`INSERT INTO clients VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET seq = excluded.seq, result = excluded.result`
		),
		code: db.prepare('INSERT INTO codes VALUES (?, ?, ?, 0)'),
		stock: db.prepare('UPDATE products SET stock = stock - ? WHERE id = ? AND stock >= ?'),
		sale: db.prepare(
			`INSERT INTO sales (date, orderId, item, quantity, price, username, total) VALUES (?, ?, ?, ?, ?, 'buyer', ?)`
		),
		confirm: db.prepare(`UPDATE orders SET status = 'confirmed', confirmed = ? WHERE id = ?`),
		used: db.prepare('DELETE FROM codes WHERE orderId = ?'),
		log: db.prepare('INSERT INTO log (line, hash) VALUES (?, ?)')
	};
	const hash = 'a'.repeat(64);
	const date = '2026-01-01 10:00:00';
	const transaction = (work: () => void) => {
		db.exec('BEGIN IMMEDIATE');
		statements.version.run();
		work();
		db.exec('COMMIT');
	};
	const started = performance.now();
	let orders = 0;
	while (performance.now() - started < seconds * 1000) {
		const id = `order-${++orders}`;
		const lines = Array.from({ length: linesEach }, (_, index) => `P${1 + ((orders + index) % 80)}`);
		transaction(() => {
			statements.order.run(id, JSON.stringify(lines), 1000, date);
			statements.client.run(`client-${orders % 64}`, orders, '{"status":"ok"}');
		});
		transaction(() => statements.code.run(id, hash, orders));
		transaction(() => {
			for (const product of lines) {
				statements.stock.run(1, product, 1);
				statements.sale.run(date, id, product, 1, 1000, 1000);
			}
			statements.confirm.run(date, id);
			statements.used.run(id);
			statements.log.run(`order ${id} confirmed`, hash);
		});
	}
	const perSecond = (orders * 1000) / (performance.now() - started);
	db.close();
	rmSync(folder, { recursive: true });
	return { ordersPerSecond: perSecond, commitsPerSecond: perSecond * 3 };
}
