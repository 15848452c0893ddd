import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** A process that holds something, as it wrote itself down. */
export interface Holder {
	host: string;
	pid: number;
	/** Another one for each process: in a container the next has the same number. */
	run?: string;
	/** When it was started, as the system counts it; missing where the system does not tell. */
	started?: string;
}

/** This process. */
export const holder: Holder = {
	host: hostname(),
	pid: process.pid,
	run: randomUUID(),
	started: startOf(process.pid)
};

/**
 * Whether a holder is still there. Its number alone does not tell: the system gives it to another process once it is free.
 * @param seemsAlive what to go by where that can't be told from here: whether it gave a sign of late
 */
export function isThere({ host, pid, run, started }: Holder, seemsAlive: boolean): boolean {
	if (host !== holder.host) return seemsAlive;
	if (pid === holder.pid) return run === holder.run;
	try {
		process.kill(pid, 0);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
	}
	const found = startOf(pid);
	return started !== undefined && found !== undefined ? started === found : seemsAlive;
}

/** From the 22nd field of Linux's `/proc/PID/stat`; the second one, a name in brackets, may have blanks (proc_pid_stat(5)). */
function startOf(pid: number): string | undefined {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
	} catch {
		return undefined;
	}
}
