import { waitFor } from "@testing-library/svelte";
import { afterEach, expect, test, vi } from "vitest";
import { hook, input, openScenario } from "../../../tests/render-app";

/** How high the popover is when nothing bounds it. */
const NATURAL_HEIGHT = 455;

/** A window with the switcher's button at `top`; nothing is laid out in tests. */
function layOut(windowHeight: number, top: number): void {
	vi.spyOn(document.documentElement, "clientWidth", "get").mockReturnValue(720);
	vi.spyOn(document.documentElement, "clientHeight", "get").mockReturnValue(windowHeight);
	window.innerHeight = windowHeight;
	vi.spyOn(HTMLElement.prototype, "getBoundingClientRect").mockImplementation(function (this: HTMLElement) {
		if (this.dataset["test"] === "switch-organization") return new DOMRect(40, top, 182, 40);
		if (isWrapper(this)) return new DOMRect(0, 0, 400, NATURAL_HEIGHT);
		return new DOMRect();
	});
	const size = (side: number) =>
		function (this: HTMLElement) {
			return isWrapper(this) ? side : 0;
		};
	vi.spyOn(HTMLElement.prototype, "offsetWidth", "get").mockImplementation(size(400));
	vi.spyOn(HTMLElement.prototype, "offsetHeight", "get").mockImplementation(size(NATURAL_HEIGHT));
}

const isWrapper = (element: HTMLElement): boolean => "bitsFloatingContentWrapper" in element.dataset;
const wrapper = () => document.querySelector<HTMLElement>("[data-bits-floating-content-wrapper]");
const placed = () => wrapper()?.style.transform;
const room = () => wrapper()?.style.getPropertyValue("--bits-floating-available-height");

async function open(): Promise<void> {
	const { user } = await openScenario("many-organizations");
	await user.click(hook("switch-organization"));
	await waitFor(() => expect(document.activeElement).toBe(input("organizationSearch")));
}

const { innerHeight } = window;
afterEach(() => void (window.innerHeight = innerHeight));

test("it hangs below its button where there is room, and takes no more than that", async () => {
	layOut(800, 266);
	await open();
	await waitFor(() => expect(placed()).toBe("translate(40px, 312px)"));
	expect(room()).toBe("476px");
});

test("in a low window it covers its button rather than being cut short", async () => {
	layOut(480, 266);
	await open();
	await waitFor(() => expect(placed()).toBe("translate(40px, 17px)"));
	expect(room()).toBe("464px");
});

test("it moves when the window becomes lower", async () => {
	layOut(800, 266);
	await open();
	await waitFor(() => expect(room()).toBe("476px"));
	layOut(480, 266);
	window.dispatchEvent(new Event("resize"));
	await waitFor(() => expect(room()).toBe("464px"));
});
