import type { CliCommand, CliIo } from './command';
import { backupCommand } from './commands/backup';
import { baskets } from './commands/baskets';
import { exportCommand } from './commands/export';
import { forecast } from './commands/forecast';
import { overview } from './commands/help';
import { importCommand } from './commands/import';
import { init } from './commands/init';
import { restoreCommand } from './commands/restore';
import { verifyCommand } from './commands/verify';

const commands: CliCommand[] = [
	init,
	importCommand,
	exportCommand,
	forecast,
	baskets,
	verifyCommand,
	backupCommand,
	restoreCommand
];

/** The `pop` command: the exit code is 0, 1 on failure, 2 on wrong usage. */
export async function pop(argv: string[], io: CliIo): Promise<number> {
	const [name, ...rest] = argv;
	if (name === '--help' || name === '-h' || name === 'help') {
		io.stdout(overview(commands));
		return 0;
	}
	const command = commands.find((known) => known.name === name);
	if (!command) {
		io.stderr(`${name === undefined ? '' : `pop: there is no command ${name}.\n\n`}${overview(commands)}`);
		return 2;
	}
	try {
		return await command.run(rest, io);
	} catch (error) {
		io.stderr(`pop ${command.name}: ${(error as Error).message}\n`);
		return 1;
	}
}
