import { createSubscriber } from "svelte/reactivity";
import { HUES } from "./series-style";

/** The colours and the font that a chart is drawn with: a canvas knows no stylesheet. */
export interface Look {
	/** One for each hue. */
	hues: string[];
	text: string;
	muted: string;
	line: string;
	surface: string;
	/** A list of families. */
	font: string;
}

function read(): Look {
	const styles = getComputedStyle(document.documentElement);
	const value = (name: string): string => styles.getPropertyValue(name).trim();
	return {
		hues: Array.from({ length: HUES }, (_, hue) => value(`--chart-${hue + 1}`)),
		text: value("--text"),
		muted: value("--text-muted"),
		line: value("--line"),
		surface: value("--surface"),
		font: value("--font"),
	};
}

const follow = createSubscriber((update) => {
	const theme = new MutationObserver(update);
	theme.observe(document.documentElement, { attributeFilter: ["data-theme"] });
	const media = ["(prefers-contrast: more)", "print"].map((query) => matchMedia(query));
	for (const each of media) each.addEventListener("change", update);
	return () => {
		theme.disconnect();
		for (const each of media) each.removeEventListener("change", update);
	};
});

/**
 * The look in force; where this is read, it is read again when the theme or the contrast changes, or the page
 * is printed.
 */
export function lookInForce(): Look {
	follow();
	return read();
}

/** A colour that lets some of the ground through; as the stylesheet writes it, or as it is written when built. */
export function translucent(color: string, opacity: number): string {
	if (color.startsWith("#")) return `color-mix(in srgb, ${color} ${opacity * 100}%, transparent)`;
	return color.includes("/") ? color : color.replace(")", ` / ${opacity})`);
}
