import { expect, test } from "vitest";
import { placeLegend } from "./picture-layout";

test("the legend goes on in another row where it is full", () => {
	const entries = [100, 100, 500, 10].map((width, place) => ({ place, name: "", width }));
	expect(placeLegend(entries, 300).map(({ left, row }) => [left, row])).toEqual([
		[0, 0],
		[144, 0],
		[0, 1],
		[0, 2],
	]);
});
