import { expect, test } from "vitest";
import { ThemeInForce } from "./theme";

const drawn = () => document.documentElement.dataset["theme"];

test("is in force at once", () => {
	new ThemeInForce("dark", "light");
	expect(drawn()).toBe("dark");
});

test("System follows the system in both directions", () => {
	const theme = new ThemeInForce("system", "light");
	expect(drawn()).toBe("light");
	theme.follow("dark");
	expect(drawn()).toBe("dark");
	theme.follow("light");
	expect(drawn()).toBe("light");
});

test("Light and Dark stay when the system changes, and System catches up", () => {
	const theme = new ThemeInForce("light", "light");
	theme.follow("dark");
	expect(drawn()).toBe("light");
	theme.choose("system");
	expect(drawn()).toBe("dark");
	theme.choose("light");
	expect(drawn()).toBe("light");
});
