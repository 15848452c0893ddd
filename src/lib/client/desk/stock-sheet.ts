import type { DeskProduct } from '../../domain/catalogue/product';
import type { Reserve } from '../../domain/stock/stock';
import type { MutationArgs } from '../../protocol/mutations';

/** What is done with the parts of a sheet. */
export type Task = 'receive' | 'count' | 'onto-shelf' | 'into-reserve';

/** A part on the sheet. */
export interface SheetLine {
	product: DeskProduct;
	/** Pieces received, counted or moved. */
	pieces: number;
	/** What the shelf held when the part came onto the sheet: a count is compared with that. */
	seen: number;
	/** The part's line in the reserve. */
	reserve?: Reserve;
}

export type StockChange =
	| { name: 'adjustStock'; args: MutationArgs<'adjustStock'> }
	| { name: 'moveReserve'; args: MutationArgs<'moveReserve'> };

/** The reserve of a product: by its id, else by its exact name. */
export function reserveOf(product: DeskProduct, stocks: readonly Reserve[]): Reserve | undefined {
	return (
		stocks.find((line) => line.productId === product.productId) ??
		stocks.find((line) => line.productId === undefined && line.item === product.name)
	);
}

/** What is wrong with a line, in words; nothing where it can be booked. */
export function problemOf({ product, pieces, reserve }: SheetLine, task: Task): string | undefined {
	if (!Number.isInteger(pieces) || pieces < 0 || pieces > 1_000_000) return 'Use whole pieces.';
	if (task !== 'count' && pieces === 0) return 'Use 1 piece or more.';
	if (task === 'onto-shelf' && pieces > (reserve?.stock ?? 0))
		return `The reserve holds ${reserve?.stock ?? 0}.`;
	if (task === 'into-reserve' && pieces > product.stock) return `The shelf holds ${product.stock}.`;
	return undefined;
}

/**
 * The movements of a sheet. A count moves the shelf by its difference to what was there when it was counted, so that
 * what is sold meanwhile stays sold; one that agrees moves nothing.
 */
export function changesOf(lines: readonly SheetLine[], task: Task, note: string): StockChange[] {
	const why = note.trim() ? { note: note.trim() } : {};
	return lines.flatMap(({ product, pieces, seen, reserve }): StockChange[] => {
		const { productId, section, name } = product;
		if (task === 'receive')
			return [{ name: 'adjustStock', args: { productId, delta: pieces, reason: 'receipt', ...why } }];
		if (task === 'count')
			return pieces === seen
				? []
				: [{ name: 'adjustStock', args: { productId, delta: pieces - seen, reason: 'count', ...why } }];
		const { category, item } = reserve ?? { category: section, item: name };
		const delta = task === 'onto-shelf' ? pieces : -pieces;
		return [{ name: 'moveReserve', args: { productId, category, item, delta, ...why } }];
	});
}

/** The changes that take others back. */
export function undoOf(changes: readonly StockChange[]): StockChange[] {
	return changes.map((change): StockChange =>
		change.name === 'adjustStock'
			? {
					name: 'adjustStock',
					args: {
						...change.args,
						delta: -change.args.delta,
						reason: 'correction',
						note: `Undo of ${change.args.reason}`
					}
				}
			: { name: 'moveReserve', args: { ...change.args, delta: -change.args.delta } }
	);
}
