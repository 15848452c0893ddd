import { firstVisit } from '../first-visit';

export const load = ({ fetch, url }) => {
	const q = url.searchParams.get('q') ?? '';
	const query = new URLSearchParams({ q, page: url.searchParams.get('page') ?? '1' });
	return q ? firstVisit(fetch, `/api/catalogue/search?${query}`) : {};
};
