/** `npm start`: everything from a fresh clone to the open shop. */
import { requireNode } from './lib-node.mjs';

requireNode();
Promise.all([import('./install.mjs'), import('./build.mjs'), import('./lib.mjs')]).then(function (modules) {
	try {
		modules[0].install(console.log);
		modules[1].build(console.log);
	} catch (error) {
		modules[2].fail('POP could not be prepared: ' + error.message + '.');
	}
	return import('./serve.mjs');
});
