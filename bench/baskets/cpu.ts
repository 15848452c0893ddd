/** What a piece of work costs all of the process's threads, compiler and garbage collector too. */
export async function cpuSeconds<T>(work: () => T | Promise<T>): Promise<{ spent: number; value: T }> {
	const before = process.cpuUsage();
	const value = await work();
	const { user, system } = process.cpuUsage(before);
	return { spent: (user + system) / 1e6, value };
}
