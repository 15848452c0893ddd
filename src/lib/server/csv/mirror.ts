import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ShopCells } from '../../domain/csv/read-table';
import type { FileProblem } from '../../protocol/settings';
import type { Commit, ReadTx, Store } from '../store/store';
import { Additions } from './additions';
import { cellsOf } from './cells';
import { nodeDisk, PRIVATE_FOLDER, type Disk } from './disk';
import { createEdits } from './edits';
import { FileOnDisk, type Draft, type ForeignEdit } from './file-on-disk';
import { History } from './history';
import type { Pending } from './shown-file';
import { shownFiles } from './shown-files';
import { VersionNotes } from './versions';

/**
 * Keeps the shop's files in step with the store. Commits are gathered for a moment, read in one snapshot, and written:
 *
 *   commit ─▶ wait 250 ms ─▶ read what changed ─▶ plan each file ─▶ note what will be written ─▶ write ─▶ (again)
 *
 * What will be written is noted in the store first, by size and checksum. So after a crash each file is known to be the
 * version before, the version after, or a torn append, which is cut and written again; anything else is somebody's edit.
 */

export interface MirrorStatus {
	/** How long the oldest commit that is not in the files has waited, in ms; 0 when all are. */
	lagMs: number;
	/** Files that can't be written at the moment. */
	problems: FileProblem[];
}

export interface Mirror {
	/**
	 * Looks at every file, repairs what a crash tore, brings all up to date, and follows the store from then on. While
	 * another process does that for the folder, this one waits for it to end.
	 */
	start(): Promise<void>;
	/** Resolves once every commit before it is in the files. @throws Error naming a file that can't be written */
	flush(): Promise<void>;
	/** Writes what is left, as far as it can be written, and rests. */
	stop(): Promise<void>;
	status(): MirrorStatus;
	/** Tells now, and whenever it changes, which files can't be written for longer than a moment. */
	onProblems(listener: (problems: FileProblem[]) => void): void;
}

export interface MirrorOptions {
	store: Store;
	/** DATA_DIR. */
	folder: string;
	disk?: Disk;
	now?: () => number;
	/** How long a file must stay as it is before it is read: whoever saves it may not be done. */
	settleMs?: number;
	/** Done when what a crash tore is cut, for which the store must be as the crash left it, before the files are brought up to date. */
	onRepaired?(): Promise<void>;
	/** Takes a person's edit into the store, before the file is brought up to date again; by default, merges it. */
	onForeignEdit?(edit: ForeignEdit): Promise<void>;
	onError?(error: unknown, name: string): void;
}

const GATHER_MS = 250;
const RETRY_MS = 1000;
const SETTLE_MS = 300;

interface Tracked {
	onDisk: FileOnDisk;
	due: boolean;
	retryAt: number;
	problem: Problem | null;
}

/** Why a file can't be written (`EBUSY`), since when (ms), and whether it failed again since. */
interface Problem {
	code: string;
	since: number;
	lasts: boolean;
}

