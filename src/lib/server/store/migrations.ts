import { sql, type CreateTableBuilder, type Kysely, type Migration } from 'kysely';

/** Migrations in order, the same for both databases. A published one is never edited. */
export const migrations: Record<string, Migration> = {
	'001-shop': { up: createShop },
	'002-reset-mails': { up: addResetMails },
	'003-imports': { up: createImports }
};

type Kind = 'text' | 'bigint' | 'double precision';
type Columns = Record<string, Kind | `${Kind}?`>;

async function createShop(db: Kysely<unknown>): Promise<void> {
	/** `?` after a type: may be null. */
	async function table(name: string, key: string[], columns: Columns): Promise<void> {
		let builder = db.schema.createTable(name) as CreateTableBuilder<string, string>;
		for (const [column, kind] of Object.entries(columns)) {
			const type = kind.replace('?', '') as Kind;
			builder = builder.addColumn(column, type, (c) => {
				const required = kind.endsWith('?') ? c : c.notNull();
				return column === 'stock' ? required.check(sql`stock >= 0`) : required;
			});
		}
		await builder.addPrimaryKeyConstraint(`${name}_key`, key as [string]).execute();
	}
	const index = (name: string, columns: string[]) =>
		db.schema
			.createIndex(`${name}_${columns.join('_')}`)
			.on(name)
			.columns(columns)
			.execute();

	const placed = { position: 'bigint', version: 'bigint' } as const;
	await table('meta', ['id'], { id: 'bigint', storeId: 'text', version: 'bigint', position: 'bigint' });
	await table('shop', ['id'], {
		id: 'bigint',
		settings: 'text',
		pinHash: 'text?',
		extra: 'text',
		version: 'bigint'
	});
	await table('products', ['productId'], {
		productId: 'text',
		name: 'text',
		section: 'text',
		price: 'bigint',
		stock: 'bigint',
		description: 'text',
		brand: 'text?',
		partNumber: 'text?',
		oemNumbers: 'text?',
		barcode: 'text?',
		image: 'text?',
		status: 'text?',
		supersededBy: 'text?',
		alternatives: 'text?',
		formerNames: 'text?',
		supplier: 'text?',
		cost: 'bigint?',
		leadTimeDays: 'double precision?',
		leadTimeSdDays: 'double precision?',
		reorderPoint: 'bigint?',
		packSize: 'bigint?',
		minOrderQuantity: 'bigint?',
		extra: 'text?',
		...placed
	});
	await table('fitment', ['position'], {
		productId: 'text',
		make: 'text',
		model: 'text',
		yearFrom: 'bigint?',
		yearTo: 'bigint?',
		engine: 'text?',
		note: 'text?',
		extra: 'text?',
		...placed
	});
	await table('users', ['username'], {
		username: 'text',
		passwordHash: 'text',
		role: 'text',
		email: 'text?',
		phone: 'text?',
		status: 'text',
		mustChange: 'bigint',
		extra: 'text?',
		...placed
	});
	await table('sessions', ['tokenHash'], {
		tokenHash: 'text',
		username: 'text',
		createdAt: 'bigint',
		seenAt: 'bigint',
		unlockedUntil: 'bigint?'
	});
	await table('limits', ['key'], { key: 'text', hits: 'text' });
	await table('carts', ['username', 'productId'], {
		username: 'text',
		productId: 'text',
		quantity: 'bigint',
		name: 'text',
		price: 'bigint',
		...placed
	});
	await table('orders', ['orderId'], {
		orderId: 'text',
		username: 'text',
		status: 'text',
		lines: 'text',
		total: 'bigint',
		placedAt: 'text',
		confirmedAt: 'text?',
		fulfilment: 'text?',
		contact: 'text?',
		phone: 'text?',
		address: 'text?',
		note: 'text?',
		soldBy: 'text?',
		receivedAt: 'bigint?',
		...placed
	});
	await table('sales', ['position'], {
		date: 'text',
		orderId: 'text',
		item: 'text',
		quantity: 'bigint',
		price: 'bigint',
		username: 'text',
		total: 'bigint',
		productId: 'text?',
		kind: 'text?',
		reason: 'text?',
		soldBy: 'text?',
		extra: 'text?',
		...placed
	});
	await table('stocks', ['category', 'item'], {
		category: 'text',
		item: 'text',
		stock: 'bigint',
		price: 'bigint',
		productId: 'text?',
		extra: 'text?',
		...placed
	});
	await table('movements', ['position'], {
		date: 'text',
		productId: 'text',
		delta: 'bigint',
		reason: 'text',
		reference: 'text',
		username: 'text',
		note: 'text',
		extra: 'text?',
		...placed
	});
	await table('purchases', ['purchaseId'], {
		purchaseId: 'text',
		supplier: 'text',
		productId: 'text',
		ordered: 'bigint',
		received: 'bigint',
		cost: 'bigint',
		orderedAt: 'text',
		expectedAt: 'text',
		receivedAt: 'text',
		status: 'text',
		extra: 'text?',
		...placed
	});
	await table('records', ['kind', 'key'], { kind: 'text', key: 'text', row: 'text', version: 'bigint' });
	await table('log', ['position'], {
		at: 'text',
		username: 'text',
		action: 'text',
		target: 'text',
		hash: 'text?',
		...placed
	});
	await table('tombstones', ['tbl', 'owner', 'key'], {
		tbl: 'text',
		key: 'text',
		owner: 'text',
		version: 'bigint'
	});
	await table('clients', ['clientId'], {
		clientId: 'text',
		username: 'text',
		lastSeq: 'bigint',
		version: 'bigint'
	});
	await table('rejections', ['clientId', 'seq'], {
		clientId: 'text',
		seq: 'bigint',
		code: 'text',
		detail: 'text'
	});
	await table('codes', ['orderId'], {
		orderId: 'text',
		hash: 'text?',
		expiresAt: 'bigint',
		triesLeft: 'bigint',
		cooldownUntil: 'bigint',
		issues: 'text'
	});
	await table('guards', ['username'], { username: 'text', wrong: 'bigint', lockedUntil: 'bigint' });
	await table('state', ['key'], { key: 'text', value: 'text' });

	for (const name of [
		'products',
		'fitment',
		'users',
		'carts',
		'orders',
		'sales',
		'stocks',
		'movements',
		'purchases',
		'log'
	])
		await index(name, ['version', 'position']);
	await index('carts', ['username', 'version']);
	await index('orders', ['username', 'version']);
	await index('orders', ['status']);
	await index('records', ['kind', 'version', 'key']);
	await index('tombstones', ['tbl', 'version']);
	await index('products', ['section', 'position']);
	await index('products', ['position']);
	await index('fitment', ['productId']);
	await index('sales', ['orderId']);
	await index('movements', ['productId']);
	await index('stocks', ['productId']);
	await index('sessions', ['username']);
	await sql`create index "users_folded" on "users" (lower("username"))`.execute(db);
}

