import { firstVisit } from '../../first-visit';

export const load = ({ fetch, params }) =>
	firstVisit(fetch, `/api/catalogue/sections/${encodeURIComponent(params.section)}`);
