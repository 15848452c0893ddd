import * as v from 'valibot';

const kinds: Record<string, string> = {
	string: 'Use text.',
	number: 'Use a number.',
	boolean: 'Use true or false.',
	array: 'Use a list.',
	strict_object: 'Use an object.',
	record: 'Use an object.',
	integer: 'Use a whole number.',
	safe_integer: 'Use a whole number.'
};

/** What is wrong with a value, for people. A schema's own words come first: the library's are for programmers. */
export function wordsOf(issue: v.BaseIssue<unknown>): string {
	const { type, message, expected, input } = issue;
	if (!message.startsWith('Invalid ')) return message;
	const limit = String(issue.requirement);
	if (expected === 'never') return 'There is no such field.';
	if (input === undefined) return 'This is missing.';
	if (type === 'min_value') return `Use ${limit} or more.`;
	if (type === 'max_value') return `Use ${limit} or less.`;
	const [one, many] = Array.isArray(input) ? ['entry', 'entries'] : ['character', 'characters'];
	const items = issue.requirement === 1 ? one : many;
	if (type === 'min_length') return `Use at least ${limit} ${items}.`;
	if (type === 'max_length') return `Use at most ${limit} ${items}.`;
	if (type === 'picklist' || type === 'literal')
		return `Use ${expected?.replace(/[()]/g, '').replaceAll('|', 'or') ?? 'another'}.`;
	return kinds[type] ?? 'This can’t be used here.';
}

/** Of each field at fault what is wrong with it; `whole` names the input itself. */
export function faultsOf(issues: readonly v.BaseIssue<unknown>[], whole: string): Record<string, string> {
	// Without a prototype, in which a field called __proto__ would vanish.
	const fields = Object.create(null) as Record<string, string>;
	for (const issue of issues) fields[v.getDotPath(issue) ?? whole] ??= wordsOf(issue);
	return fields;
}

/** What is wrong with a body before it is sent, by field, by the rules that the server has for it. */
export function faultsIn<S extends v.GenericSchema>(
	schema: S,
	body: v.InferInput<S>
): Record<string, string> {
	return { ...faultsOf(v.safeParse(schema, body).issues ?? [], 'body') };
}
