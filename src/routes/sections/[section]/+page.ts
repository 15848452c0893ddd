import { firstVisit } from '../../first-visit';

export const load = ({ fetch, params, url }) => {
	const page = url.searchParams.get('page');
	const query = page ? `?page=${encodeURIComponent(page)}` : '';
	return firstVisit(fetch, `/api/catalogue/sections/${encodeURIComponent(params.section)}${query}`);
};
