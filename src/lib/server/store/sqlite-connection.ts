import type { DatabaseSyncInstance as Raw } from '@photostructure/sqlite';
import {
	DefaultQueryExecutor,
	DummyDriver,
	Kysely,
	SqliteAdapter,
	SqliteDialect,
	SqliteQueryCompiler,
	Transaction,
	type CompiledQuery,
	type QueryResult,
	type SqliteDatabase
} from 'kysely';
import type { Database } from './schema';

const STATEMENTS_KEPT = 500;

export interface SqliteConnection {
	/** Kysely as it is: for migrations. */
	kysely: Kysely<Database>;
	/** Runs work between `begin` and a commit, one transaction after the other. */
	transaction<T>(begin: string, work: (db: Transaction<Database>) => Promise<T>): Promise<T>;
	/** Ends it after the transaction that runs. */
	close(): Promise<void>;
}

/**
 * Kysely over a connection of `node:sqlite`'s kind. A transaction's statements run at once where they are asked: Kysely's
 * own way through a driver, a queue and a wrapper costs several times what SQLite takes.
 */
export function connectSqlite(raw: Raw): SqliteConnection {
	const database = adapt(raw);
	const dialect = new SqliteDialect({ database });
	const executor = new AtOnce(raw, database);
	const db = new Transaction<Database>({ config: { dialect }, dialect, driver: new DummyDriver(), executor });
	let turn: Promise<unknown> = Promise.resolve();
	return {
		kysely: new Kysely<Database>({ dialect }),
		transaction(begin, work) {
			const run = turn.then(async () => {
				raw.exec(begin);
				executor.ended = null;
				try {
					const value = await work(db);
					if (executor.ended) throw executor.ended;
					raw.exec('commit');
					return value;
				} catch (error) {
					if (raw.isTransaction) raw.exec('rollback');
					throw error;
				}
			});
			turn = run.catch(() => {});
			return run;
		},
		async close() {
			await turn;
			raw.close();
		}
	};
}

class AtOnce extends DefaultQueryExecutor {
	/** The fault of the database itself, a full disk for one, by which it ended the transaction that runs. */
	ended: unknown = null;
	readonly #raw: Raw;
	readonly #database: SqliteDatabase;

	constructor(raw: Raw, database: SqliteDatabase) {
		super(new SqliteQueryCompiler(), new SqliteAdapter(), {
			provideConnection: () => Promise.reject(new Error('Statements run through executeQuery alone.'))
		});
		this.#raw = raw;
		this.#database = database;
	}

	override async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
		// What follows would be a transaction of its own, and stay.
		if (this.ended) throw this.ended;
		try {
			const statement = this.#database.prepare(sql);
			if (statement.reader) return { rows: statement.all(parameters) as R[] };
			return { numAffectedRows: BigInt(statement.run(parameters).changes), rows: [] };
		} catch (error) {
			if (!this.#raw.isTransaction) this.ended = error;
			throw error;
		}
	}
}

/** What Kysely asks of a SQLite library, over `node:sqlite`'s; statements are compiled once. */
function adapt(raw: Raw): SqliteDatabase {
	const statements = new Map<string, ReturnType<SqliteDatabase['prepare']>>();
	return {
		close: () => raw.close(),
		prepare(text) {
			const known = statements.get(text);
			if (known) return known;
			const statement = raw.prepare(text);
			const prepared = {
				reader: statement.columns().length > 0,
				all: (values: readonly unknown[]) => statement.all(...(values as never[])),
				run: (values: readonly unknown[]) => statement.run(...(values as never[])),
				iterate: (values: readonly unknown[]) => statement.iterate(...(values as never[]))
			};
			if (statements.size >= STATEMENTS_KEPT) statements.clear();
			statements.set(text, prepared);
			return prepared;
		}
	};
}
