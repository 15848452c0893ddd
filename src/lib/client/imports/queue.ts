import { decode } from '../../domain/csv/encoding';
import { MAX_IMPORT_BYTES } from '../../protocol/mutations';
import { act } from '../commands/act';
import { randomId } from '../ids';
import type { ImportAsked } from './api';

/** The text of a file that is small enough for a push; null for any other. */
async function waitableText(file: Blob): Promise<string | null> {
	if (file.size > MAX_IMPORT_BYTES) return null;
	const { text } = decode(new Uint8Array(await file.arrayBuffer()));
	return new Blob([JSON.stringify(text)]).size > MAX_IMPORT_BYTES ? null : text;
}

/** Lets a small file wait in the outbox until the shop is reached. */
export async function queueImport(
	file: Blob,
	{ table, mode, mapping }: Omit<ImportAsked, 'dryRun'>
): Promise<'saved' | 'too_big' | 'not_saved'> {
	const text = await waitableText(file);
	if (text === null) return 'too_big';
	const args = { importId: randomId('I'), table, mode, map: { ...mapping }, text };
	return (await act({ name: 'importFile', args })) ? 'saved' : 'not_saved';
}
