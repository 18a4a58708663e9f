import { expect, test } from "vitest";
import { VirtualScroll } from "./virtual-scroll";

/** Rows of a million transactions, in an element of a hundredth of that height. */
const WHOLE = 60_000_000;
const WINDOW = 600;

function scrollOf(whole: number): VirtualScroll {
	const scroll = new VirtualScroll(600_000);
	scroll.measure(whole, WINDOW);
	return scroll;
}

test("what fits is scrolled as it is", () => {
	const scroll = scrollOf(50_000);
	expect(scroll.height).toBe(50_000);
	scroll.scrolled(40_000);
	expect([scroll.position, scroll.shift, scroll.stuck]).toEqual([40_000, 0, false]);
});

test("short ways are gone pixel by pixel", () => {
	const scroll = scrollOf(WHOLE);
	expect(scroll.height).toBe(600_000);
	for (let way = 100; way <= 1_000; way += 100) scroll.scrolled(way);
	expect(scroll.position).toBe(1_000);
	expect(scroll.shift).toBe(0);
});

test("the scroll bar reaches every part, both ends too", () => {
	const scroll = scrollOf(WHOLE);
	scroll.scrolled((600_000 - WINDOW) / 2);
	expect(scroll.position).toBe((WHOLE - WINDOW) / 2);
	scroll.scrolled(600_000 - WINDOW);
	expect(scroll.position).toBe(WHOLE - WINDOW);
	expect(scroll.stuck).toBe(false);
	scroll.scrolled(0);
	expect([scroll.position, scroll.stuck]).toEqual([0, false]);
});

test("at rest the scroll bar says how far down the rows are, and they don't move", () => {
	const scroll = scrollOf(WHOLE);
	scroll.scrolled(300_000);
	for (let way = 1; way <= 50; way += 1) scroll.scrolled(300_000 + way * 500);
	const { position } = scroll;
	const place = position - scroll.shift;
	expect(place).toBe(325_000);
	scroll.put(Math.round(scroll.rest));
	expect(scroll.position).toBe(position);
	expect(Math.abs(scroll.shift + scroll.rest - position)).toBeLessThan(1);
	// From there it goes on pixel by pixel.
	scroll.scrolled(Math.round(scroll.rest) + 100);
	expect(scroll.position).toBe(position + 100);
});

test("whoever comes to an end of the scroll bar before the end of the rows goes on", () => {
	const scroll = scrollOf(WHOLE);
	scroll.go(10_000);
	scroll.put(100);
	scroll.scrolled(0);
	expect([scroll.position, scroll.stuck]).toEqual([9_900, true]);
	scroll.put(Math.round(scroll.rest));
	expect(scroll.stuck).toBe(false);
});

test("rows that become fewer leave nobody below the last", () => {
	const scroll = scrollOf(WHOLE);
	scroll.go(WHOLE);
	expect(scroll.position).toBe(WHOLE - WINDOW);
	scroll.measure(300, WINDOW);
	expect([scroll.position, scroll.rest, scroll.height]).toEqual([0, 0, 300]);
});
