import type { Home } from "$lib/bindings/Home";

/** A part of what goes on in the organization. */
export type Part = keyof Home;

/** What stands above the rows of a part, in rows. */
const HEAD = 1;

/** How high the parts that there are come out, in rows, in the order in which they are placed. */
const heights = ({ devices, credits, deployments, exports }: Home): [Part, number][] => [
	["devices", devices ? HEAD + devices.latest.length : 0],
	["credits", credits ? HEAD + 1 : 0],
	["deployments", deployments ? HEAD + deployments.length : 0],
	["exports", exports ? HEAD + exports.length : 0],
];

/** The parts that there are, in at most two columns that are about equally high. */
export function inColumns(home: Home): Part[][] {
	const left = { parts: [] as Part[], height: 0 };
	const right = { parts: [] as Part[], height: 0 };
	for (const [part, height] of heights(home)) {
		if (height === 0) continue;
		const shorter = right.height < left.height ? right : left;
		shorter.parts.push(part);
		shorter.height += height;
	}
	return [left.parts, right.parts].filter((parts) => parts.length > 0);
}
