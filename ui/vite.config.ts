import { fileURLToPath } from "node:url";
import { paraglideVitePlugin } from "@inlang/paraglide-js";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";
import { inlineStyles } from "./scripts/inline-styles.ts";
import { locateSources } from "./scripts/sources.ts";
import { staticIcons } from "./scripts/static-icons.ts";

export default defineConfig(({ mode }) => ({
	// The window loads the page from the app itself, under whatever scheme the platform gives it.
	base: "./",
	plugins: [
		paraglideVitePlugin({
			project: "./project.inlang",
			outdir: "./src/paraglide",
			strategy: ["globalVariable", "baseLocale"],
			emitReadme: false,
		}),
		staticIcons(),
		svelte(),
		inlineStyles(),
	],
	resolve: { alias: locateSources(fileURLToPath(new URL("./src", import.meta.url))) },
	build: {
		target: ["es2022", "safari16.4"],
		outDir: mode === "preview" ? "dist-preview" : "dist",
		// The content security policy allows no inline script, and local files gain nothing from preloading.
		modulePreload: false,
		assetsInlineLimit: 0,
		cssCodeSplit: false,
		rolldownOptions: {
			output: {
				// What waits for the first frame, and all that the profile page needs: one file each, since each
				// further one is a round trip to the shell.
				codeSplitting: {
					groups: [
						{ name: "main", test: /\/src\/main\.ts$/, priority: 1 },
						{ name: "page", test: /\/src\/page\.ts$/ },
					],
				},
			},
		},
	},
}));
