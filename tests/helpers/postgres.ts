/** A PostgreSQL server as a process of its own, with its data in a temporary folder. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';

export interface Postgres {
	/** As `DATABASE_URL` has it; the database is empty. */
	url: string;
	close(): Promise<void>;
}

/** PostgreSQL refuses to run as root: then it runs as nobody. */
const NOBODY = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

/** Starts a server from a folder of PostgreSQL's programs and libraries, as `providePostgres` gets it. */
export async function startPostgres(programs: string): Promise<Postgres> {
	const folder = mkdtempSync(join(tmpdir(), 'pop-postgres-'));
	const data = join(folder, 'data');
	// A copy: nobody may not be let into the project's folder, and the package leaves out the links between its libraries.
	cpSync(programs, folder, { recursive: true });
	for (const { source, target } of links(folder)) symlinkSync(basename(source), join(folder, target));
	mkdirSync(data);
	if (NOBODY.uid) for (const path of [folder, data]) chownSync(path, NOBODY.uid, NOBODY.gid);
	const options = ['-D', data, '-U', 'pop', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
	execFileSync(join(folder, 'bin/initdb'), options, { stdio: 'ignore', ...NOBODY });
	const port = await freePort();
	const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off'];
	const server = spawn(
		join(folder, 'bin/postgres'),
		['-D', data, ...settings.flatMap((setting) => ['-c', setting])],
		{ stdio: 'ignore', ...NOBODY }
	);
	const url = `postgres://pop@127.0.0.1:${port}/postgres`;
	while (!(await answers(url))) {
		if (server.exitCode !== null) throw new Error(`PostgreSQL ended with ${server.exitCode}.`);
		await wait(100);
	}
	return {
		url,
		async close() {
			if (server.exitCode === null) {
				server.kill('SIGINT');
				await once(server, 'exit');
			}
			rmSync(folder, { recursive: true, force: true });
		}
	};
}

function links(folder: string): { source: string; target: string }[] {
	const all = JSON.parse(readFileSync(join(folder, 'pg-symlinks.json'), 'utf8')) as ReturnType<typeof links>;
	return all.map(({ source, target }) => ({ source, target: target.replace(/^native\//, '') }));
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	return port;
}

async function answers(url: string): Promise<boolean> {
	const client = new pg.Client({ connectionString: url });
	client.on('error', () => {});
	try {
		await client.connect();
		await client.end();
		return true;
	} catch {
		return false;
	}
}
