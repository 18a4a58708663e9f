import { firstFrame } from "$lib/host/first-frame";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/choices.css";

async function begin(): Promise<void> {
	if (document.querySelector("#app > *")) {
		// What the shell has drawn already is left to be seen first: the page's own scripts take longer.
		await firstFrame();
		performance.mark("kept-first-frame");
	}
	const { openPage } = await import("./page");
	await openPage();
}

// Not awaited here: the page's scripts share parts with this one and wait until it has run.
begin().catch((failure: unknown) => {
	// What only looks like the page must not outlast a page that did not come.
	document.getElementById("app")?.replaceChildren();
	throw failure;
});
