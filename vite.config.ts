import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';

export default defineConfig({
	plugins: [sveltekit()],
	worker: { format: 'es' },
	build: {
		target: 'es2022',
		rollupOptions: {
			output: {
				// Few files instead of fifty small ones: on a slow line each request costs more than its bytes.
				codeSplitting: {
					groups: [
						{ name: 'runtime', test: /node_modules[\\/](svelte|esm-env|@sveltejs)[\\/]/, minShareCount: 3 },
						{ name: 'shop', test: /src[\\/](lib|routes[\\/]parts)[\\/]/, minShareCount: 4 }
					]
				}
			}
		}
	},
	test: {
		include: ['tests/**/*.test.ts'],
		exclude: ['tests/e2e/**'],
		testTimeout: 30_000,
		hookTimeout: 60_000
	}
});
