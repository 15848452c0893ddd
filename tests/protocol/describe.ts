/** The messages on the wire as text: what the schemas take, and the types of what is answered. */
import { readFileSync } from 'node:fs';
import ts from 'typescript';

interface Part {
	type: string;
	requirement?: unknown;
	entries?: Record<string, Part>;
	item?: Part;
	key?: Part;
	value?: Part;
	options?: (Part | string)[];
	literal?: unknown;
	wrapped?: Part;
	pipe?: Part[];
}

/** A valibot schema in a line or a few: its rules and limits, without functions and wording. */
function tell(part: Part | string): string {
	if (typeof part === 'string') return `'${part}'`;
	if (part.pipe) return part.pipe.map(tell).join(' ');
	const inside = [
		...Object.entries(part.entries ?? {}).map(
			([name, entry]) => `\n\t${name}: ${tell(entry).replaceAll('\n', '\n\t')}`
		),
		...[part.item, part.key, part.value, part.wrapped, ...(part.options ?? [])].flatMap((inner) =>
			inner ? tell(inner) : []
		),
		...['requirement', 'literal'].flatMap((name) => {
			const value = (part as unknown as Record<string, unknown>)[name];
			return value === undefined || typeof value === 'function'
				? []
				: typeof value === 'string'
					? JSON.stringify(value)
					: String(value);
		})
	];
	return inside.length === 0 ? part.type : `${part.type}(${inside.join(',')})`;
}

/** The schemas among a module's exports, each as one block. */
export function describeSchemas(module: Record<string, unknown>): string[] {
	const isSchema = (value: unknown) => (value as { kind?: string } | null)?.kind === 'schema';
	return Object.entries(module).flatMap(([name, value]) => {
		if (isSchema(value)) return [`${name}: ${tell(value as Part)}`];
		if (typeof value !== 'object' || value === null) return [];
		return describeSchemas(value as Record<string, unknown>).map((text) => `${name}.${text}`);
	});
}

/** The exported interfaces and types of a file, without comments. */
export function describeTypes(path: string): string[] {
	const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest);
	const printer = ts.createPrinter({ removeComments: true });
	return file.statements
		.filter((statement) => ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement))
		.map((statement) => printer.printNode(ts.EmitHint.Unspecified, statement, file));
}
