import { flushSync } from "svelte";
import { expect, test } from "vitest";
import { lookInForce } from "./look";

test("the colours are read again when the theme changes", async () => {
	const root = document.documentElement;
	const seen: string[] = [];
	root.style.setProperty("--chart-1", "red");
	const stop = $effect.root(() => {
		$effect(() => void seen.push(lookInForce().hues[0] ?? ""));
	});
	flushSync();
	root.style.setProperty("--chart-1", "blue");
	root.dataset["theme"] = "dark";
	await expect.poll(() => seen).toEqual(["red", "blue"]);
	stop();
	root.style.removeProperty("--chart-1");
});
