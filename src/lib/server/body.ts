import * as v from 'valibot';
import { faultsOf } from '../protocol/faults';
import { ProblemError } from './problem';

/** What a JSON body may measure. */
const JSON_LIMIT = 512 * 1024;

/**
 * The JSON body of a request, parsed.
 * @throws ProblemError unsupported_media_type, too_large, malformed, or invalid with the fields at fault
 */
export async function readJson<S extends v.GenericSchema>(
	request: Request,
	schema: S,
	limit = JSON_LIMIT
): Promise<v.InferOutput<S>> {
	const type = request.headers.get('content-type') ?? '';
	if (!/^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(type))
		throw new ProblemError('unsupported_media_type', {
			detail: 'Send JSON, as content type application/json.'
		});
	const bytes = await readBody(request, limit);
	let value: unknown;
	try {
		value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
	} catch {
		throw new ProblemError('malformed', { detail: 'The body is not JSON in UTF-8.' });
	}
	const parsed = v.safeParse(schema, value);
	if (parsed.success) return parsed.output;
	const fields = faultsOf(parsed.issues, 'body');
	throw new ProblemError('invalid', { detail: 'Some fields are not as they should be.', fields });
}

/**
 * The bytes of a request's body.
 * @throws ProblemError too_large beyond `limit` bytes
 */
export async function readBody(request: Request, limit: number): Promise<Uint8Array> {
	const parts: Uint8Array[] = [];
	for await (const part of bodyParts(request, limit)) parts.push(part);
	return Buffer.concat(parts);
}

/** What of a body that is too large is still read: who sends it all the same has no eye for the answer before the end. */
const DRAINED = 16 * 1024 * 1024;

/** The same, as they come. */
export async function* bodyParts(request: Request, limit: number): AsyncGenerator<Uint8Array, void> {
	// The reader is left as it is at the end: cancelling would cut the connection before the answer.
	const reader = request.body?.getReader();
	let isTooLarge = Number(request.headers.get('content-length')) > limit;
	let size = 0;
	for (let read = await reader?.read(); read?.value; read = await reader?.read()) {
		size += read.value.byteLength;
		isTooLarge ||= size > limit;
		if (!isTooLarge) yield read.value;
		else if (size > limit + DRAINED) break;
	}
	if (isTooLarge)
		throw new ProblemError('too_large', {
			detail: `The body may have ${Math.floor(limit / 1024)} KB.`,
			limit
		});
}
