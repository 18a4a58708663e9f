import { expect, test } from "vitest";
import { pile } from "./stacking";

const all = () => true;

test("piles up what is above zero, and down what is below", () => {
	expect(
		pile(
			[
				[3, -1],
				[2, -4],
				[-5, 6],
			],
			all,
		),
	).toEqual({
		from: [
			[0, 0],
			[3, -1],
			[0, 0],
		],
		to: [
			[3, -1],
			[5, -5],
			[-5, 6],
		],
	});
});

test("nothing measured and nothing shown take no room", () => {
	expect(
		pile(
			[
				[1, null],
				[10, 10],
				[2, 2],
			],
			(place) => place !== 1,
		),
	).toEqual({
		from: [
			[0, null],
			[null, null],
			[1, 0],
		],
		to: [
			[1, null],
			[null, null],
			[3, 2],
		],
	});
});
