/** Who may call what: every route and method of the API, by who asks. */

export const askers = [
	'anonymous',
	'shopper',
	'other shopper',
	'admin',
	'admin with PIN',
	'expired session',
	'disabled user',
	'temporary password'
] as const;
export type Asker = (typeof askers)[number];

/** A status, and the code of a problem: `403 pin_required`. */
type Answers = Record<Asker, string>;

export interface Row {
	answers: Answers;
	/** What stands in the address for the route's parameters, and behind it. */
	params?: Record<string, string>;
	query?: string;
	/** Of type JSON, unless it is a text: then CSV. */
	body?: object | string;
	/** The call takes no body, so no type is asked for. */
	bodiless?: true;
}

const nobody = '401 signed_out';
const strangers = {
	anonymous: nobody,
	'expired session': nobody,
	'disabled user': nobody,
	'temporary password': '403 password_change_required'
};
/** For everybody. */
const open = (answer: string): Answers => ({
	...account(answer),
	anonymous: answer,
	'expired session': answer,
	'disabled user': answer
});
/** For whoever is signed in; with another answer where the thing is somebody else's. */
const account = (answer: string, others = answer): Answers => ({
	...strangers,
	shopper: answer,
	'other shopper': others,
	admin: others,
	'admin with PIN': others
});
/** For admins; behind the PIN with another answer before it is given. */
const desk = (answer: string, locked = answer): Answers => ({
	...strangers,
	shopper: '403 forbidden',
	'other shopper': '403 forbidden',
	admin: locked,
	'admin with PIN': answer
});
const pin = (answer: string): Answers => desk(answer, '403 pin_required');
/** Open to a temporary password too: it belongs to an admin who gave the PIN. */
const beforeChange = (answers: Answers): Answers => ({
	...answers,
	'temporary password': answers['admin with PIN']
});

/** The bodies are such that nothing is changed: an `invalid` shows that the caller was let in. */
export const matrix: Record<string, Row> = {
	'fallback /api/[...path]': { answers: open('404 not_found'), params: { path: 'no/such' }, bodiless: true },

	'GET /api/health': { answers: beforeChange(open('200')) },
	'GET /api/events': { answers: open('200') },
	'GET /api/catalogue/bundles': { answers: beforeChange(open('200')) },
	'GET /api/catalogue/home': { answers: beforeChange(open('200')) },
	'GET /api/catalogue/products/[id]': { answers: beforeChange(open('200')), params: { id: 'P1' } },
	'GET /api/catalogue/search': { answers: beforeChange(open('200')), query: '?q=pad' },
	'GET /api/catalogue/sections': { answers: beforeChange(open('200')) },
	'GET /api/catalogue/sections/[section]': {
		answers: beforeChange(open('200')),
		params: { section: 'Brake' }
	},
	'GET /api/sync/catalogue': { answers: open('200') },
	'GET /api/sync/catalogue/[hash]': { answers: open('404 not_found'), params: { hash: 'none' } },
	'GET /api/sync/pull': { answers: open('200') },
	'POST /api/sync/push': { answers: account('422 invalid'), body: {} },

	'GET /api/session': { answers: beforeChange(account('200')) },
	'POST /api/session': { answers: beforeChange(open('422 invalid')), body: {} },
	'DELETE /api/session': { answers: beforeChange(open('204')), bodiless: true },
	'POST /api/users': { answers: beforeChange(open('422 invalid')), body: {} },

	'GET /api/account': { answers: account('200') },
	'DELETE /api/account': { answers: account('422 invalid'), body: {} },
	'POST /api/account/password': { answers: beforeChange(account('422 invalid')), body: {} },
	'POST /api/account/email': { answers: account('422 invalid'), body: {} },
	'POST /api/account/forgot': {
		answers: beforeChange(open('409 no_delivery_address')),
		body: { username: 'shopper-ann' }
	},
	'POST /api/account/reset': { answers: beforeChange(open('422 invalid')), body: {} },
	'DELETE /api/account/sessions': { answers: account('204'), bodiless: true },
	'DELETE /api/account/sessions/[id]': {
		answers: account('404 not_found'),
		params: { id: 'none' },
		bodiless: true
	},

	'POST /api/orders/[id]/code': {
		answers: account('202', '404 not_found'),
		params: { id: 'W1' },
		bodiless: true
	},
	'POST /api/orders/[id]/confirm': {
		answers: account('410 code_expired', '404 not_found'),
		params: { id: 'W2' },
		body: { code: '12345' }
	},

	'GET /api/csv/[table].csv': { answers: pin('200'), params: { table: 'users' } },
	'POST /api/csv/[table]': {
		answers: desk('200'),
		params: { table: 'products' },
		query: '?dryRun=true',
		body: 'product_id,name,section,price,stock,description\n'
	},

	'POST /api/admin/unlock': { answers: desk('422 invalid'), body: {} },
	'GET /api/admin/users': { answers: pin('200') },
	'POST /api/admin/users': { answers: pin('422 invalid'), body: {} },
	'PATCH /api/admin/users/[username]': {
		answers: pin('404 not_found'),
		params: { username: 'none' },
		body: {}
	},
	'DELETE /api/admin/users/[username]': {
		answers: pin('404 not_found'),
		params: { username: 'none' },
		bodiless: true
	},
	'POST /api/admin/users/[username]/password': {
		answers: pin('404 not_found'),
		params: { username: 'none' },
		body: {}
	},
	'DELETE /api/admin/users/[username]/sessions': {
		answers: pin('404 not_found'),
		params: { username: 'none' },
		bodiless: true
	},
	'GET /api/admin/settings': { answers: desk('200') },
	'PUT /api/admin/settings': { answers: pin('200'), body: {} },
	'POST /api/admin/settings/pin': { answers: pin('422 invalid'), body: {} },
	'POST /api/admin/delivery': { answers: pin('200'), bodiless: true },
	'GET /api/admin/health': { answers: desk('200') },
	'GET /api/admin/log': { answers: desk('200') },
	'GET /api/admin/log/verify': { answers: desk('200') },
	'GET /api/admin/backup': { answers: pin('200') },
	'GET /api/admin/imports': { answers: desk('200') },
	'DELETE /api/admin/imports/[id]': {
		answers: desk('404 not_found'),
		params: { id: 'none' },
		bodiless: true
	}
};
