import type { Account } from '../../domain/account/account';
import type { DeskProduct } from '../../domain/catalogue/product';
import type { ShopCells } from '../../domain/csv/read-table';
import type { TableSpec } from '../../domain/csv/spec';
import { specs } from '../../domain/csv/tables';
import type { TableName } from '../../domain/tables';
import { isHash } from '../auth/passwords';
import { products } from '../store/products';
import type { Repository } from '../store/rows';
import type { WriteTx } from '../store/store';
import { tables } from '../store/tables';
import { isLastAdmin } from '../users/last-admin';
import { removeAccount } from '../users/remove';
import { noteMovement, noteRefused } from './edit-notes';

/** Rows of any table, by field. */
export type Row = Record<string, unknown> & { extra?: Record<string, string> };

/** An edit of a file, as the rows that it changes are written down. */
export interface EditOf {
	now: number;
	cells: ShopCells;
	/** Who chose it, if not the file alone. */
	username?: string;
}

/**
 * Writes the rows that an edit of a table's file changes, with what each brings with it: a change of a shelf is a
 * movement, a product's old name a former one, an account that goes takes its sessions along, the last admin stays.
 * History that is added or taken out leaves the shelves as they are: `finish` evens that out, as an import does.
 */
export class EditedRows {
	readonly #tx: WriteTx;
	readonly #name: TableName;
	readonly #edit: EditOf;
	readonly #spec: TableSpec<Row>;
	readonly #repository: Repository<Row>;
	/** By product, the pieces by which history would change its shelf. */
	readonly #balance = new Map<string, number>();
	/** Rows written so far. */
	changed = 0;
	/** Whether something was not done at all. */
	refused = false;

	constructor(tx: WriteTx, name: TableName, edit: EditOf) {
		this.#tx = tx;
		this.#name = name;
		this.#edit = edit;
		this.#spec = specs[name] as unknown as TableSpec<Row>;
		this.#repository = tables[name] as unknown as Repository<Row>;
	}

	/** A row in the place of the one that the store has under its key, if it has one. */
	async save(before: Row | undefined, row: Row): Promise<void> {
		let saved = row;
		if (this.#name === 'products') saved = await this.#product(before, row);
		if (this.#name === 'users' && before) saved = await this.#account(before, row);
		await this.#repository.save(this.#tx, saved);
		this.changed++;
	}

	async add(rows: readonly Row[]): Promise<void> {
		for (const row of rows) this.#weigh(row, 1);
		await this.#repository.insertAll(this.#tx, rows);
		this.changed += rows.length;
	}

	async remove(row: Row): Promise<void> {
		const { number, key } = this.#spec;
		if (this.#name === 'users') return this.#removeAccount(row as unknown as Account);
		if (this.#name === 'products') await this.#move(row, -Number(row.stock), 'deleted', String(row.name));
		this.#weigh(row, -1);
		await this.#repository.remove(
			this.#tx,
			(number ? [number] : key).map((field) => String(row[field]))
		);
		this.changed++;
	}

	/** To be called once all rows are written. */
	async finish(): Promise<void> {
		if (this.#balance.size === 0) return;
		const known = await products.byIds(this.#tx, [...this.#balance.keys()]);
		for (const [productId, delta] of this.#balance)
			if (known.has(productId))
				await this.#move({ productId }, delta, 'edit', `history of ${this.#spec.name}.csv`);
		this.#balance.clear();
	}

	#weigh(row: Row, sign: 1 | -1): void {
		const pieces =
			this.#name === 'sales' ? Number(row.quantity) : this.#name === 'movements' ? -Number(row.delta) : 0;
		const productId = row.productId as string | undefined;
		if (pieces !== 0 && productId !== undefined)
			this.#balance.set(productId, (this.#balance.get(productId) ?? 0) + sign * pieces);
	}

	#move(row: Row, delta: number, reason: string, note: string): Promise<void> {
		const { now, cells, username } = this.#edit;
		const change = { productId: String(row.productId), delta, reason, note };
		const file = `${this.#spec.name}.csv`;
		return noteMovement(this.#tx, change, now, cells, { file, ...(username && { username }) });
	}

	async #product(before: Row | undefined, row: Row): Promise<Row> {
		const old = before as unknown as DeskProduct | undefined;
		const { name, stock, formerNames = [] } = row as unknown as DeskProduct;
		await this.#move(row, stock - (old?.stock ?? 0), old ? 'edit' : 'opening', '');
		if (!old || old.name === name) return row;
		return {
			...row,
			formerNames: [...new Set([...formerNames, old.name])].filter((former) => former !== name)
		};
	}

	/** Role, status and password of the last admin stay as they are. */
	async #account(before: Row, row: Row): Promise<Row> {
		const { role, status, passwordHash } = before;
		const same = row.role === role && row.status === status && row.passwordHash === passwordHash;
		if (same || !(await isLastAdmin(this.#tx, before as unknown as Account))) return row;
		const hasRights = row.role === 'admin' && row.status === 'active' && isHash(String(row.passwordHash));
		if (hasRights) return row;
		await this.#refuse(String(row.username), 'is the last admin: role, status and password stay');
		return { ...row, role, status, passwordHash };
	}

	async #removeAccount(account: Account): Promise<void> {
		if (await isLastAdmin(this.#tx, account))
			return this.#refuse(account.username, 'is the last admin: the account stays');
		await removeAccount(this.#tx, account);
		this.changed++;
	}

	#refuse(key: string, reason: string): Promise<void> {
		this.refused = true;
		return noteRefused(this.#tx, `${this.#spec.name}.csv`, key, reason, this.#edit.now);
	}
}
