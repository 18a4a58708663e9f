import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

/** What is on one side whichever way the text runs. */
const oneSided = [
	/(?:^|[\s;{])(?:left|right)\s*:/,
	/(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)\b/,
	/border-(?:top|bottom)-(?:left|right)-radius/,
	/(?:text-align|float|clear)\s*:\s*(?:left|right)\b/,
	/translateX|translate\s*:\s*-?[\d.]+(?:px|rem)/,
	/style:(?:left|right)\b/,
];

/** Lengths for four sides, of which the second is the right and the fourth the left one. */
const FOUR_SIDES = /(?:margin|padding|inset|border-width)\s*:\s*(\S+)\s+(\S+)\s+(\S+)\s+([^\s;]+);/;

/** The corners of a box, from the upper left one on. */
const FOUR_CORNERS = /border-radius\s*:\s*(\S+)\s+(\S+)\s+(\S+)\s+([^\s;]+);/;

function isOneSided(line: string): boolean {
	const [, , right, , left] = FOUR_SIDES.exec(line) ?? [];
	const [, topLeft, topRight, bottomRight, bottomLeft] = FOUR_CORNERS.exec(line) ?? [];
	return (
		right !== left ||
		topLeft !== topRight ||
		bottomRight !== bottomLeft ||
		oneSided.some((pattern) => pattern.test(line))
	);
}

/** The lines of a component's styles and style directives, or of a style sheet. */
function styleLines(file: string): string[] {
	const source = readFileSync(file, "utf8");
	if (file.endsWith(".css")) return source.split("\n");
	const [markup = "", style = ""] = source.split("\n<style>\n");
	return [...markup.split("\n").filter((line) => line.includes("style:")), ...style.split("\n")];
}

test("styles name the sides of a line, not left and right, so that they hold for both ways that text runs", () => {
	const files = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((file) =>
		/\.(?:svelte|css)$/.test(file),
	);
	expect(files.length).toBeGreaterThan(100);
	const found = files.flatMap((file) =>
		styleLines(join("src", file))
			.filter(isOneSided)
			.map((line) => `${file}: ${line.trim()}`),
	);
	expect(found).toEqual([]);
});

test.each([
	"	left: 0;",
	".box { right: 4px }",
	"	margin-left: 4px;",
	"	border-right: 1px solid;",
	"	border-top-left-radius: 4px;",
	"	text-align: right;",
	"	translate: 16px;",
	"	transform: translateX(4px);",
	"	padding: 1px 2px 3px 4px;",
	"	border-radius: 4px 0 0 4px;",
	'	style:left="{left}px"',
])("one side is found: %s", (line) => {
	expect(isOneSided(line)).toBe(true);
});

test.each([
	"	padding: 1px 2px 3px 2px;",
	"	inset: 0 0 auto;",
	"	border-radius: 4px 4px 0 0;",
	"	padding-inline: 4px 8px;",
	"	translate: 0 -50%;",
	"	text-align: start;",
	"	justify-content: left-over;",
])("both sides are fine: %s", (line) => {
	expect(isOneSided(line)).toBe(false);
});
