import { createHash } from 'node:crypto';
import type { Learned } from '../../domain/forecast/learn';
import type { Tree } from '../../domain/forecast/trees';

/** What was learnt of the shop, as `models/rf_all-products.json` keeps it from one day to the next. */
export interface Model {
	/** The ids of the products that it was learnt of. */
	items: string[];
	/** Lines of sales that there were. */
	lines: number;
	learned: Learned;
}

const VERSION = 1;

/** The text of a model's file: maps as lists, trees as base64 of their arrays, and a checksum of it all. */
export function writeModel({ items, lines, learned }: Model): string {
	const { trees, mixes, widths, methods } = learned;
	const model = JSON.stringify({
		items,
		lines,
		learned: {
			...learned,
			trees: trees.map(({ feature, threshold, left, value }) =>
				[feature, threshold, left, value].map(toBase64)
			),
			mixes: [...mixes],
			widths: [...widths],
			methods: [...methods]
		}
	});
	return `{"version":${VERSION},"sha256":"${sumOf(model)}","model":${model}}\n`;
}

/** The model of a file; null for one that is broken, was changed, or is of another version. */
export function readModel(text: string): Model | null {
	try {
		const { version, sha256, model } = JSON.parse(text);
		if (version !== VERSION || sha256 !== sumOf(JSON.stringify(model))) return null;
		const { items, lines, learned } = model;
		return {
			items,
			lines,
			learned: {
				...learned,
				trees: learned.trees.map(toTree),
				mixes: new Map(learned.mixes),
				widths: new Map(learned.widths),
				methods: new Map(learned.methods)
			}
		};
	} catch {
		return null;
	}
}

const sumOf = (text: string) => createHash('sha256').update(text).digest('hex');

const toBase64 = ({ buffer, byteOffset, byteLength }: ArrayBufferView) =>
	Buffer.from(buffer, byteOffset, byteLength).toString('base64');

function toTree([feature, threshold, left, value]: [string, string, string, string]): Tree {
	// A copy of its own, so that it is aligned.
	const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64')).buffer;
	return {
		feature: new Int16Array(bytes(feature)),
		threshold: new Float32Array(bytes(threshold)),
		left: new Int32Array(bytes(left)),
		value: new Float64Array(bytes(value))
	};
}
