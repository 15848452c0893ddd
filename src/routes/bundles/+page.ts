import { firstVisit } from '../first-visit';

export const load = ({ fetch }) => firstVisit(fetch, '/api/catalogue/bundles');
