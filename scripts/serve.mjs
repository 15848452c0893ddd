/** The built shop on a port: Kit's handler in a node server, with the headers of files, one line for what is wrong, and a clean stop. */
import http from 'node:http';
import { currentVersion, keepBuild, moduleOf } from './built.mjs';
import { fail, settle } from './lib.mjs';

const { env } = process;
settle();

// Bodies are limited route by route. Without ORIGIN the address is the one a request was sent to, over plain http.
env.BODY_SIZE_LIMIT = 'Infinity';
if (env.ORIGIN) {
	// The adapter reads it before the configuration does, and says less clearly what is wrong.
	if (!/^https?:/i.test(env.ORIGIN) || !URL.canParse(env.ORIGIN))
		fail(`ORIGIN=${env.ORIGIN}: write it like https://shop.example.`);
} else {
	delete env.ORIGIN;
	env.PROTOCOL_HEADER = 'x-pop-protocol';
}

const version = currentVersion();
if (!version) fail('POP is not built yet: npm run build, or npm start, which does all.');
keepBuild(version);

let config;
const { handler } = await import(moduleOf(version, 'handler.js')).catch(stopBefore);
const pop = globalThis[Symbol.for('pop')];
config = pop.config;

const methods = new Set(['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE']);
let open;
const opened = new Promise((done) => (open = done));

const server = http.createServer(async (req, res) => {
	await opened;
	for (const [name, value] of Object.entries(pop.headers)) res.setHeader(name, value);
	// Files without a hash in their name are asked for again; Kit's answers and hashed files replace this.
	res.setHeader('cache-control', 'no-cache');
	if (!res.shouldKeepAlive) readOutBeforeEnd(req, res);
	if (!methods.has(req.method)) return refuseMethod(res);
	if (req.url.startsWith('/api/')) tellProblems(res);
	if (!config.origin) req.headers['x-pop-protocol'] = 'http';
	try {
		await handler(req, res, () => res.writeHead(404).end());
	} catch (error) {
		(await pop.start()).log.error('fault', { error });
		res.destroy();
	}
});
server.keepAliveTimeout = 65_000;
server.on('error', stopBefore);
server.listen(config.port, config.host, async () => {
	const app = await pop.start().catch(stopBefore);
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(app, signal));
	watchParent(app);
	open();
	await welcome(server.address().port, app);
});

/** Kit tells a fault before its hooks, such as a route that can't be loaded, as plain JSON. */
function tellProblems(res) {
	const { writeHead } = res;
	res.writeHead = (status, ...more) => {
		if (status >= 500 && res.getHeader('content-type') === 'application/json')
			res.setHeader('content-type', 'application/problem+json');
		return writeHead.call(res, status, ...more);
	};
}

/**
 * A connection that ends with its answer is cut under whoever still sends a body that was refused unread: its rest is
 * read first, as far as it is bearable, and until its sender rests: one that waits for the answer gets it.
 */
function readOutBeforeEnd(req, res) {
	let left = 16 * 1024 * 1024;
	const { end } = res;
	res.end = (...last) => {
		res.end = end;
		if (req.complete) return end.apply(res, last);
		const resting = setTimeout(finish, 2_000);
		function finish() {
			clearTimeout(resting);
			if (!res.writableEnded) end.apply(res, last);
		}
		req.removeAllListeners('data');
		req.on('data', (part) => ((left -= part.length) < 0 ? finish() : resting.refresh()));
		req.once('end', finish).once('close', finish).resume();
		return res;
	};
}

/** A method that Kit can't even read. */
function refuseMethod(res) {
	const title = 'Method Not Allowed';
	const problem = {
		type: 'about:blank',
		title,
		status: 405,
		code: 'method_not_allowed',
		detail: 'No such method.'
	};
	res.writeHead(405, { 'content-type': 'application/problem+json', allow: [...methods].join(', ') });
	res.end(JSON.stringify(problem));
}

async function welcome(port, app) {
	const host = { '0.0.0.0': '127.0.0.1', '::': 'localhost' }[config.host] ?? config.host;
	const address = config.origin ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
	const say = (lines) => console.log(lines.map((line) => `  ${line}`).join('\n'));
	console.log();
	say([`POP is open at ${address}`]);
	// Hashes are slow to try: the address does not wait for them.
	const signIns = await app.signIns();
	const demo = [...signIns, 'One-time codes are shown on the screen: this is the demo.'];
	const warnings = app.notices.map((notice) => `Warning: ${notice}`);
	say([...(config.mode === 'demo' ? demo : []), ...warnings, 'Ctrl+C closes it.']);
	console.log();
}

/** Nothing was served yet: one line, exit 1. */
function stopBefore(error) {
	const { port, host } = config ?? {};
	const other = Number(port) + 1;
	const example = process.platform === 'win32' ? `set PORT=${other}&& npm start` : `PORT=${other} npm start`;
	const known = {
		EADDRINUSE: `Port ${port} is in use: stop the program that holds it, or choose another port: ${example}`,
		EACCES: `PORT=${port}: this user may not listen there. Choose a port above 1023: PORT=3000 npm start`,
		EADDRNOTAVAIL: `HOST=${host}: this machine does not have that address. Unset HOST, or use one of its own.`,
		ENOTFOUND: `HOST=${host}: this name leads nowhere. Unset HOST, or use an address of this machine.`
	};
	if (error.syscall === 'listen' || error.syscall === 'getaddrinfo') fail(known[error.code] ?? error.message);
	fail(error.name === 'StartError' ? error.message : `POP can't start: ${error.stack ?? error}`);
}

let stopping = false;
/** Ends the event streams, lets running requests finish, writes the files, and goes: within 5 s in any case. */
async function stop(app, reason) {
	if (stopping) return;
	stopping = true;
	setTimeout(() => process.exit(1), 4_500).unref();
	app.log.info('stopping', { reason });
	const closed = new Promise((done) => server.close(done));
	app.events.close();
	// A connection is closed once its request is answered: it would stay open for the next one.
	setInterval(() => server.closeIdleConnections(), 50).unref();
	setTimeout(() => server.closeAllConnections(), 1_500).unref();
	await closed;
	await app.close();
	process.exit(0);
}

/** npm that is killed does not tell its child: whoever loses its parent npm stops too. */
function watchParent(app) {
	if (!env.npm_lifecycle_event) return;
	const parent = process.ppid;
	setInterval(() => process.ppid !== parent && stop(app, 'parent gone'), 1_000).unref();
}
