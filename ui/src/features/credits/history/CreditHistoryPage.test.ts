import { waitFor } from "@testing-library/svelte";
import { expect, test } from "vitest";
import type { FakeHost } from "$lib/host/fake";
import { scenarios } from "$lib/host/scenarios";
import { button, has, hook, renderApp } from "../../../../tests/render-app";

const everything = { kinds: [], since: null, until: null, text: null, least: null, most: null };

async function open(change: (host: FakeHost) => void = () => undefined) {
	const rendered = await renderApp((host) => {
		scenarios["credits"]?.(host);
		change(host);
	});
	await rendered.user.click(await waitFor(() => hook("open-credit-history")));
	await waitFor(() => expect(hook("credit-history-page").dataset["state"]).toBe("ready"));
	return rendered;
}

const shown = (name: string): string => hook(name).textContent.replace(/\s+/g, " ").trim();
const rows = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>("[data-test=history-row]")];
const field = (name: string) =>
	document.querySelector<HTMLInputElement>(`input[name=${name}]`) as HTMLInputElement;

test("the last transactions are there with what all of them are together", async () => {
	const { host } = await open();
	expect(rows()[0]?.textContent).toContain("-41.25");
	expect(rows()[2]?.textContent).toContain("5,000 credits");
	const item = rows()[0]?.closest("li");
	expect([item?.getAttribute("aria-posinset"), item?.getAttribute("aria-setsize")]).toEqual(["1", "1204"]);
	expect(shown("history-totals")).toMatch(/^1,204 transactions \+[\d,.]+ added [\d,.]+ taken$/);
	expect(host.callsOf("creditTotals")).toEqual([[everything]]);
});

test("a row says all of a transaction when it is opened, and takes the focus back", async () => {
	const { user } = await open();
	await user.click(rows()[2] as HTMLElement);
	const dialog = await waitFor(() => hook("transaction-dialog"));
	for (const text of [
		"Transaction 1,202",
		"5,000 credits",
		"Purchase",
		"+5,000",
		"12,651.755",
		"Grace Hopper",
	])
		expect(dialog.textContent).toContain(text);
	await user.click(hook("close-transaction"));
	await waitFor(() => expect(document.activeElement).toBe(rows()[2]));
});

test("keys lead from row to row, to the end and back", async () => {
	const { host, user } = await open();
	expect(rows().filter((row) => row.tabIndex === 0)).toEqual([rows()[0]]);
	rows()[0]?.focus();
	await user.keyboard("{ArrowDown}{ArrowDown}");
	await waitFor(() => expect(document.activeElement?.closest("li")?.dataset["place"]).toBe("2"));
	await user.keyboard("{End}");
	await waitFor(() => expect(document.activeElement?.closest("li")?.dataset["place"]).toBe("1203"));
	await waitFor(() => expect(document.activeElement?.textContent).toContain("Thank you for waiting"));
	expect(host.callsOf("creditTransactions").at(-1)).toEqual([everything, 5]);
	await user.keyboard("{Home}{ArrowUp}");
	await waitFor(() => expect(document.activeElement).toBe(rows()[0]));
});

test("each filter is asked for, and the totals are of what is shown", async () => {
	const { host, user } = await open();
	await user.click(hook("filter-grant"));
	await waitFor(() => expect(shown("history-totals")).toBe("13 transactions +12,250 added 0 taken"));
	expect(rows()[0]?.textContent).toContain("Thank you for waiting");
	await user.type(field("historyText"), "  waiting ");
	await user.type(field("historyLeast"), "1,000");
	await user.type(field("historyMost"), "2000.5");
	await waitFor(() =>
		expect(host.callsOf("creditTransactions").at(-1)).toEqual([
			{ ...everything, kinds: ["grant"], text: "waiting", least: "1000", most: "2000.5" },
			null,
		]),
	);
	// Not with every key.
	expect(host.callsOf("creditTransactions").length).toBeLessThan(7);
	await user.click(hook("clear-filter"));
	await waitFor(() => expect(shown("history-totals")).toMatch(/^1,204 /));
	expect(field("historyText").value).toBe("");
});

test("days are those of the place where the person is, and the last one is meant whole", async () => {
	const { host, user } = await open();
	const today = new Date();
	const day = (ago: number) =>
		new Date(today.getFullYear(), today.getMonth(), today.getDate() + ago).toISOString();
	for (const name of ["history-from", "history-until"]) {
		await user.click(hook(name));
		await waitFor(() => hook("calendar"));
		await user.click(document.querySelector("[data-bits-day][data-today]") as HTMLElement);
		await waitFor(() => expect(has(`${name}-popover`)).toBe(false));
	}
	await waitFor(() =>
		expect(host.callsOf("creditTransactions").at(-1)).toEqual([
			{ ...everything, since: day(0), until: day(1) },
			null,
		]),
	);
	expect(shown("history-from")).not.toContain("Any day");
});

