import { configure } from "@testing-library/svelte";
import { afterEach } from "vitest";

document.documentElement.lang = "en";

// A ceiling, for machines with much else to do: what is awaited is taken up as soon as it is there.
configure({ asyncUtilTimeout: 10_000 });

afterEach(() => {
	delete document.documentElement.dataset["theme"];
});
