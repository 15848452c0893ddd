import { logLevels, type LogLevel } from './config';

type Fields = Record<string, unknown>;

/** One JSON line an event on stdout: time, level, what happened, and its fields. Never a secret, a code or a body. */
export type Logger = Record<LogLevel, (event: string, fields?: Fields) => void>;

/** A logger that keeps quiet below a level. */
export function createLogger(
	level: LogLevel,
	write: (line: string) => void = (line) => process.stdout.write(line),
	now: () => number = Date.now
): Logger {
	const from = logLevels.indexOf(level);
	const at =
		(name: LogLevel) =>
		(event: string, fields: Fields = {}) => {
			if (logLevels.indexOf(name) < from) return;
			const line = { time: new Date(now()).toISOString(), level: name, event, ...plain(fields) };
			write(JSON.stringify(line) + '\n');
		};
	return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** Errors do not survive JSON: their name, message and stack are written out. */
function plain(fields: Fields): Fields {
	return Object.fromEntries(
		Object.entries(fields).map(([key, value]) => [
			key,
			value instanceof Error ? { name: value.name, message: value.message, stack: value.stack } : value
		])
	);
}
