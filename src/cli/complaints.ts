import type { CliIo } from './command';

/** Collects what was wrong in a file, and says it on stderr: every place up to a hundred, then how many more. */
export class Complaints {
	private count = 0;
	constructor(private readonly io: CliIo) {}

	add(line: number, column: string, value: string, reason: string): void {
		if (++this.count <= 100)
			this.io.stderr(`line ${line}, ${column}: ${JSON.stringify(value.slice(0, 60))} ${reason}\n`);
	}

	finish(): void {
		if (this.count > 100) this.io.stderr(`and ${this.count - 100} more\n`);
	}
}
