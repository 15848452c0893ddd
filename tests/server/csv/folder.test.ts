import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { copiesIn, fileSystemOf, isCloudFolder, risksOf } from '../../../src/lib/server/csv/folder';

test.each([
	['/home/ann/Dropbox/shop', true],
	['/home/ann/Dropbox (Garage Ltd)/shop', true],
	['C:\\Users\\ann\\OneDrive\\shop', true],
	['C:\\Users\\ann\\OneDrive - Garage Ltd\\shop', true],
	['/Users/ann/Library/Mobile Documents/com~apple~CloudDocs/shop', true],
	['/Users/ann/Library/CloudStorage/GoogleDrive-ann@x.example/My Drive/shop', true],
	['G:\\My Drive\\shop', true],
	['/srv/pop/shop', false],
	['/home/ann/dropbox-notes/shop', false],
	['C:\\pop\\shop', false]
])('%s: shared with other machines is %s', (path, shared) => {
	expect(isCloudFolder(path)).toBe(shared);
});

test('the type of file system is that of the nearest mount, on Linux and on macOS', () => {
	const linux = [
		'overlay / overlay rw,relatime 0 0',
		'/dev/sda1 /srv ext4 rw 0 0',
		'nas:/shop /srv/shop\\040data nfs4 rw,vers=4.2 0 0',
		''
	].join('\n');
	expect(fileSystemOf('/srv/shop data/a', linux)).toBe('nfs4');
	expect(fileSystemOf('/srv/shop', linux)).toBe('ext4');
	expect(fileSystemOf('/srvx', linux)).toBe('overlay');
	const mac =
		'/dev/disk3s1s1 on / (apfs, sealed, local)\n//ann@nas.local/shop on /Volumes/shop (smbfs, nodev, nosuid)\n';
	expect(fileSystemOf('/Volumes/shop/data', mac)).toBe('smbfs');
	expect(fileSystemOf('/Users/ann', mac)).toBe('apfs');
	expect(fileSystemOf('/x', '')).toBe('');
});

test('a folder of this machine has no risk, one under a shared name has', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'pop-folder-'));
	expect(await risksOf(folder)).toEqual([]);
	await mkdir(join(folder, 'OneDrive', 'shop'), { recursive: true });
	expect(await risksOf(join(folder, 'OneDrive', 'shop'))).toEqual(['cloud_folder']);
	await rm(folder, { recursive: true });
});

test('copies of the shop’s files are told from the files and from what is somebody’s own', () => {
	const copies = [
		'products (conflicted copy 2026-11-22).csv',
		"products (Ann's conflicted copy 2026-11-22).csv",
		'products-PC.csv',
		'Products-LAPTOP-2.csv',
		'sales (1).csv',
		'sales 2.csv',
		'stocks.sync-conflict-20261122-101010-ABCDEFG.csv',
		'carts (1).json',
		'admin_log-PC.txt'
	];
	const own = [
		'products.csv',
		'stocks.csv',
		'carts.json',
		'prices.csv',
		'productsold.csv',
		'images',
		'.products.csv.tmp'
	];
	expect(copiesIn([...own, ...copies])).toEqual(copies);
});