test("amounts that can't be meant are said so and not asked for", async () => {
	const { host, user } = await open();
	const before = host.callsOf("creditTransactions").length;
	for (const [typed, code] of [
		["ten", "not_a_number"],
		["1,5", "not_a_number"],
		["0", "not_positive"],
		["-3", "not_positive"],
		["0.0001", "too_precise"],
		["1000000000000000", "too_large"],
	] as const) {
		await user.clear(field("historyLeast"));
		await user.type(field("historyLeast"), typed);
		await waitFor(() => expect(hook("error").dataset["code"]).toBe(code));
		expect(field("historyLeast").getAttribute("aria-invalid")).toBe("true");
	}
	await user.clear(field("historyLeast"));
	await user.type(field("historyLeast"), "10");
	await user.type(field("historyMost"), "9.999");
	await waitFor(() => expect(hook("error").dataset["code"]).toBe("below_least"));
	await new Promise((resolve) => setTimeout(resolve, 300));
	const asked = host.callsOf("creditTransactions").slice(before);
	for (const [filter] of asked) expect(filter).toMatchObject({ most: null });
});

test("what a filter that can't be meant found before is said to be so, and not saved", async () => {
	const { user } = await open();
	await user.type(field("historyLeast"), "-28.8");
	await waitFor(() => hook("found-before"));
	expect(shown("error")).toContain("Leave out the sign.");
	expect(button("save-history").disabled || button("save-history").ariaDisabled === "true").toBe(true);
	await user.clear(field("historyLeast"));
	await waitFor(() => expect(has("found-before")).toBe(false));
});

test("a last day before the first one is not asked for", async () => {
	const { host, user } = await open();
	const choose = async (name: string, at: number) => {
		await user.click(hook(name));
		await waitFor(() => hook("calendar"));
		await user.click(
			document.querySelectorAll("[data-bits-day]:not([data-outside-month])")[at] as HTMLElement,
		);
		await waitFor(() => expect(has(`${name}-popover`)).toBe(false));
	};
	const before = host.callsOf("creditTransactions").length;
	await choose("history-from", 4);
	await choose("history-until", 2);
	await waitFor(() => expect(hook("error").dataset["code"]).toBe("before_from"));
	await choose("history-until", 4);
	await waitFor(() => expect(has("error")).toBe(false));
	expect(host.callsOf("creditTransactions").length).toBe(before + 2);
});

test("of two filters the later one counts, whichever answer comes first", async () => {
	const { host, user } = await open();
	host.hold("creditTransactions");
	await user.click(hook("filter-grant"));
	await user.click(hook("filter-grant"));
	await user.click(hook("filter-refund"));
	host.releaseAll("creditTransactions");
	await waitFor(() => expect(shown("history-totals")).toBe("1 transaction 0 added 1,000 taken"));
});

test("later transactions don't move what is read", async () => {
	const { host, user } = await open();
	if (host.ledger) Object.assign(host.ledger, { length: 1205, recent: [] });
	window.dispatchEvent(new Event("focus"));
	const later = await waitFor(() => hook("show-later"));
	expect(shown("history-totals")).toMatch(/^1,204 /);
	await user.click(later);
	await waitFor(() => expect(shown("history-totals")).toMatch(/^1,205 /));
	expect(has("show-later")).toBe(false);
});

test("what is saved is counted, and can be stopped", async () => {
	const { host, user } = await open();
	await waitFor(() => expect(shown("history-totals")).toMatch(/^1,204 /));
	host.hold("saveCreditHistory");
	await user.click(hook("save-history"));
	host.tellSaved(1000);
	await waitFor(() => expect(shown("save-history-progress")).toBe("1,000 of 1,204 transactions"));
	await user.click(hook("stop-saving"));
	await waitFor(() => expect(has("save-history-progress")).toBe(false));
	expect(has("save-history-outcome")).toBe(false);
	host.releaseAll("saveCreditHistory");
	await user.click(hook("filter-grant"));
	await waitFor(() => expect(shown("history-totals")).toMatch(/^13 /));
	await user.click(hook("save-history"));
	await waitFor(() =>
		expect(shown("save-history-outcome")).toContain("portal-profile-credits-2026-11-23.csv"),
	);
	expect(host.callsOf("saveCreditHistory").at(-1)).toEqual([{ ...everything, kinds: ["grant"] }]);
});

test("whoever leaves does not go on saving", async () => {
	const { host, user } = await open();
	host.hold("saveCreditHistory");
	await user.click(hook("save-history"));
	await user.click(hook("back-to-profile"));
	await waitFor(() => expect(host.callsOf("stopSavingCreditHistory")).toHaveLength(1));
});

test("a plan that changes while it is open leads back", async () => {
	const { host, user } = await open();
	host.ledger = null;
	host.profile.organization.seesCredits = false;
	await user.click(hook("filter-grant"));
	await waitFor(() => expect(has("credit-history-page")).toBe(false));
});
