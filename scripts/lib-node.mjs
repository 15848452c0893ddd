/** Stops with one line where Node is too old. In plain old syntax, so that an old Node can read it. */
export function requireNode() {
	var parts = process.versions.node.split('.').map(Number);
	if (parts[0] > 22 || (parts[0] === 22 && parts[1] >= 12) || (parts[0] === 20 && parts[1] >= 19)) return;
	console.error(
		'POP needs Node 20.19, 22.12 or newer; this is ' +
			process.versions.node +
			'. Install it from https://nodejs.org and try again.'
	);
	process.exit(1);
}
