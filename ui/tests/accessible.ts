import axe from "axe-core";
import { waitFor } from "@testing-library/svelte";
import { expect } from "vitest";

/** Fails when axe objects to something on the page. */
export async function expectAccessible(): Promise<void> {
	await waitFor(() => {
		const [dialog] = [...document.querySelectorAll("[role=dialog]")].slice(-1);
		if (dialog) expect(dialog.contains(document.activeElement)).toBe(true);
	});
	const { violations, passes } = await axe.run(document, {
		rules: {
			// Needs a layout; the tests in the real window look at contrast.
			"color-contrast": { enabled: false },
			// Belongs to index.html, which is not part of these pages.
			"document-title": { enabled: false },
		},
	});
	expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
	expect(passes.length).toBeGreaterThan(5);
}
