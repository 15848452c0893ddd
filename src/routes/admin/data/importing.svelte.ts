import { checkInWorker, headOf } from '$lib/client/imports/check';
import { queueImport } from '$lib/client/imports/queue';
import { importStatus, sendImport, undoImport, type ImportListed } from '$lib/client/imports/api';
import { offline } from '$lib/client/problem';
import { catalogue } from '$lib/client/state/catalogue.svelte';
import type { Check } from '$lib/domain/import/check';
import { guessColumns, guessTable, renamed } from '$lib/domain/import/mapping';
import type { ImportMode, ImportReport } from '$lib/domain/import/report';
import { unfitFor } from '$lib/domain/import/unfit';
import { currencyDigits } from '$lib/domain/money';
import type { TableName } from '$lib/domain/tables';
import type { Problem } from '$lib/protocol/problems';
import { shop } from '../../words.svelte';

type Step = 'checking' | 'sending' | 'importing' | 'undoing';

/** A file on its way into the shop: chosen, looked at, checked, imported, undone. */
export class Importing {
	file = $state.raw<File | null>(null);
	header = $state.raw<string[]>([]);
	table = $state<TableName | ''>('');
	mode = $state<ImportMode>('merge');
	/** By the file's columns: the table's column that a person chose, '' to leave it out. */
	chosen = $state<Record<string, string>>({});

	check = $state.raw<Check | null>(null);
	/** What the shop says would happen, or what has happened. */
	report = $state.raw<ImportReport | null>(null);
	done = $state(false);
	/** It waits on this device until the shop is reached. */
	queued = $state(false);
	problem = $state.raw<Pick<Problem, 'code' | 'detail'> | null>(null);
	/** A person ended it, and nothing of it stays. */
	cancelled = $state(false);
	/** What waits for the PIN. */
	held = $state.raw<(() => void) | null>(null);
	step = $state.raw<{ name: Step; share: number | null; rows?: number } | null>(null);
	last = $state.raw<ImportListed | null>(null);
	#controller: AbortController | null = null;
	/** What the file is instead of CSV. */
	#otherKind: string | null = null;

	/** The table's columns that the file's are taken for without a choice. */
	get guesses(): (string | null)[] {
		return this.table === '' ? [] : guessColumns(this.table, this.header);
	}

	async choose(file: File): Promise<void> {
		this.#forget();
		this.file = file;
		this.chosen = {};
		const { header, otherKind } = await headOf(file);
		this.#otherKind = otherKind;
		this.header = otherKind === null ? header : [];
		this.table = guessTable(this.header) ?? '';
		if (otherKind !== null) this.problem = { code: 'invalid', detail: otherKind };
	}

	/** Another table, mode or column: what was found out no longer holds. */
	changed(): void {
		this.#forget();
	}

	async preview(online: boolean): Promise<void> {
		const { file, table, mode } = this;
		if (!file || table === '') return;
		this.#forget();
		if (this.#isUnfit(table)) return;
		const signal = this.#begin('checking');
		try {
			const { currency, timeZone } = shop();
			const products = catalogue.list({}).ids.flatMap((id) => catalogue.product(id) ?? []);
			const request = {
				table,
				mode,
				mapping: this.#mapping,
				shop: { digits: currencyDigits(currency), timeZone },
				products: $state.snapshot(products) as typeof products
			};
			const onShare = (share: number) => (this.step = { name: 'checking', share });
			this.check = await checkInWorker(file, request, { onShare, signal });
		} catch (error) {
			if (!signal.aborted) this.problem = { code: 'invalid', detail: (error as Error).message };
		} finally {
			this.step = null;
		}
		if (this.check && !this.check.compared && online) await this.#send(true);
	}

	/** Without the connection, a small file waits on the device. */
	async import(online: boolean): Promise<void> {
		const { file, table, mode } = this;
		if (!file || table === '') return;
		if (online) return this.#send(false);
		this.problem = this.held = null;
		if (this.#isUnfit(table)) return;
		const queued = await queueImport(file, { table, mode, mapping: this.#mapping });
		this.queued = queued === 'saved';
		if (queued === 'too_big')
			this.problem = {
				code: 'too_large',
				detail: 'This file is too big to wait on this device. Import it once the connection is back.'
			};
	}

	cancel(): void {
		this.#controller?.abort(new DOMException('Cancelled', 'AbortError'));
	}

	async undo(): Promise<void> {
		if (!this.last) return;
		this.problem = this.held = null;
		this.step = { name: 'undoing', share: null };
		const reply = await undoImport(this.last.importId);
		this.step = null;
		if (reply.ok) this.#forget();
		else this.#failed(reply.problem, () => void this.undo());
		await this.refresh();
	}

	async refresh(): Promise<void> {
		const status = await importStatus();
		if (status.ok) this.last = status.body.last;
	}

	/** Whether the file can't be a table's at all: then the problem says why. */
	#isUnfit(table: TableName): boolean {
		const detail = this.#otherKind ?? unfitFor(table, renamed(this.header, this.#mapping), this.mode);
		if (detail) this.problem = { code: 'invalid', detail };
		return detail !== null;
	}

	get #mapping(): Record<string, string> {
		return { ...this.chosen };
	}

	#forget(): void {
		this.check = this.report = this.problem = this.held = null;
		this.done = this.queued = this.cancelled = false;
	}

	#begin(name: Step): AbortSignal {
		this.#controller = new AbortController();
		this.step = { name, share: 0 };
		return this.#controller.signal;
	}

	async #send(dryRun: boolean): Promise<void> {
		const { file, table, mode } = this;
		if (!file || table === '') return;
		this.problem = this.held = null;
		this.cancelled = false;
		const signal = this.#begin('sending');
		const asked = { table, mode, dryRun, mapping: this.#mapping };
		const reply = await sendImport(file, asked, {
			signal,
			onProgress: ({ step: name, ...how }) => {
				// Sent whole: from here on the shop works, and says how far it is.
				this.step = name === 'sending' && how.share === 1 ? { name: 'importing', share: null } : { name, ...how };
			}
		});
		this.step = null;
		if (!reply) {
			if (signal.aborted) return void (this.cancelled = true);
			if (!dryRun) return this.import(false);
			this.problem = offline('A comparison with all that the shop has').problem;
		} else if (reply.ok) {
			this.report = reply.body;
			this.done = !dryRun;
		} else this.#failed(reply.problem, () => void this.#send(dryRun));
		if (!dryRun) await this.refresh();
	}

	#failed(problem: Problem, again: () => void): void {
		this.problem = problem;
		if (problem.code === 'pin_required') this.held = again;
	}
}
