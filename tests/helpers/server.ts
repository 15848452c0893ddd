/** The built shop as a process of its own, with a data folder of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export interface ServerOptions {
	/** A data folder to use and leave; without one, a copy of the prepared demo shop that goes with the server. */
	dataDir?: string;
	/** Added to the environment. */
	env?: Record<string, string>;
	/** The project whose build is served. */
	project?: string;
}

export interface Server {
	url: string;
	dataDir: string;
	/** What it wrote to stdout and stderr since it was started last. */
	output(): string;
	/** Ends it as Ctrl+C would; the port stays its own. */
	stop(): Promise<void>;
	/** Holds it as a line would that lets nothing through: requests stay unanswered. */
	pause(): void;
	resume(): void;
	/** Ends it as a power cut would. */
	kill(): Promise<void>;
	/** Starts it again on its port and data folder, after stop or kill; from another project's build if one is given. */
	restart(project?: string): Promise<void>;
	/** Stops it for good and removes its data folder, if it made that. */
	close(): Promise<void>;
}

/** Starts the demo shop on a free port of 127.0.0.1; resolves when it answers. */
export async function startServer(options: ServerOptions = {}): Promise<Server> {
	const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'pop-shop-'));
	const { POP_DEMO_SHOP: prepared } = process.env;
	if (!options.dataDir && prepared) cpSync(prepared, dataDir, { recursive: true });
	let project = options.project ?? process.cwd();
	let port = '0';
	let child: ChildProcess | null = null;
	let output = '';

	async function start(): Promise<string> {
		const { npm_lifecycle_event: _parent, POP_DEMO_SHOP: _prepared, ...inherited } = process.env;
		output = '';
		const started = spawn(process.execPath, [resolve(project, 'scripts/serve.mjs')], {
			cwd: project,
			env: {
				...inherited,
				POP_MODE: 'demo',
				LOG_LEVEL: 'warn',
				...options.env,
				HOST: '127.0.0.1',
				PORT: port,
				DATA_DIR: dataDir
			},
			stdio: ['ignore', 'pipe', 'pipe']
		});
		child = started;
		return new Promise((ready, failed) => {
			const read = (chunk: Buffer) => {
				output += chunk.toString();
				const address = /POP is open at (http:\/\/[\w.:]+)/.exec(output)?.[1];
				if (address) ready(address);
			};
			started.stdout!.on('data', read);
			started.stderr!.on('data', read);
			started.on('exit', (code, signal) =>
				failed(new Error(`The server ended (${code ?? signal}): ${output}`))
			);
		});
	}

	async function end(signal: NodeJS.Signals): Promise<void> {
		const running = child;
		child = null;
		if (!running || running.exitCode !== null || running.signalCode !== null) return;
		running.kill(signal);
		running.kill('SIGCONT');
		await once(running, 'exit');
	}

	const url = await start();
	port = new URL(url).port;
	return {
		url,
		dataDir,
		output: () => output,
		stop: () => end('SIGTERM'),
		pause: () => void child?.kill('SIGSTOP'),
		resume: () => void child?.kill('SIGCONT'),
		kill: () => end('SIGKILL'),
		async restart(other) {
			project = other ?? project;
			await start();
		},
		async close() {
			await end('SIGTERM');
			if (!options.dataDir) rmSync(dataDir, { recursive: true, force: true });
		}
	};
}
