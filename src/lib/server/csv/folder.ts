import { execFile } from 'node:child_process';
import { readFile, realpath } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { FolderRisk } from '../../protocol/settings';
import { shownFiles } from './shown-files';

/** Folders that a program keeps the same on several machines, by their names. */
const CLOUD =
	/^(?:onedrive(?: - .+)?|dropbox(?: \(.+\))?|google ?drive(?:-.+)?|my drive|icloud ?drive|com~apple~clouddocs|cloudstorage|nextcloud|owncloud)$/i;
const NETWORK = /^(?:nfs4?|cifs|smb\w*|afpfs|webdav|davfs|fuse\.(?:sshfs|rclone|davfs2?)|ceph|glusterfs)$/;

/** In words for whoever starts the shop. */
export const riskWords: Record<FolderRisk, string> = {
	cloud_folder:
		'DATA_DIR is in a folder that is shared with other machines (OneDrive, Dropbox, iCloud, Google Drive …). Two shops may write at once there: choose a folder of this machine, and back it up with `pop backup`.',
	network_share:
		'DATA_DIR is on a network share. Locks may not hold there and changes show late: choose a disk of this machine.'
};

/**
 * What makes a folder unsafe for the shop's files: other machines write there too, or locks and notices of changes don't
 * work as on a disk.
 */
export async function risksOf(folder: string): Promise<FolderRisk[]> {
	const path = await realpath(folder);
	const risks: FolderRisk[] = [];
	if ([folder, path].some(isCloudFolder)) risks.push('cloud_folder');
	if (path.startsWith('\\\\') || NETWORK.test(fileSystemOf(path, await mounts())))
		risks.push('network_share');
	return risks;
}

export const isCloudFolder = (path: string): boolean => path.split(/[\\/]/).some((name) => CLOUD.test(name));

/** The type of file system that a path is on, by a table of mounts as Linux or macOS show it; '' where it does not say. */
export function fileSystemOf(path: string, table: string): string {
	let best = { at: '', type: '' };
	for (const line of table.split('\n')) {
		const linux = /^\S+ (\/\S*) (\S+) \S+ \d+ \d+$/.exec(line);
		const [, at, type] = linux ?? /^.+ on (\/.*) \((\w+)/.exec(line) ?? [];
		if (at === undefined || at.length < best.at.length) continue;
		const point = at.replace(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)));
		if (path === point || path.startsWith(point.endsWith('/') ? point : `${point}/`))
			best = { at: point, type: type! };
	}
	return best.type;
}

async function mounts(): Promise<string> {
	try {
		if (process.platform === 'linux') return await readFile('/proc/mounts', 'utf8');
		if (process.platform === 'darwin') return (await promisify(execFile)('/sbin/mount')).stdout;
	} catch {
		// Then nothing is known of it.
	}
	return '';
}

/**
 * Of the names in a data folder, those that look like a copy of one of the shop's files: `products (conflicted copy).csv`,
 * `products-PC.csv`, `products 2.csv`. Programs that share folders leave such when two machines wrote; none is ever read.
 */
export function copiesIn(names: readonly string[]): string[] {
	const files = shownFiles().map(({ name }) => name);
	return names.filter((name) => {
		const folded = name.toLowerCase();
		return files.some((file) => {
			const [base, extension] = file.split('.') as [string, string];
			return (
				folded !== file &&
				folded.startsWith(base) &&
				/^[ (._-]/.test(folded.slice(base.length)) &&
				folded.endsWith(`.${extension}`)
			);
		});
	});
}
