import { formatEntry } from '../../domain/audit/log';
import { patchCarts, readCarts } from '../../domain/csv/carts';
import { decode, encode, type Decoded } from '../../domain/csv/encoding';
import type { ShopCells } from '../../domain/csv/read-table';
import { patchShop } from '../../domain/csv/shop-file';
import { carts } from '../store/carts';
import { log } from '../store/log';
import { shops } from '../store/shop';
import { cartsDelta } from './edit-carts';
import type { Delta } from './history';
import type { Pending, ShownFile } from './shown-file';

export const LOG_FILE = 'admin_log.txt';

/** The log's file: lines are only ever added, what stands there stays. */
export function logFile(): ShownFile {
	/** Of a file that ends with a line end, as it was last written: it need not be read again. */
	let style: { encoding: Decoded['encoding']; newline: string } | null = null;
	return {
		name: LOG_FILE,
		tables: ['log'],
		forget() {
			style = null;
		},
		async read(tx, since, { last }) {
			const { rows } =
				typeof since === 'number' ? await log.changedSince(tx, since) : { rows: await log.all(tx) };
			const added = rows.filter((row) => Number(row.logId) > last);
			if (added.length === 0) return null;
			const lines = (newline: string) => added.map((entry) => formatEntry(entry) + newline).join('');
			return {
				last: Number(added.at(-1)!.logId),
				async plan(bytes) {
					if (style) {
						const append = encode({ text: lines(style.newline), encoding: style.encoding, bom: false });
						if (append) return { append };
					}
					const had = await bytes();
					const { text, encoding }: Decoded = had ? decode(had) : { text: '', encoding: 'utf-8', bom: false };
					const newline = /\r\n|\n/.exec(text)?.[0] ?? '\n';
					const before = text === '' || text.endsWith('\n') ? '' : newline;
					const append = encode({ text: before + lines(newline), encoding, bom: false });
					style = append && { encoding, newline };
					if (had && append) return { append };
					return {
						replace: encode({ text: text + before + lines(newline), encoding: 'utf-8', bom: false })!
					};
				}
			};
		}
	};
}

export const cartsFile: ShownFile = {
	...jsonFile('carts.json', 'carts', async (tx) => {
		const all = await carts.all(tx);
		return (text, { digits }) => ({
			text: patchCarts(text, all, digits),
			delta: cartsDelta(readCarts(text, digits)?.carts ?? new Map(), all)
		});
	}),
	kept: true
};

export const shopFile: ShownFile = {
	...jsonFile('shop.json', 'shop', async (tx) => {
		const file = await shops.get(tx);
		return (text) => ({ text: patchShop(text, file) });
	}),
	kept: true
};

/** The text brought up to date, and what that changes where versions are kept by their changes. */
type Patch = (text: string, cells: ShopCells) => { text: string; delta?: Delta };

/** A JSON file that shows one table: members that stay the same stay byte for byte. */
function jsonFile(
	name: string,
	table: 'carts' | 'shop',
	read: (tx: Parameters<ShownFile['read']>[0]) => Promise<Patch>
): ShownFile {
	return {
		name,
		tables: [table],
		forget() {},
		async read(tx, _since, { last }): Promise<Pending> {
			const patch = await read(tx);
			return {
				last,
				async plan(bytes, cells) {
					const had = await bytes();
					const file: Decoded = had ? decode(had) : { text: '', encoding: 'utf-8', bom: false };
					const { text, delta } = patch(file.text, cells);
					if (had && text === file.text) return null;
					const replace = encode({ ...file, text }) ?? encode({ text, encoding: 'utf-8', bom: false })!;
					return { replace, ...(had && delta && { delta }) };
				}
			};
		}
	};
}
