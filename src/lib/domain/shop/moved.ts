/** Pages of the original app and what they became. */
export const moved = new Map([
	['/forecast', '/admin/forecast'],
	['/inventory', '/admin/inventory'],
	['/insights', '/admin/insights'],
	['/admin/pin', '/admin/users']
]);
