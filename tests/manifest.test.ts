/** What a browser reads before it offers to install the shop. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface Picture {
	src: string;
	sizes: string;
}
const manifest = JSON.parse(readFileSync('static/manifest.webmanifest', 'utf8')) as {
	id: string;
	scope: string;
	start_url: string;
	icons: (Picture & { purpose?: string })[];
	screenshots: (Picture & { form_factor: string })[];
	shortcuts: { url: string; icons: Picture[] }[];
	file_handlers: { action: string }[];
};
const pictures = [
	...manifest.icons,
	...manifest.screenshots,
	...manifest.shortcuts.flatMap(({ icons }) => icons)
].filter(({ src }) => src.endsWith('.png'));

/** Width and height of a PNG stand in its first chunk (RFC 2083, 11.2.1). */
function sizeOf(file: string): string {
	const bytes = readFileSync(file);
	return `${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`;
}

test.each(pictures.map(({ src, sizes }) => [src, sizes]))('%s is a picture of %s', (src, sizes) => {
	expect(sizeOf(`static${src}`)).toBe(sizes);
});

test('it stands for the whole shop, with a maskable icon and pictures for both forms', () => {
	expect([manifest.id, manifest.scope, new URL(manifest.start_url, 'http://shop').pathname]).toEqual([
		'/',
		'/',
		'/'
	]);
	expect(manifest.icons.map(({ purpose }) => purpose)).toContain('maskable');
	expect(new Set(manifest.screenshots.map(({ form_factor }) => form_factor))).toEqual(
		new Set(['wide', 'narrow'])
	);
});

test('what it leads to are pages', () => {
	for (const address of [
		...manifest.shortcuts.map(({ url }) => url),
		...manifest.file_handlers.map(({ action }) => action)
	])
		expect(existsSync(`src/routes${address}/+page.svelte`), address).toBe(true);
});
