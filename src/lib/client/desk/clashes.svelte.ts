import type { Choice, FileClash } from '../../domain/csv/clash';
import { act } from '../commands/act';
import { rows } from '../state/rows.svelte';

class Clashes {
	/** The edits of files that wait for the admin, newest first, less those that were settled on this device. */
	list = $derived.by<FileClash[]>(() => {
		const settled = new Set(
			rows.pending
				.filter(({ name }) => name === 'settleClash')
				.map(({ args }) => (args as { clashId: string }).clashId)
		);
		return rows.clashes.filter(({ clashId }) => !settled.has(clashId)).sort((a, b) => b.at - a.at);
	});
}

export const clashes = new Clashes();

/** The admin's word on edits that wait: all with one choice. */
export function settleClashes(clashes: readonly FileClash[], choice: Choice): Promise<boolean> {
	return act(...clashes.map(({ clashId }) => ({ name: 'settleClash' as const, args: { clashId, choice } })));
}
