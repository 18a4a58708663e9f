import { expect, test, vi } from "vitest";

test.each(["C", ""])("the library is loaded on a system whose language is %j", async (language) => {
	vi.resetModules();
	Object.defineProperty(navigator, "language", { configurable: true, value: language });
	expect(() => new Intl.NumberFormat(navigator.language || "C")).toThrow();
	const { default: uPlot } = await import("./uplot");
	expect(uPlot.rangeNum(0, 10, 0.1, true)).toEqual([0, 11]);
	Reflect.deleteProperty(navigator, "language");
});
