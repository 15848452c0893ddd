/** A member of a JSON object as it stands in the text. */
interface Member {
	key: string;
	/** Where its key and its value begin, and where the value ends. */
	start: number;
	valueStart: number;
	end: number;
}

/** Where the members of the object that a JSON text holds stand. The text is known to parse. */
function membersOf(text: string): Member[] {
	const members: Member[] = [];
	let at = text.indexOf('{') + 1;
	for (;;) {
		while (/[\s,]/.test(text[at]!)) at++;
		if (text[at] === '}') return members;
		const start = at;
		at = valueEnd(text, at);
		const key = JSON.parse(text.slice(start, at)) as string;
		while (/[\s:]/.test(text[at]!)) at++;
		const valueStart = at;
		at = valueEnd(text, at);
		members.push({ key, start, valueStart, end: at });
	}
}

function valueEnd(text: string, from: number): number {
	let depth = 0;
	for (let at = from; ; at++) {
		const character = text[at]!;
		if (character === '"') {
			for (at++; text[at] !== '"'; at++) if (text[at] === '\\') at++;
			if (depth === 0) return at + 1;
		} else if (character === '{' || character === '[') depth++;
		else if (character === '}' || character === ']') {
			if (depth === 0) return at;
			if (--depth === 0) return at + 1;
		} else if (depth === 0 && /[,\s]/.test(character)) return at;
	}
}

/**
 * The text of a JSON object with some members set, in the order and the indentation that it has. Members that stay the
 * same, known or not, stay byte for byte; `undefined` removes one.
 */
export function patchJson(text: string, changes: ReadonlyMap<string, unknown>): string {
	const members = membersOf(text);
	const newline = text.includes('\r\n') ? '\r\n' : '\n';
	const indent = /^\{\s*?\n([ \t]+)"/.exec(text.trimStart())?.[1] ?? (members.length > 0 ? '' : '  ');
	const write = (value: unknown) => {
		const lines = JSON.stringify(value, null, indent).split('\n');
		return lines.join(newline + indent);
	};
	const known = new Set(members.map(({ key }) => key));
	const kept = members.flatMap(({ key, start, valueStart, end }) => {
		if (!changes.has(key)) return [text.slice(start, end)];
		const value = changes.get(key);
		if (value === undefined) return [];
		const same = JSON.stringify(JSON.parse(text.slice(valueStart, end))) === JSON.stringify(value);
		return [same ? text.slice(start, end) : text.slice(start, valueStart) + write(value)];
	});
	for (const [key, value] of changes)
		if (!known.has(key) && value !== undefined) kept.push(`${JSON.stringify(key)}: ${write(value)}`);
	const open = text.indexOf('{') + 1;
	const close = text.lastIndexOf('}');
	if (kept.length === 0) return text.slice(0, open) + text.slice(close);
	const gap = indent === '' ? '' : newline + indent;
	const parted = kept.join(indent === '' ? ', ' : `,${gap}`);
	return text.slice(0, open) + gap + parted + (indent === '' ? '' : newline) + text.slice(close);
}

/** The object in a JSON text, or null where there is none. A byte order mark is passed over. */
export function readObject(text: string): Record<string, unknown> | null {
	try {
		const value: unknown = JSON.parse(text.replace(/^\ufeff/, ''));
		return typeof value === 'object' && value !== null && !Array.isArray(value)
			? (value as Record<string, unknown>)
			: null;
	} catch {
		return null;
	}
}
