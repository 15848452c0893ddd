import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { tasks, type TaskName, type Tasks } from './tasks';

/** The shop closes: what was being analysed is not any more. */
export class AnalystClosed extends Error {
	override name = 'AnalystClosed';
}

/** Runs analysis beside the server's own thread, so that shoppers do not wait for it. */
export interface Analyst {
	run<N extends TaskName>(name: N, input: Parameters<Tasks[N]>[0]): Promise<ReturnType<Tasks[N]>>;
	/** Gives up what runs: it is rejected with `AnalystClosed`, as is all that comes later. */
	close(): Promise<void>;
}

const IDLE_MS = 30_000;

/** An analyst with one thread, started when there is work and ended when there was none for a while. */
export function createAnalyst(file: string | null = threadFile()): Analyst {
	if (!file) return { run: async (name, input) => run(name, input), close: async () => undefined };
	let worker: Worker | null = null;
	let idle: NodeJS.Timeout | undefined;
	let last = 0;
	let closed = false;
	const waiting = new Map<number, { resolve: (value: never) => void; reject: (reason: Error) => void }>();

	function start(): Worker {
		const thread = new Worker(file!);
		thread.unref();
		thread.on('message', ({ id, value, error }: { id: number; value: never; error?: string }) => {
			if (error === undefined) waiting.get(id)?.resolve(value);
			else waiting.get(id)?.reject(new Error(error));
			waiting.delete(id);
			if (waiting.size === 0) idle = setTimeout(() => void stop(), IDLE_MS).unref();
		});
		const ended = (reason: Error) => thread === worker && fail(reason);
		thread.on('error', ended);
		thread.on('exit', () => ended(new Error('The analysis thread ended.')));
		return thread;
	}

	function fail(reason: Error): void {
		for (const { reject } of waiting.values()) reject(reason);
		waiting.clear();
		worker = null;
	}

	async function stop(): Promise<void> {
		const thread = worker;
		fail(new AnalystClosed());
		await thread?.terminate();
	}

	return {
		run(name, input) {
			if (closed) return Promise.reject(new AnalystClosed());
			clearTimeout(idle);
			worker ??= start();
			const id = ++last;
			return new Promise((resolve, reject) => {
				waiting.set(id, { resolve, reject });
				worker!.postMessage({ id, name, input });
			});
		},
		close() {
			closed = true;
			clearTimeout(idle);
			return stop();
		}
	};
}

function run<N extends TaskName>(name: N, input: Parameters<Tasks[N]>[0]): ReturnType<Tasks[N]> {
	return (tasks[name] as (input: Parameters<Tasks[N]>[0]) => ReturnType<Tasks[N]>)(input);
}

/** The built thread: beside the command line's files in the build, above wherever this module was bundled to; none in development. */
function threadFile(): string | null {
	let folder = dirname(fileURLToPath(import.meta.url));
	for (let up = 0; up < 4; up++) {
		const file = join(folder, 'cli', 'analysis.js');
		if (existsSync(file)) return file;
		folder = dirname(folder);
	}
	return null;
}
