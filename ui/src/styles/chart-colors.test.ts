import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { HUES } from "$features/charts/series-style";

type Color = [lightness: number, chroma: number, hue: number];

/** The custom properties of each block of a stylesheet, in their order. */
function blocksOf(name: string): Record<string, Color>[] {
	const css = readFileSync(`src/styles/${name}.css`, "utf8");
	return [...css.matchAll(/\{([^{}]*)\}/g)].map(([, block]) =>
		Object.fromEntries(
			[...(block ?? "").matchAll(/(--[\w-]+): oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)/g)].map(
				([, property, l, c, h]) => [property ?? "", [Number(l) / 100, Number(c), Number(h)] satisfies Color],
			),
		),
	);
}

/** The linear parts of a colour in sRGB, cut off where a screen can show no more. */
function linear([lightness, chroma, hue]: Color): number[] {
	const angle = (hue * Math.PI) / 180;
	const [a, b] = [chroma * Math.cos(angle), chroma * Math.sin(angle)];
	const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
	const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
	const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
	return [
		4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
		-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
		-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
	].map((part) => Math.min(1, Math.max(0, part)));
}

function contrast(one: Color, other: Color): number {
	const [dark = 0, light = 0] = [one, other]
		.map(linear)
		.map(([r = 0, g = 0, b = 0]) => 0.2126 * r + 0.7152 * g + 0.0722 * b)
		.sort((a, b) => a - b);
	return (light + 0.05) / (dark + 0.05);
}

const grounds = blocksOf("tokens").filter((block) => "--ground" in block || "--chart-1" in block);
const hues = blocksOf("chart-colors");
const looks = ["light", "dark", "light, more contrast", "dark, more contrast"];

/** The surface in each look: where a block has none, that of the theme stays. */
const surfaces = [grounds[0], grounds[1], grounds[2], grounds[3]].map(
	(block, at) => block?.["--surface"] ?? grounds[at % 2]?.["--surface"],
);

test.each(looks.map((look, at) => [look, at] as const))(
	"each hue stands out from the surface: %s",
	(look, at) => {
		const least = look.includes("more") ? 4.5 : 3;
		const surface = surfaces[at] as Color;
		expect(surface).toHaveLength(3);
		const ratios = Object.values(hues[at] ?? {}).map((hue) => contrast(hue, surface));
		expect(ratios).toHaveLength(HUES);
		for (const ratio of ratios) expect(ratio).toBeGreaterThanOrEqual(least);
	},
);

test("measures contrast as WCAG does", () => {
	expect(contrast([0, 0, 0], [1, 0, 0])).toBeCloseTo(21, 1);
});
