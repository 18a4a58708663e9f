import { fileURLToPath } from "node:url";
import { paraglideVitePlugin } from "@inlang/paraglide-js";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { svelteTesting } from "@testing-library/svelte/vite";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { writePseudoProject } from "./scripts/pseudo-locale.ts";
import { locateSources } from "./scripts/sources.ts";
import { staticIcons } from "./scripts/static-icons.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const { project, catalogue } = writePseudoProject(here("."));

/** Begins with the file that visits every state: it takes longest, and would be waited for alone. */
class EveryStateFirst extends BaseSequencer {
	override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		const sorted = await super.sort(files);
		const visitsAll = ({ moduleId }: TestSpecification) => moduleId.endsWith("/tests/every-state.test.ts");
		return [...sorted.filter(visitsAll), ...sorted.filter((file) => !visitsAll(file))];
	}
}

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
		// By itself it leaves one processor to others, which is half of two.
		maxWorkers: "100%",
		// The stand-in for a browser gives back little of what hundreds of states took.
		execArgv: ["--max-old-space-size=8192"],
		sequence: { sequencer: EveryStateFirst },
		testTimeout: 60_000,
		hookTimeout: 60_000,
	},
});
