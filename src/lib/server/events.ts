import type { FileProblem } from '../protocol/settings';
import type { Actor } from './auth/actor';

/** Changes within this time are told once. */
const COALESCE_MS = 200;
/** After a change of accounts the readers' own are looked up together. */
const RECHECK_MS = 1_000;
/** Proxies and devices drop a stream that is silent for longer. */
const HEARTBEAT_MS = 20_000;
/** A reader that lets this many messages lie is dropped; its device connects again and pulls. */
const BACKLOG = 16;

interface Reader {
	actor: Actor | null;
	token: string | null;
	controller: ReadableStreamDefaultController<Uint8Array>;
}

export interface Events {
	/**
	 * A stream of server-sent events for one device: `changed` with `{cursor}` after commits, `files` with `{problems}` for
	 * admins, and heartbeats.
	 */
	open(actor: Actor | null, token: string | null): ReadableStream<Uint8Array>;
	/** Tells admins which files can't be written, now and whenever they connect. */
	showFiles(problems: FileProblem[]): void;
	/** Ends the streams of a session that was signed out. */
	end(token: string): void;
	/** Ends all streams. */
	close(): void;
	readonly size: number;
}

/** What events need from the rest of the server. */
export interface EventSource {
	onCommit(listener: (commit: { version: number; tables: Set<string> }) => void): () => void;
	/** The opaque cursor of a version, for one reader. */
	cursorOf(actor: Actor | null, version: number): string;
	/** Who holds a token now. */
	actorOf(token: string): Promise<Actor | null>;
	/** Told when that can't be found out: the streams stay until it can. */
	onFault(error: unknown): void;
}

/** The streams that tell devices to pull. */
export function createEvents(source: EventSource): Events {
	const readers = new Set<Reader>();
	const encoder = new TextEncoder();
	let version = 0;
	let timer: NodeJS.Timeout | null = null;
	let rechecking: NodeJS.Timeout | null = null;
	let closed = false;
	let problems: FileProblem[] = [];

	const drop = (reader: Reader): void => {
		if (!readers.delete(reader)) return;
		reader.controller.close();
	};
	const send = (reader: Reader, text: string): void => {
		if ((reader.controller.desiredSize ?? 0) <= -BACKLOG) drop(reader);
		else reader.controller.enqueue(encoder.encode(text));
	};
	const showFiles = (reader: Reader): void => {
		if (reader.actor?.role === 'admin')
			send(reader, `event: files\ndata: ${JSON.stringify({ problems })}\n\n`);
	};
	const tell = (): void => {
		timer = null;
		for (const reader of readers) {
			const cursor = source.cursorOf(reader.actor, version);
			send(reader, `event: changed\ndata: ${JSON.stringify({ cursor })}\n\n`);
		}
	};
	/** Ends the streams whose session is no longer what it was when they were opened. */
	const recheck = async (): Promise<void> => {
		rechecking = null;
		for (const reader of readers) {
			if (!reader.actor || !reader.token) continue;
			const actor = await source.actorOf(reader.token);
			if (actor?.role !== reader.actor.role || actor.username !== reader.actor.username) drop(reader);
		}
	};

	const stopListening = source.onCommit((commit) => {
		version = commit.version;
		if (readers.size > 0) timer ??= setTimeout(tell, COALESCE_MS);
		if (commit.tables.has('users'))
			rechecking ??= setTimeout(() => recheck().catch(source.onFault), RECHECK_MS);
	});
	const heartbeat = setInterval(() => {
		for (const reader of readers) send(reader, ': still here\n\n');
		recheck().catch(source.onFault);
	}, HEARTBEAT_MS);
	heartbeat.unref();

	return {
		open(actor, token) {
			let reader: Reader;
			return new ReadableStream<Uint8Array>({
				start(controller) {
					reader = { actor, token, controller };
					if (closed) return controller.close();
					readers.add(reader);
					controller.enqueue(encoder.encode('retry: 2000\n\n'));
					showFiles(reader);
				},
				cancel() {
					readers.delete(reader);
				}
			});
		},
		showFiles(found) {
			problems = found;
			for (const reader of readers) showFiles(reader);
		},
		end(token) {
			for (const reader of readers) if (reader.token === token) drop(reader);
		},
		close() {
			closed = true;
			stopListening();
			clearInterval(heartbeat);
			if (timer) clearTimeout(timer);
			if (rechecking) clearTimeout(rechecking);
			for (const reader of readers) drop(reader);
		},
		get size() {
			return readers.size;
		}
	};
}
