import { CompiledQuery, type Compilable, type Kysely, type QueryResult } from 'kysely';
import type { Database } from './schema';
import type { ReadTx } from './store';

/** Where a statement takes a value, or one of a list. */
class Slot {
	constructor(
		readonly name: string,
		readonly place?: number
	) {}
}

interface Made {
	sql: string;
	parameters: readonly unknown[];
}

/** Texts of one statement at most: a list of another length is another text. */
const TEXTS_KEPT = 100;

/**
 * A statement whose text is made once for each engine and then run with other values: making it takes Kysely longer than
 * running it takes the database. `make` is given values to put in as they are, not to look at; of a list, only its length
 * is true.
 */
export function statement<Values extends object, Row>(
	make: (db: Kysely<Database>, values: Values) => Compilable<Row>
): (tx: ReadTx, values: Values) => Promise<QueryResult<Row>> {
	const engines = new WeakMap<object, Map<string, Made>>();

	function madeFor({ db }: ReadTx, entries: readonly [string, unknown][]): Made {
		const { adapter } = db.getExecutor();
		const texts = engines.get(adapter) ?? new Map<string, Made>();
		engines.set(adapter, texts);
		const lengths = entries.map(([, value]) => (Array.isArray(value) ? value.length : '')).join();
		const known = texts.get(lengths);
		if (known) return known;
		const slots = entries.map(([name, value]) => [
			name,
			Array.isArray(value) ? value.map((_, place) => new Slot(name, place)) : new Slot(name)
		]);
		const made = make(db, Object.fromEntries(slots) as Values).compile();
		if (texts.size >= TEXTS_KEPT) texts.clear();
		texts.set(lengths, made);
		return made;
	}

	return (tx, values) => {
		const { sql, parameters } = madeFor(tx, Object.entries(values));
		const given = values as Record<string, unknown>;
		const valueOf = ({ name, place }: Slot) =>
			place === undefined ? given[name] : (given[name] as unknown[])[place];
		const filled = parameters.map((value) => (value instanceof Slot ? valueOf(value) : value));
		return tx.db.executeQuery<Row>(CompiledQuery.raw(sql, filled) as CompiledQuery<Row>);
	};
}
