/** The second server-side build: the `pop` command and the server's worker threads, which Kit's own build does not emit. */
import { defineConfig } from 'vite';
import { sourceHash } from './scripts/source-hash.mjs';

export default defineConfig({
	build: {
		ssr: true,
		outDir: `build/${process.env.POP_BUILD ?? sourceHash()}/cli`,
		emptyOutDir: true,
		target: 'node20',
		rollupOptions: {
			input: { pop: 'src/cli/pop.ts', analysis: 'src/lib/server/analysis/thread.ts' },
			output: { entryFileNames: '[name].js' }
		}
	},
	ssr: { noExternal: true, external: ['@photostructure/sqlite', 'pg', 'nodemailer'] }
});
