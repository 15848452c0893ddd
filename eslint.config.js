import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

const givenAsArgument = 'Time, ids and chance come into the domain as arguments.';

export default ts.config(
	{
		ignores: ['build', '.svelte-kit', 'node_modules', 'static', 'data', 'test-results', 'playwright-report']
	},
	js.configs.recommended,
	ts.configs.recommended,
	svelte.configs.recommended,
	{
		languageOptions: { globals: { ...globals.browser, ...globals.node } },
		rules: {
			// TypeScript knows the names of each place better: the domain has no fetch, the worker no window.
			'no-undef': 'off',
			'no-console': ['error', { allow: ['error'] }],
			eqeqeq: ['error', 'always', { null: 'ignore' }],
			'@typescript-eslint/consistent-type-imports': 'error',
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }
			]
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser } },
		rules: {
			// The app always stands at the root of its origin.
			'svelte/no-navigation-without-resolve': 'off',
			// A set that a function makes and returns is no state of a page.
			'svelte/prefer-svelte-reactivity': 'off',
			// svelte-check knows which warnings there would be; this rule sees fewer.
			'svelte/no-unused-svelte-ignore': 'off'
		}
	},
	{
		files: ['src/lib/domain/**/*.ts'],
		rules: {
			'no-restricted-syntax': [
				'error',
				{ selector: "MemberExpression[object.name='Date'][property.name='now']", message: givenAsArgument },
				{ selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: givenAsArgument },
				{ selector: "CallExpression[callee.name='Date']", message: givenAsArgument },
				{ selector: "MemberExpression[object.name='Math'][property.name='random']", message: givenAsArgument }
			]
		}
	},
	{
		// What speaks to a person at a terminal.
		files: ['scripts/**/*.mjs', 'bench/**/*.ts', 'tests/**/*.ts'],
		rules: { 'no-console': 'off' }
	}
);
