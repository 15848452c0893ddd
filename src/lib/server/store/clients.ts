import type { MutationResult } from '../../protocol/sync';
import type { RejectionCode } from '../../protocol/mutations';
import { statement } from './statement';
import type { ReadTx, WriteTx } from './store';

/** A browser's database: whose it is and how far its queue was applied. */
export interface Client {
	clientId: string;
	username: string;
	lastSeq: number;
	/** The store's version when `lastSeq` last rose. */
	version: number;
}

const byId = statement((db, { clientId }: { clientId: string }) =>
	db.selectFrom('clients').selectAll().where('clientId', '=', clientId)
);
const save = statement((db, { clientId, username, ...stored }: Client) =>
	db
		.insertInto('clients')
		.values({ clientId, username, ...stored })
		.onConflict((conflict) => conflict.column('clientId').doUpdateSet(stored))
);

export const clients = {
	byId: async (tx: ReadTx, clientId: string): Promise<Client | undefined> =>
		(await byId(tx, { clientId })).rows[0],

	async setLastSeq(tx: WriteTx, clientId: string, username: string, lastSeq: number): Promise<void> {
		await save(tx, { clientId, username, lastSeq, version: tx.version });
	},

	/** Keeps a refusal, so that a resend is told the same. */
	async reject(tx: WriteTx, clientId: string, { seq, code, detail }: MutationResult): Promise<void> {
		await tx.db
			.insertInto('rejections')
			.values({ clientId, seq, code: code ?? 'invalid', detail: detail ?? '' })
			.execute();
	},

	/** The refusals among the mutations of a client from one seq to another. */
	async rejections(
		tx: ReadTx,
		clientId: string,
		from: number,
		to: number
	): Promise<Map<number, { code: RejectionCode; detail: string }>> {
		const rows = await tx.db
			.selectFrom('rejections')
			.select(['seq', 'code', 'detail'])
			.where('clientId', '=', clientId)
			.where('seq', '>=', from)
			.where('seq', '<=', to)
			.execute();
		return new Map(rows.map(({ seq, code, detail }) => [seq, { code: code as RejectionCode, detail }]));
	}
};
