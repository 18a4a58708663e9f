import { fileURLToPath } from "node:url";
import { paraglideVitePlugin } from "@inlang/paraglide-js";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { svelteTesting } from "@testing-library/svelte/vite";
import { defineConfig } from "vitest/config";
import { writePseudoProject } from "./scripts/pseudo-locale.ts";
import { locateSources } from "./scripts/sources.ts";
import { staticIcons } from "./scripts/static-icons.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const { project, catalogue } = writePseudoProject(here("."));

export default defineConfig({
	plugins: [
		paraglideVitePlugin({
			project,
			outdir: catalogue,
			strategy: ["globalVariable", "baseLocale"],
			emitReadme: false,
		}),
		staticIcons(),
		svelte(),
		svelteTesting(),
	],
	resolve: { alias: locateSources(here("./src"), catalogue) },
	test: {
		environment: "happy-dom",
		include: ["{src,scripts,tests}/**/*.test.ts"],
		setupFiles: ["./tests/setup.ts"],
		restoreMocks: true,
		testTimeout: 60_000,
		hookTimeout: 60_000,
	},
});
