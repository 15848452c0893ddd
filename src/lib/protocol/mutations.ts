import * as v from 'valibot';
import { MAX_QUANTITY } from '../domain/cart/cart';
import { MAX_AMOUNT } from '../domain/money';
import type { RefusalCode } from '../domain/result';
import { tableNames } from '../domain/tables';
import { fromLocal } from '../domain/time';
import { MAX_EDITS } from './limits';

/** The arguments of every mutation: named intents that a device queues and the server applies once, in order. */

/** No NUL: PostgreSQL has no text with it. */
const text = (max: number) => v.pipe(v.string(), v.maxLength(max), v.excludes('\0'));
/** Lists share one cell of a CSV, split by semicolons: an entry holds none. */
const list = (max: number) =>
	v.pipe(v.array(v.pipe(text(max), v.trim(), v.minLength(1), v.excludes(';'))), v.maxLength(100));
/** Text that a CSV cell and an address give back as it was: no blanks alone, no dots alone, no half characters. */
const id = v.pipe(
	v.string(),
	v.minLength(1),
	v.maxLength(64),
	v.regex(/^(?=.*\S)(?!\.{1,2}$)[^\p{Cc}\p{Cs}]+$/u)
);
const quantity = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_QUANTITY));
/** Minor units. */
const amount = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_AMOUNT));
const delta = v.pipe(v.number(), v.integer(), v.minValue(-10_000_000), v.maxValue(10_000_000));
const stock = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10_000_000));
const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10_000_000));
/** `2026-01-31T09:30:00.000Z`; without a zone, of UTC. */
const isoInstant = v.pipe(
	v.string(),
	v.maxLength(40),
	v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?$/),
	v.check((text) => isDate(text.slice(0, 10))),
	v.transform((text) => Date.parse(/(?:Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`))
);
/** An instant, given as ms since 1970 or ISO 8601; parsed to ISO 8601 in UTC. */
export const instant = v.pipe(
	v.union([v.number(), isoInstant], 'Use an instant like 2026-01-31T09:30:00.000Z.'),
	v.number(),
	v.minValue(0),
	v.maxValue(253402300799999),
	v.transform((ms) => new Date(ms).toISOString())
);
/** Whether the calendar has it: what a CSV would not read back is not taken. */
const isDate = (date: string) => fromLocal(date, 'UTC') !== null;
const lines = v.pipe(
	v.array(v.strictObject({ productId: id, quantity, price: amount })),
	v.minLength(1),
	v.maxLength(500)
);
const fulfilment = v.picklist(['pickup', 'delivery']);

/** The fields of a product that `saveProduct` may change; null clears an optional one. */
export const productChanges = v.strictObject({
	name: v.optional(v.pipe(text(200), v.trim(), v.minLength(1))),
	section: v.optional(v.pipe(text(80), v.trim(), v.minLength(1))),
	price: v.optional(amount),
	stock: v.optional(stock),
	description: v.optional(text(5000)),
	brand: v.optional(v.nullable(text(120))),
	partNumber: v.optional(v.nullable(text(80))),
	oemNumbers: v.optional(v.nullable(list(80))),
	barcode: v.optional(v.nullable(text(80))),
	image: v.optional(v.nullable(text(200))),
	status: v.optional(v.nullable(v.picklist(['active', 'discontinued', 'hidden']))),
	supplier: v.optional(v.nullable(text(120))),
	cost: v.optional(v.nullable(amount)),
	leadTimeDays: v.optional(v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(1000)))),
	leadTimeSdDays: v.optional(v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(1000)))),
	reorderPoint: v.optional(v.nullable(count)),
	packSize: v.optional(v.nullable(count)),
	minOrderQuantity: v.optional(v.nullable(count)),
	supersededBy: v.optional(v.nullable(text(64))),
	alternatives: v.optional(v.nullable(list(64))),
	formerNames: v.optional(v.nullable(list(200))),
	/** The shop's own columns, so that undoing a deletion brings them back. */
	extra: v.optional(v.nullable(v.record(text(200), text(5000))))
});
const productEdit = v.strictObject({
	productId: id,
	changes: productChanges,
	base: v.optional(productChanges)
});
const reason = v.pipe(text(40), v.trim(), v.minLength(1));

/** What `importFile` may hold, as UTF-8 in JSON: a push has room for it. */
export const MAX_IMPORT_BYTES = 300_000;

export const mutationArgs = {
	/** 0 removes the line. */
	setCartLine: v.strictObject({
		productId: id,
		quantity: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_QUANTITY))
	}),
	/** `price` is what the buyer saw, never what is charged. */
	placeOrder: v.strictObject({
		orderId: id,
		lines,
		placedAt: instant,
		fulfilment: v.optional(fulfilment),
		contact: v.optional(text(200)),
		phone: v.optional(text(40)),
		address: v.optional(text(500)),
		note: v.optional(text(1000))
	}),
	acceptOrder: v.strictObject({ orderId: id, lines }),
	cancelOrder: v.strictObject({ orderId: id }),
	saveProduct: productEdit,
	/** All of them or none; `reason` is that of the movements, `edit` without one. */
	saveProducts: v.strictObject({
		edits: v.pipe(v.array(productEdit), v.minLength(1), v.maxLength(MAX_EDITS)),
		reason: v.optional(reason),
		note: v.optional(text(500))
	}),
	deleteProduct: v.strictObject({ productId: id }),
	adjustStock: v.strictObject({ productId: id, delta, reason, note: v.optional(text(500)) }),
	/** Pieces from a line of the reserve onto the shelf; below 0 the other way. */
	moveReserve: v.strictObject({
		productId: id,
		category: text(80),
		item: v.pipe(text(200), v.minLength(1)),
		delta,
		note: v.optional(text(500))
	}),
	saveStock: v.strictObject({
		category: text(80),
		item: v.pipe(text(200), v.minLength(1)),
		changes: v.strictObject({
			stock: v.optional(stock),
			price: v.optional(amount),
			productId: v.optional(v.nullable(text(64)))
		}),
		base: v.optional(
			v.strictObject({
				stock: v.optional(stock),
				price: v.optional(amount),
				productId: v.optional(v.nullable(text(64)))
			})
		)
	}),
	/** `orderedAt` is the shop's wall clock, `expectedAt` a day of it. */
	placePurchase: v.strictObject({
		purchaseId: id,
		productId: id,
		supplier: text(1000),
		ordered: quantity,
		cost: amount,
		orderedAt: v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/), v.check(isDate)),
		expectedAt: v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\d$/), v.check(isDate))
	}),
	/** `seen` pieces had come before; `pieces` below 0 take a receipt back. */
	receivePurchase: v.strictObject({ purchaseId: id, productId: id, pieces: delta, seen: count }),
	cancelPurchase: v.strictObject({ purchaseId: id }),
	reopenPurchase: v.strictObject({ purchaseId: id }),
	sellAtCounter: v.strictObject({
		orderId: id,
		lines,
		username: v.optional(text(64)),
		note: v.optional(text(1000))
	}),
	refundOrder: v.strictObject({
		orderId: id,
		lines: v.pipe(
			v.array(v.strictObject({ productId: id, quantity, left: v.optional(quantity) })),
			v.minLength(1),
			v.maxLength(500)
		),
		reason: v.pipe(text(500), v.trim(), v.minLength(1))
	}),
	/** A small CSV file, as text; `map` names the table's columns by the file's, '' leaves one out. */
	importFile: v.strictObject({
		importId: id,
		table: v.picklist(tableNames),
		mode: v.picklist(['merge', 'replace']),
		map: v.record(text(200), text(200)),
		text: text(MAX_IMPORT_BYTES)
	}),
	/** An edit of a file that waits: what the person saved is taken, or what the shop has stays. */
	settleClash: v.strictObject({ clashId: id, choice: v.picklist(['file', 'shop']) }),
	/** An order goes on: ready to be picked up or sent, then handed over. */
	advanceOrder: v.strictObject({ orderId: id, status: v.picklist(['ready', 'handed_over']) }),
	/** A pair of products that shoppers always or never see as a bundle, or again by its numbers. */
	markBundle: v.strictObject({
		productA: id,
		productB: id,
		mark: v.picklist(['pinned', 'hidden', 'none'])
	}),
	/** An order that says nothing of demand to come: forecasts leave it out. */
	markOneOff: v.strictObject({ orderId: id, oneOff: v.boolean() })
} as const;

export type MutationName = keyof typeof mutationArgs;
export type MutationArgs<N extends MutationName> = v.InferOutput<(typeof mutationArgs)[N]>;
export type ProductChanges = v.InferOutput<typeof productChanges>;

/** Why a mutation was refused: by the decision itself, or before it was asked. */
export type RejectionCode = RefusalCode | 'unknown_mutation' | 'failed';
