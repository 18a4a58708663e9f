import { configure } from "@testing-library/svelte";
import { afterAll, afterEach } from "vitest";

document.documentElement.lang = "en";
// Days are typed as the person's system has it; here it has it as the page.
Object.defineProperty(navigator, "language", { configurable: true, get: () => "en-GB" });

// A ceiling, for machines with much else to do: what is awaited is taken up as soon as it is there.
configure({ asyncUtilTimeout: 25_000 });

afterEach(() => {
	delete document.documentElement.dataset["theme"];
});

const planned = new Set<ReturnType<typeof setTimeout>>();

function remember<Plan extends typeof setTimeout | typeof setInterval>(plan: Plan): Plan {
	return new Proxy(plan, {
		apply(target, self, planning) {
			const timer = Reflect.apply(target, self, planning) as ReturnType<Plan>;
			planned.add(timer);
			return timer;
		},
	});
}

globalThis.setTimeout = remember(globalThis.setTimeout);
globalThis.setInterval = remember(globalThis.setInterval);

// As with a window that is closed: what components still had planned would find another document, or none.
afterAll(() => {
	for (const timer of planned) clearTimeout(timer);
});
