const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A prefix and `length` random digits of 5 bits each: 12 are 60 bits. Needs no secure context. */
export function randomId(prefix: string, length = 12): string {
	const bytes = crypto.getRandomValues(new Uint8Array(length));
	return prefix + Array.from(bytes, (byte) => crockford[byte & 31]).join('');
}
