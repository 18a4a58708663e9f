import type { Plugin } from "vite";

const ICON = /@lucide\/svelte\/dist\/icons\/[\w-]+\.svelte$/;

/** What points along the line, and the other way where text runs from right to left. */
const POINTS_ALONG = /\/(?:(?:arrow|chevron)-(?:left|right)|log-out)\.svelte$/;

type Shape = [name: string, attributes: Record<string, string>];

/**
 * Draws each icon of the library from a template that the browser copies whole. The library's own components put
 * an icon together from its parts each time, which holds up the first frame.
 *
 * Only the size can be chosen. An icon is decoration: what it stands for is in the text or the name beside it.
 */
export function staticIcons(): Plugin {
	return {
		name: "static-icons",
		enforce: "pre",
		transform: {
			filter: { id: ICON },
			handler: (source, id) => template(shapesIn(source), POINTS_ALONG.test(id)),
		},
	};
}

function shapesIn(source: string): Shape[] {
	const data = /const iconData = (\{.*\});/.exec(source)?.[1];
	if (!data) throw new Error("the icon library no longer keeps its shapes as data");
	return (JSON.parse(data) as { node: Shape[] }).node;
}

function template(shapes: Shape[], mirrored: boolean): string {
	return `<script>let { size = 24 } = $props();</script>
<svg width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2"
	stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"${mirrored ? ' class="mirrored"' : ""}>${shapes.map(element).join("")}</svg>`;
}

function element([name, attributes]: Shape): string {
	const written = Object.entries(attributes).map(([attribute, value]) => ` ${attribute}="${value}"`);
	return `<${name}${written.join("")} />`;
}
