import { parseArgs, type ParseArgsConfig } from 'node:util';
import { readConfig, type Config } from '../lib/server/config';
import { createLogger } from '../lib/server/log';
import { openShop, type OpenShop } from '../lib/server/open';
import type { CliCommand, CliIo } from './command';

type Options = NonNullable<ParseArgsConfig['options']>;
type Values<O extends Options> = ReturnType<
	typeof parseArgs<{ options: O; allowPositionals: true }>
>['values'];

/**
 * The options and the places of a call. Where it asks for help or is wrong, that is said, and the exit code returned.
 * @param places how many there may be: least and most
 */
export function readCall<const O extends Options>(
	{ name, usage }: Pick<CliCommand, 'name' | 'usage'>,
	argv: string[],
	io: CliIo,
	options: O,
	[least, most]: [number, number]
): { values: Values<O>; places: string[] } | number {
	const wrong = (what: string) => {
		io.stderr(`pop ${name}: ${what}\n\n${usage}`);
		return 2;
	};
	if (argv.includes('--help') || argv.includes('-h')) {
		io.stdout(usage);
		return 0;
	}
	try {
		const { values, positionals } = parseArgs({ args: argv, options, allowPositionals: true });
		if (positionals.length < least) return wrong('something is missing.');
		if (positionals.length > most) return wrong(`${positionals[most]} is too much.`);
		return { values: values as Values<O>, places: positionals };
	} catch (error) {
		return wrong((error as Error).message);
	}
}

/** The configuration of the environment; the shop may be a demo or a live one. */
export const configOf = (io: CliIo): Config => readConfig(io.env, io.cwd);

/** Opens the shop, also beside a running server, which then writes the files. */
export async function withShop<T>(
	config: Config,
	io: CliIo,
	work: (shop: OpenShop) => Promise<T>
): Promise<T> {
	const shop = await openShop(config, createLogger('error', io.stderr));
	try {
		const result = await work(shop);
		await shop.mirror.flush();
		return result;
	} finally {
		await shop.mirror.stop();
		await shop.store.close();
	}
}