export function createMirror({
	store,
	folder,
	disk = nodeDisk,
	now = Date.now,
	settleMs = SETTLE_MS,
	onRepaired = () => Promise.resolve(),
	onForeignEdit,
	onError = () => {}
}: MirrorOptions): Mirror {
	const history = new History(disk, folder, now);
	const takeEdit = onForeignEdit ?? createEdits({ store, folder, disk, history, now });
	const notes = new VersionNotes();
	const shared = { store, path: folder, disk, now, settleMs, history, notes, takeEdit };
	const files: Tracked[] = shownFiles().map((file) => ({
		onDisk: new FileOnDisk(file, shared),
		due: true,
		retryAt: 0,
		problem: null
	}));
	/** When the oldest commit came that is not in the files; when the oldest came that the running round may miss. */
	let waitingSince: number | null = null;
	let lateSince: number | null = null;
	let lastCells: ShopCells | null = null;
	/** Why the last round failed as a whole. */
	let storeProblem: Problem | null = null;
	/** Who is told of problems, and what they were told last. */
	let tell: (problems: FileProblem[]) => void = () => {};
	let told = '[]';
	let timer: { at: number; handle: NodeJS.Timeout } | null = null;
	let running: Promise<void> | null = null;
	let unsubscribe = () => {};
	/** By file. */
	const additions = new Map<string, Additions>();
	let unwatch = () => {};
	/** Set while this process is the one that writes the files. */
	let unlock: (() => Promise<void>) | null = null;
	let waitingForLock: NodeJS.Timeout | null = null;
	/** The start that is under way, and whether it is over: the store may be closed then. */
	let beginning: Promise<boolean> | null = null;
	let stopped = false;
	const problemOf = (error: unknown, before: Problem | null): Problem => ({
		code: (error as NodeJS.ErrnoException).code ?? 'unknown',
		since: before?.since ?? now(),
		lasts: before !== null
	});

	/** The next round, unless an earlier one is to come. */
	function schedule(delay: number): void {
		const at = now() + delay;
		if (stopped || running || (timer && timer.at <= at)) return;
		unschedule();
		const handle = setTimeout(() => {
			timer = null;
			void run();
		}, delay);
		timer = { at, handle: handle.unref() };
	}

	function unschedule(): void {
		if (timer) clearTimeout(timer.handle);
		timer = null;
	}

	/** One round at a time; what became due meanwhile gets another. */
	function run(): Promise<void> {
		running ??= round()
			.then(() => void (storeProblem = null))
			.catch((error: unknown) => {
				onError(error, 'store');
				storeProblem = problemOf(error, storeProblem);
				for (const tracked of files) tracked.retryAt = now() + RETRY_MS;
			})
			.finally(() => {
				running = null;
				tellProblems();
				const due = files.filter((tracked) => tracked.due);
				if (due.length > 0)
					schedule(Math.max(GATHER_MS, Math.min(...due.map(({ retryAt }) => retryAt)) - now()));
			});
		return running;
	}

	/** Another program may hold a file for a moment: what fails twice is a problem. */
	const lasting = () =>
		problems()
			.filter(({ lasts }) => lasts)
			.map(({ lasts: _, ...problem }) => problem);

	const problems = () => [
		...(storeProblem ? [{ name: 'store', ...storeProblem }] : []),
		...files.flatMap(({ onDisk, problem }) => (problem ? [{ name: onDisk.file.name, ...problem }] : []))
	];

	function tellProblems(): void {
		const text = JSON.stringify(lasting());
		if (text === told) return;
		told = text;
		tell(lasting());
	}

	async function round(): Promise<void> {
		const due = files.filter((tracked) => tracked.due && tracked.retryAt <= now());
		for (const tracked of due) tracked.due = false;
		try {
			const ready: Tracked[] = [];
			for (const tracked of due) if (await attempt(tracked, () => settle(tracked))) ready.push(tracked);
			const found = await store.read((tx) => readAll(tx, ready));
			meetSettings(found.cells);
			const drafts = new Map<Tracked, Draft>();
			for (const [tracked, pending] of found.pending)
				await attempt(tracked, async () => {
					const draft = await tracked.onDisk.draft(pending, found.version, found.cells);
					if (draft) drafts.set(tracked, draft);
					else tracked.problem = null;
				});
			if (drafts.size > 0) await note(drafts);
			// At once: each waits for the disk more than once.
			await Promise.all([...drafts].map(([tracked, draft]) => attempt(tracked, () => write(tracked, draft))));
		} catch (error) {
			for (const tracked of due) tracked.due = true;
			throw error;
		} finally {
			const behind = files.some((tracked) => tracked.due && (tracked.problem || tracked.onDisk.isSettling));
			if (!behind) waitingSince = lateSince;
			lateSince = null;
		}
	}

	/** Does a step for one file; if it fails, the file waits and the others go on. */
	async function attempt(tracked: Tracked, step: () => Promise<boolean | void>): Promise<boolean> {
		try {
			return (await step()) !== false;
		} catch (error) {
			const problem = problemOf(error, tracked.problem);
			if (tracked.problem?.code !== problem.code) onError(error, tracked.onDisk.file.name);
			tracked.problem = problem;
			tracked.onDisk.forget();
			tracked.due = true;
			tracked.retryAt = now() + RETRY_MS;
			return false;
		}
	}

	/** Another currency or zone changes how cells are read and written: orders hold instants, so all of theirs do. */
	function meetSettings(cells: ShopCells): void {
		const same = cells.digits === lastCells?.digits && cells.timeZone === lastCells.timeZone;
		if (lastCells && !same)
			for (const tracked of files) {
				tracked.onDisk.compareWhole();
				tracked.due = true;
			}
		lastCells = cells;
	}

	/** False while somebody else's version may not be complete. */
	async function settle(tracked: Tracked): Promise<boolean> {
		const until = await tracked.onDisk.settle();
		if (until === null) return true;
		tracked.due = true;
		tracked.retryAt = until;
		return false;
	}

	async function readAll(tx: ReadTx, due: Tracked[]) {
		const { version } = await tx.db.selectFrom('meta').select('version').executeTakeFirstOrThrow();
		const pending = new Map<Tracked, Pending | null>();
		for (const tracked of due) {
			const { file, shows } = tracked.onDisk;
			const { since, end } = shows;
			// Commits up to this process's own version were told.
			const isTold = version <= store.version && typeof since === 'number';
			const added = isTold ? additions.get(file.name)?.take(since, version) : null;
			pending.set(tracked, await file.read(tx, since, end, added));
		}
		return { version, cells: await cellsOf(tx), pending };
	}

	/** Notes in the store what is about to be written. */
	async function note(drafts: Map<Tracked, Draft>): Promise<void> {
		const coming = [...drafts].map(([{ onDisk }, { next }]) => [
			onDisk.file.name,
			[...onDisk.versions, next]
		]);
		await store.write((tx) => notes.set(tx, Object.fromEntries(coming)));
	}

	async function write(tracked: Tracked, draft: Draft): Promise<void> {
		if (await tracked.onDisk.write(draft)) tracked.problem = null;
		else {
			tracked.onDisk.forget();
			tracked.due = true;
		}
	}

	function follow(commit: Commit): void {
		const { tables: changed } = commit;
		for (const known of additions.values()) known.add(commit);
		for (const tracked of files)
			if (tracked.onDisk.file.tables.some((table) => changed.has(table))) tracked.due = true;
		waitingSince ??= now();
		if (running) lateSince ??= now();
		schedule(GATHER_MS);
	}

	/** Takes the files up, unless another process has them: then that one writes what this one commits. */
	function begin(): Promise<boolean> {
		return (beginning ??= takeUp().finally(() => (beginning = null)));
	}

	async function takeUp(): Promise<boolean> {
		if (unlock) return true;
		await disk.makeFolder(join(folder, '.pop'), PRIVATE_FOLDER);
		const release = await disk.lock(join(folder, '.pop', 'mirror.lock'));
		if (!release) return false;
		try {
			const noted = await notes.begin(store, disk, folder);
			for (const tracked of files)
				await attempt(tracked, () => tracked.onDisk.begin(noted[tracked.onDisk.file.name] ?? []));
			await onRepaired();
		} catch (error) {
			// Whoever can takes them up next.
			await release();
			throw error;
		}
		unlock = release;
		if (waitingForLock) clearInterval(waitingForLock);
		for (const { file } of files.map(({ onDisk }) => onDisk))
			if (file.bytesOf) additions.set(file.name, new Additions(file.tables[0]!, store.version, file.bytesOf));
		unsubscribe = store.onCommit(follow);
		unwatch = disk.watch(folder, lookAround);
		await run();
		return true;
	}

	/** Finds files that somebody else changed, took away or brought back. */
	async function lookAround(): Promise<void> {
		for (const tracked of files) {
			if (!(await tracked.onDisk.isTouched())) continue;
			tracked.due = true;
			tracked.retryAt = Math.max(tracked.problem ? tracked.retryAt : 0, now() + settleMs);
			schedule(tracked.retryAt - now());
		}
	}

	/** Rounds until nothing is due but what failed. */
	async function drain(): Promise<void> {
		await running;
		for (const tracked of files) if (tracked.problem) tracked.retryAt = 0;
		for (;;) {
			unschedule();
			const waits = files.filter(({ due, problem }) => due && !problem).map(({ retryAt }) => retryAt - now());
			const retries = files.some(({ due, retryAt }) => due && retryAt <= now());
			if (waits.length === 0 && !retries) return;
			if (!retries) await sleep(Math.min(...waits));
			await run();
		}
	}

	return {
		async start() {
			stopped = false;
			if (await begin()) return;
			await onRepaired();
			waitingForLock = setInterval(() => {
				begin().catch((error: unknown) => onError(error, 'mirror.lock'));
			}, RETRY_MS);
			waitingForLock.unref();
		},
		async flush() {
			if (!unlock) return;
			await drain();
			const stuck = files.find(({ problem }) => problem);
			if (stuck) {
				schedule(RETRY_MS);
				throw new Error(`${stuck.onDisk.file.name} can't be written: ${stuck.problem!.code}`);
			}
		},
		async stop() {
			if (waitingForLock) clearInterval(waitingForLock);
			stopped = true;
			await beginning?.catch(() => {});
			unsubscribe();
			unwatch();
			if (!unlock) return;
			await drain();
			await unlock();
			unlock = null;
		},
		status: () => ({
			lagMs: waitingSince === null ? 0 : now() - waitingSince,
			problems: problems().map(({ lasts: _, ...problem }) => problem)
		}),
		onProblems(listener) {
			tell = listener;
			if (told !== '[]') tell(lasting());
		}
	};
}
