import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** Under so many bytes an answer gains nothing. */
const SMALL = 1024;
const compressible = /^(?:application\/(?:problem\+)?json|text\/(?:html|csv))\b/;

/** The answer compressed as the client can take it, where it is text of some size. */
export async function compressed(request: Request, response: Response): Promise<Response> {
	const { headers } = response;
	if (
		!response.body ||
		headers.has('content-encoding') ||
		// Downloads of any size go out as they are read.
		headers.has('content-disposition') ||
		!compressible.test(headers.get('content-type') ?? '')
	)
		return response;
	headers.append('vary', 'accept-encoding');
	if (headers.has('content-length') && Number(headers.get('content-length')) <= SMALL) return response;
	const encoding = preferredEncoding(request.headers.get('accept-encoding') ?? '');
	const body = Buffer.from(await response.arrayBuffer());
	const small = encoding === null || body.byteLength <= SMALL;
	const sent = small ? body : await encode(body, encoding);
	if (!small) headers.set('content-encoding', encoding);
	headers.set('content-length', String(sent.byteLength));
	return new Response(new Uint8Array(sent), { status: response.status, headers });
}

/** Brotli, else gzip, else nothing, as an Accept-Encoding header allows. */
export function preferredEncoding(accept: string): 'br' | 'gzip' | null {
	const allowed = new Map(
		accept.split(',').map((item) => {
			const [name = '', ...parameters] = item.split(';').map((part) => part.trim().toLowerCase());
			const weight = parameters.find((parameter) => parameter.startsWith('q='));
			return [name, weight ? Number(weight.slice(2)) : 1];
		})
	);
	const takes = (name: string) => (allowed.get(name) ?? allowed.get('*') ?? 0) > 0;
	return takes('br') ? 'br' : takes('gzip') ? 'gzip' : null;
}

/** Brotli at 4 is as fast as gzip and smaller. */
function encode(body: Buffer, encoding: 'br' | 'gzip'): Promise<Buffer> {
	return encoding === 'gzip'
		? promisify(gzip)(body)
		: promisify(brotliCompress)(body, {
				params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_SIZE_HINT]: body.byteLength }
			});
}
