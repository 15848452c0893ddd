/** The second server-side build: the `pop` command and the server's worker threads, which Kit's own build does not emit. */
import { defineConfig } from 'vite';

export default defineConfig({
	build: {
		ssr: true,
		outDir: 'build/cli',
		emptyOutDir: true,
		target: 'node20',
		rollupOptions: {
			input: { pop: 'src/cli/pop.ts', analysis: 'src/lib/server/analysis/thread.ts' },
			output: { entryFileNames: '[name].js' }
		}
	},
	ssr: { noExternal: true, external: ['@photostructure/sqlite', 'pg', 'nodemailer'] }
});
