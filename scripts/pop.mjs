/** `npm run pop -- COMMAND`: installs and builds first where needed, without a word. */
import { requireNode } from './lib-node.mjs';

requireNode();
Promise.all([import('./install.mjs'), import('./build.mjs'), import('./lib.mjs'), import('./built.mjs')])
	.then(function (modules) {
		try {
			modules[0].install();
			modules[1].build();
		} catch (error) {
			modules[2].fail('POP could not be prepared: ' + error.message + '.');
		}
		// npm changes into the project's folder and says where it was called.
		var cwd = process.env.INIT_CWD || process.cwd();
		modules[2].settle();
		return import(modules[3].builtModule('cli/pop.js')).then(function (cli) {
			return cli.pop(process.argv.slice(2), {
				stdout: (text) => process.stdout.write(text),
				stderr: (text) => process.stderr.write(text),
				env: process.env,
				cwd: cwd
			});
		});
	})
	.then(function (code) {
		process.exitCode = code;
	});
