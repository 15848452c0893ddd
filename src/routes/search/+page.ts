import { firstVisit } from '../first-visit';

export const load = ({ fetch, url }) => {
	const q = url.searchParams.get('q') ?? '';
	return q ? firstVisit(fetch, `/api/catalogue/search?q=${encodeURIComponent(q)}`) : {};
};
