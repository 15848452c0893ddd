/** `npm run pop -- COMMAND`: installs and builds first where needed, without a word. */
import { requireNode } from './lib-node.mjs';

requireNode();
Promise.all([import('./install.mjs'), import('./build.mjs'), import('./lib.mjs')]).then(function (modules) {
	try {
		modules[0].install();
		modules[1].build();
	} catch (error) {
		modules[2].fail('POP could not be prepared: ' + error.message + '.');
	}
	return import('../build/cli/pop.js');
});
