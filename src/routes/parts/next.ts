/** Where to go after a sign-in: a path of this shop, never another site's. */
export function nextPath(url: URL): string {
	const next = url.searchParams.get('next') ?? '';
	return /^\/(?![/\\])/.test(next) ? next : '/';
}
