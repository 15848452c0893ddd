/** `npm test`: everything from a fresh clone to the last line, `N passed, N failed`. */
import { requireNode } from './lib-node.mjs';

requireNode();
import('./test-all.mjs').then(function (tests) {
	return tests.testAll();
});
