/** `npm run dev`: the watch server, on PORT and HOST as `npm start`. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { install } from './install.mjs';
import { cleanEnv, root } from './lib.mjs';

install(console.log);
const { PORT = '3000', HOST = '127.0.0.1' } = process.env;
const vite = join(root, 'node_modules/vite/bin/vite.js');
const child = spawn(process.execPath, [vite, 'dev', '--host', HOST, '--port', PORT, '--strictPort'], {
	cwd: root,
	env: cleanEnv(),
	stdio: 'inherit'
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => process.exit(code ?? 0));
