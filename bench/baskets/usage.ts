import { readFileSync } from 'node:fs';

/** What a piece of work costs all of the process's threads, compiler and garbage collector too. */
export async function cpuSeconds<T>(work: () => T | Promise<T>): Promise<{ spent: number; value: T }> {
	const before = process.cpuUsage();
	const value = await work();
	const { user, system } = process.cpuUsage(before);
	return { spent: (user + system) / 1e6, value };
}

/** The most memory that this process ever held. Linux counts in maxRSS what the parent held when it forked: not here. */
export function peakMb(): number {
	try {
		return Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))![1]) / 1024;
	} catch {
		return process.resourceUsage().maxRSS / 1024;
	}
}
