import { expect, test } from "vitest";
import { isolated } from "./names";

test.each(["ACME Robotics", "Żółć – 7", "東京", ""])("%j is put into sentences as it is", (name) => {
	expect(isolated(name)).toBe(name);
});

test.each(["שלום בע״מ", "شركة 7", "ACME\u202e", "A\u200fB"])("%j turns nothing around it", (name) => {
	expect(isolated(name)).toBe(`\u2068${name}\u2069`);
});