/** What a session runs on, and the mails that wait to be sent. */
async function addResetMails(db: Kysely<unknown>): Promise<void> {
	await db.schema.alterTable('sessions').addColumn('device', 'text').execute();
	await db.schema
		.createTable('resetMails')
		.addColumn('mailId', 'text', (c) => c.primaryKey())
		.addColumn('username', 'text', (c) => c.notNull())
		.addColumn('requestedAt', 'bigint', (c) => c.notNull())
		.addColumn('attempts', 'bigint', (c) => c.notNull())
		.addColumn('dueAt', 'bigint')
		.addColumn('error', 'text')
		.execute();
}

/** Imports, and what each changed, so that it can be undone. */
async function createImports(db: Kysely<unknown>): Promise<void> {
	await db.schema
		.createTable('imports')
		.addColumn('importId', 'text', (c) => c.primaryKey())
		.addColumn('number', 'bigint', (c) => c.notNull())
		.addColumn('tbl', 'text', (c) => c.notNull())
		.addColumn('mode', 'text', (c) => c.notNull())
		.addColumn('username', 'text', (c) => c.notNull())
		.addColumn('at', 'bigint', (c) => c.notNull())
		.addColumn('state', 'text', (c) => c.notNull())
		.addColumn('owner', 'text', (c) => c.notNull())
		.addColumn('seenAt', 'bigint', (c) => c.notNull())
		.addColumn('counts', 'text', (c) => c.notNull())
		.execute();
	await db.schema
		.createTable('importChanges')
		.addColumn('importId', 'text', (c) => c.notNull())
		.addColumn('number', 'bigint', (c) => c.notNull())
		.addColumn('tbl', 'text', (c) => c.notNull())
		.addColumn('change', 'text', (c) => c.notNull())
		.addPrimaryKeyConstraint('importChanges_key', ['importId', 'number'])
		.execute();
}
