import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { CliIo } from './command';

const words: Record<string, string> = {
	EEXIST: 'a file of this name is there already',
	EISDIR: 'this is a folder, not a file',
	EACCES: 'this account may not open it',
	EPERM: 'this account may not open it',
	EROFS: 'nothing can be written there',
	ENOSPC: 'the disk is full'
};

/** What the system said of a file, as a line for a person; any other fault stays what it is. */
export function fileFault(name: string, error: unknown, missing = 'there is no such file'): unknown {
	const { code, syscall } = error as NodeJS.ErrnoException;
	if (code === undefined || syscall === undefined) return error;
	const why = code === 'ENOENT' || code === 'ENOTDIR' ? missing : words[code];
	return new Error(`${name}: ${why ?? `can't be opened (${code})`}`);
}

/**
 * The path of a file that a call names, to be read.
 * @throws Error in plain words where it can't be: it is missing, a folder, or another's
 */
export async function fileToRead(name: string, io: CliIo): Promise<string> {
	const path = resolve(io.cwd, name);
	try {
		if ((await stat(path)).isDirectory()) throw folder();
		await access(path, constants.R_OK);
		return path;
	} catch (error) {
		throw fileFault(name, error);
	}
}

/**
 * The path of a file that a call names, to be written: it may stand there already.
 * @throws Error in plain words where it can't be: before any work is done for it
 */
export async function fileToWrite(name: string, io: CliIo): Promise<string> {
	const path = resolve(io.cwd, name);
	try {
		if (!(await stat(dirname(path))).isDirectory()) throw missing();
		if ((await stat(path).catch(() => null))?.isDirectory()) throw folder();
		return path;
	} catch (error) {
		throw fileFault(name, error, NO_FOLDER);
	}
}

/** Why a file can't be written where it was asked for. */
export const NO_FOLDER = 'there is no folder to write it to';

const folder = () => Object.assign(new Error(), { code: 'EISDIR', syscall: 'open' });
const missing = () => Object.assign(new Error(), { code: 'ENOENT', syscall: 'open' });
