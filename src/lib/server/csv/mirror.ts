import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ShopCells } from '../../domain/csv/read-table';
import { specs } from '../../domain/csv/tables';
import { currencyDigits } from '../../domain/money';
import type { FileProblem } from '../../protocol/settings';
import { shops } from '../store/shop';
import { state } from '../store/state';
import type { Commit, ReadTx, Store, WriteTx } from '../store/store';
import { tables } from '../store/tables';
import { Additions } from './additions';
import { nodeDisk, PRIVATE_FILE, PRIVATE_FOLDER, replaceFile, type Disk, type Stamp } from './disk';
import { createEdits } from './edits';
import { fingerprintOf, grown, sameContent, type Fingerprint } from './fingerprint';
import { bundlesFile, metricsFile, reorderFile } from './generated-file';
import { History } from './history';
import { keyedFile } from './keyed-file';
import type { Mark } from './marks';
import { numberedFile } from './numbered-file';
import { cartsFile, logFile, shopFile } from './other-files';
import type { Pending, Plan, ShownFile, Since } from './shown-file';

/**
 * Keeps the shop's files in step with the store. Commits are gathered for a moment, read in one snapshot, and written:
 *
 *   commit ─▶ wait 250 ms ─▶ read what changed ─▶ plan each file ─▶ note what will be written ─▶ write ─▶ (again)
 *
 * What will be written is noted in the store first, by size and checksum. So after a crash each file is known to be the
 * version before, the version after, or a torn append, which is cut and written again; anything else is somebody's edit.
 */

/** A version of a file: of which of the store's versions it shows all, and by what it is known. */
export interface Written extends Fingerprint {
	version: number;
	/** The number of its last row, in files whose rows have the store's numbers. */
	last: number;
	/** Earlier ends of such a file. */
	marks?: readonly Mark[];
	/** As somebody else wrote it: how it is still to be compared with the store. */
	adopted?: Exclude<Since, number>;
}

/** By file, the versions that may be on disk: what was written last, and what was about to be. */
export type MirrorState = Record<string, Written[]>;
export const MIRROR_STATE = 'mirror';

export interface ForeignEdit {
	/** `products.csv` */
	name: string;
	/** What stands there now. */
	bytes: Uint8Array;
	/** The number of the last row that the file had before, where its rows have the store's numbers. */
	last: number;
	/** Notes, in the transaction that takes the edit, that it was taken: a crash must not let it count twice. */
	taken(tx: WriteTx): Promise<void>;
}

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
const noFile = { last: 0, size: 0 };

