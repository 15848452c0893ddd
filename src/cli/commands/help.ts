import type { CliCommand } from '../command';

/** The text of `pop --help`. */
export function overview(commands: readonly CliCommand[]): string {
	const width = Math.max(...commands.map(({ name }) => name.length));
	const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
	return `Usage: npm run --silent pop -- COMMAND [options]

${lines.join('\n')}

  npm run --silent pop -- COMMAND --help   tells more
`;
}
