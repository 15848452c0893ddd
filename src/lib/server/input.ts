import * as v from 'valibot';
import { faultsOf } from '../protocol/faults';
import { ProblemError } from './problem';

/** `true` or `false` in an address. */
export const flag = v.picklist(['true', 'false'], 'Use true or false.');

/**
 * What an address asks for behind its `?`, parsed.
 * @throws ProblemError invalid with the fields at fault
 */
export function readQuery<S extends v.GenericSchema>(search: URLSearchParams, schema: S): v.InferOutput<S> {
	const parsed = v.safeParse(schema, Object.fromEntries(search));
	if (parsed.success) return parsed.output;
	const fields = faultsOf(parsed.issues, 'query');
	throw new ProblemError('invalid', { detail: 'The address asks for something that is none.', fields });
}
