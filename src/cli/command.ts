/** What a command may touch: its output, its environment, where it was called. */
export interface CliIo {
	stdout(text: string): void;
	stderr(text: string): void;
	env: Record<string, string | undefined>;
	/** Paths given by the user are relative to this. */
	cwd: string;
}

export interface CliCommand {
	name: string;
	/** One line for the list of commands. */
	summary: string;
	/** The text of `--help`. */
	usage: string;
	/** The exit code: 0, 1 on failure, 2 on wrong usage. */
	run(argv: string[], io: CliIo): Promise<number>;
}