interface Tracked {
	file: ShownFile;
	path: string;
	/** What may be on disk, newest last; empty where there is no file. */
	versions: Written[];
	stamp: Stamp | null;
	/** Somebody else's version, null for none at all, and since when it stays as it is. */
	seen: { content: Fingerprint | null; since: number } | null;
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

interface Job {
	tracked: Tracked;
	plan: Plan;
	next: Written;
}

/** The files of a shop, in the order in which they are written. */
export const shownFiles = (): ShownFile[] => [
	numberedFile(specs.sales, 'sales', tables.sales),
	keyedFile(specs.products, 'products', tables.products),
	keyedFile(specs.orders, 'orders', tables.orders),
	numberedFile(specs.movements, 'movements', tables.movements),
	cartsFile,
	keyedFile(specs.users, 'users', tables.users),
	numberedFile(specs.fitment, 'fitment', tables.fitment),
	keyedFile(specs.stocks, 'stocks', tables.stocks),
	keyedFile(specs.purchases, 'purchases', tables.purchases),
	shopFile,
	logFile(),
	bundlesFile,
	reorderFile,
	metricsFile
];

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
	const files: Tracked[] = shownFiles().map((file) => ({
		file,
		path: join(folder, file.name),
		versions: [],
		stamp: null,
		seen: null,
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
	let timer: NodeJS.Timeout | null = null;
	let running: Promise<void> | null = null;
	let unsubscribe = () => {};
	/** By file. */
	const additions = new Map<string, Additions>();
	let unwatch = () => {};
	/** Set while this process is the one that writes the files. */
	let unlock: (() => Promise<void>) | null = null;
	let waitingForLock: NodeJS.Timeout | null = null;
	/** Where this folder's versions are noted besides, in a store that others may show too. */
	let ownState: string | null = null;

	const problemOf = (error: unknown, before: Problem | null): Problem => ({
		code: (error as NodeJS.ErrnoException).code ?? 'unknown',
		since: before?.since ?? now(),
		lasts: before !== null
	});

	function schedule(delay: number): void {
		if (timer || running) return;
		timer = setTimeout(() => {
			timer = null;
			void run();
		}, delay);
		timer.unref();
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
		...files.flatMap(({ file, problem }) => (problem ? [{ name: file.name, ...problem }] : []))
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
			const jobs: Job[] = [];
			for (const [tracked, pending] of found.pending)
				await attempt(tracked, async () => {
					const job = await planned(tracked, pending, found);
					if (job) jobs.push(job);
				});
			if (jobs.length > 0) await note(jobs);
			// At once: each waits for the disk more than once.
			await Promise.all(jobs.map((job) => attempt(job.tracked, () => write(job))));
		} catch (error) {
			for (const tracked of due) tracked.due = true;
			throw error;
		} finally {
			const behind = files.some((tracked) => tracked.due && (tracked.problem || tracked.seen));
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
			if (tracked.problem?.code !== problem.code) onError(error, tracked.file.name);
			tracked.problem = problem;
			tracked.file.forget();
			tracked.stamp = null;
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
				tracked.file.forget();
				tracked.versions = tracked.versions.map((version) => ({ ...version, adopted: 'whole' }));
				tracked.due = true;
			}
		lastCells = cells;
	}

	/**
	 * Makes sure that what stands on disk is what the mirror wrote, whatever a crash or a person did to it. False while
	 * somebody else's version may not be complete.
	 */
	async function settle(tracked: Tracked): Promise<boolean> {
		const { path, file } = tracked;
		const stamp = await disk.stamp(path);
		if (stamp && tracked.stamp && sameStamp(stamp, tracked.stamp)) return true;
		const bytes = stamp && (await disk.read(path));
		if (!bytes) {
			if (tracked.versions.length > 0 && isSettling(tracked, null)) return false;
			tracked.versions = [];
			tracked.stamp = null;
			file.forget();
			return true;
		}
		const content = fingerprintOf(bytes);
		const ours = tracked.versions.findLast((version) => sameContent(version, content));
		if (ours) {
			if (tracked.versions.length > 1) {
				// Which version it is was in doubt: it may be written, and not yet be there for certain.
				await disk.sync(path);
				await disk.syncFolder(folder);
			}
			tracked.versions = [ours];
		} else if (file.generated) tracked.versions = [{ version: 0, last: 0, ...content }];
		else if (!(await repaired(tracked, bytes))) {
			if (isSettling(tracked, bytes)) return false;
			tracked.versions = await taken(tracked, bytes);
			file.forget();
		}
		tracked.seen = null;
		tracked.stamp = stamp;
		return true;
	}

	/** Has somebody else's version taken into the store, unless that is done and what came after it failed. */
	async function taken({ file, versions }: Tracked, bytes: Uint8Array): Promise<Written[]> {
		const content = fingerprintOf(bytes);
		const noted = await store.read(versionsNoted);
		const known = noted[file.name]?.find((version) => sameContent(version, content));
		if (known) return [known];
		const { version = 0, last = 0 } = versions.at(-1) ?? {};
		const adopted: Written[] = [{ version, last, ...content, adopted: 'whole' }];
		await takeEdit({
			name: file.name,
			bytes,
			last: versions.length > 0 ? last : Infinity,
			taken: (tx) => noteVersions(tx, { [file.name]: adopted })
		});
		return adopted;
	}

	/** Whether somebody else's version is too new to be taken as complete; longer where it looks cut off. */
	function isSettling(tracked: Tracked, bytes: Uint8Array | null): boolean {
		const content = bytes && fingerprintOf(bytes);
		const { seen } = tracked;
		const stays =
			seen && (content && seen.content ? sameContent(content, seen.content) : content === seen.content);
		if (!stays) tracked.seen = { content, since: now() };
		const whole = bytes && bytes.length > 0 && (bytes.at(-1) === 0x0a || bytes.at(-1) === 0x0d);
		const until = tracked.seen!.since + (whole ? settleMs : settleMs * 3);
		if (until <= now()) return false;
		tracked.due = true;
		tracked.retryAt = until;
		return true;
	}

	/** Cuts what a crash left of an append: the file as it was, then a beginning of what was to come, or of nothing. */
	async function repaired(tracked: Tracked, bytes: Uint8Array): Promise<boolean> {
		const { file, path } = tracked;
		const before = tracked.versions.find(
			(version) =>
				version.size < bytes.length && sameContent(version, fingerprintOf(bytes.subarray(0, version.size)))
		);
		if (!before) return false;
		const whole = bytes.subarray(0, before.size);
		const { pending, cells } = await store.read(async (tx) => ({
			pending: await file.read(tx, before.version, before),
			cells: await cellsOf(tx)
		}));
		const plan = await pending?.plan(async () => whole, cells);
		file.forget();
		if (!plan || !('append' in plan)) return false;
		const torn = bytes.subarray(before.size);
		if (torn.some((byte, index) => byte !== plan.append[index] && byte !== 0)) return false;
		await replaceFile(disk, path, whole);
		tracked.versions = [before];
		return true;
	}

	async function repairTorn(tracked: Tracked): Promise<void> {
		if (tracked.versions.length < 2) return;
		const bytes = await disk.read(tracked.path);
		const content = bytes && fingerprintOf(bytes);
		if (bytes && !tracked.versions.some((version) => sameContent(version, content!)))
			await repaired(tracked, bytes);
	}

	async function readAll(tx: ReadTx, due: Tracked[]) {
		const { version } = await tx.db.selectFrom('meta').select('version').executeTakeFirstOrThrow();
		const pending = new Map<Tracked, Pending | null>();
		for (const tracked of due) {
			const current = tracked.versions.at(-1);
			const since: Since = current ? (current.adopted ?? current.version) : 'takeOver';
			// Commits up to this process's own version were told.
			const isTold = version <= store.version && typeof since === 'number';
			const added = isTold ? additions.get(tracked.file.name)?.take(since, version) : null;
			pending.set(tracked, await tracked.file.read(tx, since, current ?? noFile, added));
		}
		return { version, cells: await cellsOf(tx), pending };
	}

	async function planned(
		tracked: Tracked,
		pending: Pending | null,
		{ version, cells }: { version: number; cells: ShopCells }
	): Promise<Job | null> {
		const current = tracked.versions.at(-1);
		const plan = await pending?.plan(() => disk.read(tracked.path), cells);
		if (!plan) {
			if (current)
				tracked.versions = [{ ...current, version, last: pending?.last ?? current.last, adopted: undefined }];
			tracked.problem = null;
			return null;
		}
		const content = 'append' in plan ? grown(current!, plan.append) : fingerprintOf(plan.replace);
		const { marks } = plan;
		return { tracked, plan, next: { version, last: pending!.last, marks, ...content } };
	}

	/** Notes in the store what is about to be written. */
	async function note(jobs: Job[]): Promise<void> {
		const coming = jobs.map(({ tracked, next }) => [tracked.file.name, [...tracked.versions, next]]);
		await store.write((tx) => noteVersions(tx, Object.fromEntries(coming)));
	}

	async function versionsNoted(tx: ReadTx): Promise<MirrorState> {
		const own = ownState === null ? undefined : await state.get<MirrorState>(tx, ownState);
		return own ?? (await state.get<MirrorState>(tx, MIRROR_STATE)) ?? {};
	}

	async function noteVersions(tx: WriteTx, coming: MirrorState): Promise<void> {
		const noted = { ...(await versionsNoted(tx)), ...coming };
		await state.set(tx, MIRROR_STATE, noted);
		if (ownState) await state.set(tx, ownState, noted);
	}

	async function write({ tracked, plan, next }: Job): Promise<void> {
		const { path, file, stamp: known } = tracked;
		const isOurs = (found: Stamp | null) => (found && known ? sameStamp(found, known) : found === known);
		if (file.kept && 'replace' in plan) {
			if (plan.delta) await history.add(file.name, plan.delta, () => disk.read(path));
			else await history.start(file.name, plan.replace);
		}
		if (!isOurs(await disk.stamp(path))) return yieldTo(tracked);
		tracked.versions = [...tracked.versions, next];
		if ('append' in plan) {
			await disk.append(path, plan.append);
			await disk.sync(path);
			const stamp = await disk.stamp(path);
			tracked.stamp = stamp?.size === next.size && stamp.ino === known?.ino ? stamp : null;
		} else {
			const { replaced, stamp } = await replaceFile(disk, path, plan.replace, isOurs);
			if (!replaced) return yieldTo(tracked);
			tracked.stamp = stamp;
		}
		tracked.versions = [next];
		tracked.problem = null;
	}

	/** Somebody saved the file a moment ago: their edit comes first. */
	function yieldTo(tracked: Tracked): void {
		tracked.file.forget();
		tracked.stamp = null;
		tracked.due = true;
	}

	function follow(commit: Commit): void {
		const { tables: changed } = commit;
		for (const known of additions.values()) known.add(commit);
		for (const tracked of files)
			if (tracked.file.tables.some((table) => changed.has(table))) tracked.due = true;
		waitingSince ??= now();
		if (running) lateSince ??= now();
		schedule(GATHER_MS);
	}

	/** Takes the files up, unless another process has them: then that one writes what this one commits. */
	async function begin(): Promise<boolean> {
		if (unlock) return true;
		await disk.makeFolder(join(folder, '.pop'), PRIVATE_FOLDER);
		unlock = await disk.lock(join(folder, '.pop', 'mirror.lock'));
		if (!unlock) return false;
		if (waitingForLock) clearInterval(waitingForLock);
		// Nodes that share a database may each have a folder. One that has lost its name goes on from the last note of all.
		if (store.kind === 'postgres') ownState = `${MIRROR_STATE}:${await nameOf(disk, folder)}`;
		const noted = await store.read(versionsNoted);
		for (const tracked of files) tracked.versions = noted[tracked.file.name] ?? [];
		for (const tracked of files) await attempt(tracked, () => repairTorn(tracked));
		await onRepaired();
		for (const { file } of files)
			if (file.numbered) additions.set(file.name, new Additions(file.tables[0]!, store.version));
		unsubscribe = store.onCommit(follow);
		unwatch = disk.watch(folder, lookAround);
		await run();
		return true;
	}

	/** Finds files that somebody else changed, took away or brought back. */
	async function lookAround(): Promise<void> {
		for (const tracked of files) {
			if (tracked.due) continue;
			const stamp = await disk.stamp(tracked.path).catch(() => null);
			const known = tracked.stamp;
			if (stamp && known ? sameStamp(stamp, known) : stamp === known) continue;
			tracked.due = true;
			schedule(0);
		}
	}

	/** Rounds until nothing is due but what failed. */
	async function drain(): Promise<void> {
		await running;
		for (const tracked of files) if (tracked.problem) tracked.retryAt = 0;
		for (;;) {
			if (timer) clearTimeout(timer);
			timer = null;
			const waits = files.filter(({ due, problem }) => due && !problem).map(({ retryAt }) => retryAt - now());
			const retries = files.some(({ due, retryAt }) => due && retryAt <= now());
			if (waits.length === 0 && !retries) return;
			if (!retries) await sleep(Math.min(...waits));
			await run();
		}
	}

	return {
		async start() {
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
				throw new Error(`${stuck.file.name} can't be written: ${stuck.problem!.code}`);
			}
		},
		async stop() {
			if (waitingForLock) clearInterval(waitingForLock);
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

/** What the shop's settings say about cells. */
export async function cellsOf(tx: ReadTx): Promise<ShopCells> {
	const { currency, timeZone } = await shops.settings(tx);
	return { digits: currencyDigits(currency), timeZone };
}

/** What tells this folder from those of other nodes: made once. */
async function nameOf(disk: Disk, folder: string): Promise<string> {
	const path = join(folder, '.pop', 'folder-name');
	const known = await disk.read(path);
	if (known) return new TextDecoder().decode(known);
	const name = randomUUID();
	await replaceFile(disk, path, new TextEncoder().encode(name), undefined, PRIVATE_FILE);
	return name;
}

function sameStamp(a: Stamp, b: Stamp): boolean {
	return a.size === b.size && a.mtimeMs === b.mtimeMs && a.ctimeMs === b.ctimeMs && a.ino === b.ino;
}
