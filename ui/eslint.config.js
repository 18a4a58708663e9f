import js from "@eslint/js";
import { defineConfig } from "eslint/config";
import svelte from "eslint-plugin-svelte";
import globals from "globals";
import ts from "typescript-eslint";
import svelteConfig from "./svelte.config.js";

export default defineConfig(
	{ ignores: ["dist/", "dist-preview/", ".pseudo/", "src/paraglide/", "src/lib/bindings/"] },
	js.configs.recommended,
	...ts.configs.strictTypeChecked,
	...svelte.configs.recommended,
	{
		languageOptions: {
			globals: { ...globals.browser, ...globals.node },
			parserOptions: { projectService: true, extraFileExtensions: [".svelte"] },
		},
		rules: {
			"@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
			"@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
		},
	},
	{
		files: ["**/*.svelte", "**/*.svelte.ts"],
		languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
		rules: {
			// `let … = $props()` holds bindable and plain props alike.
			"prefer-const": "off",
			"svelte/prefer-const": ["error", { destructuring: "all" }],
		},
	},
	{
		// The one door to Rust: nothing else may know that Tauri is behind it.
		files: ["src/**"],
		ignores: ["src/lib/host/tauri.ts"],
		rules: { "no-restricted-imports": ["error", { patterns: ["@tauri-apps/*"] }] },
	},
	{
		// Features are built of the page's own components; what those are made of is their own affair.
		files: ["src/features/**", "src/App.svelte"],
		rules: { "no-restricted-imports": ["error", { patterns: ["@tauri-apps/*", "bits-ui"] }] },
	},
	{
		files: ["*.js"],
		...ts.configs.disableTypeChecked,
	},
);
