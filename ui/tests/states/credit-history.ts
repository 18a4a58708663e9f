import type { FakeHost } from "../../src/lib/host/fake";
import type { RenderedApp } from "../render-app";
import { appears, disappears, from, press, stageOf, type States } from "./steps";

const none = (): Promise<unknown> => Promise.resolve();

/** The page of all transactions, as it is found from the section. */
const page = (
	then: (app: RenderedApp) => Promise<unknown> = none,
	prepare: (host: FakeHost) => void = () => undefined,
	stage = "ready",
) =>
	from(
		"credits",
		"profile-page",
		async (app) => {
			await appears("credits-balance");
			await press(app, "open-credit-history");
			await stageOf("credit-history-page", stage);
			await then(app);
		},
		prepare,
	);

const field = (name: string): HTMLInputElement => {
	const input = document.querySelector<HTMLInputElement>(`input[name=${name}]`);
	if (!input) throw new Error(`no field ${name}`);
	return input;
};

const typed = (name: string, text: string) =>
	page(async ({ user }) => {
		await user.type(field(name), text);
	});

const saving = (change: (host: FakeHost) => void, then: (app: RenderedApp) => Promise<unknown> = none) =>
	page(async (app) => {
		await appears("history-totals");
		change(app.host);
		await press(app, "save-history");
		await then(app);
	});

/** Where every credit went. */
export const creditHistoryStates: States = {
	"credit history": page(),
	"credit history, one transaction": page(none, (host) => {
		if (host.ledger) Object.assign(host.ledger, { length: 1, recent: [] });
	}),
	"credit history, opened": page(async (app) => {
		await app.user.click(document.querySelectorAll<HTMLElement>("[data-test=history-row]")[2] as HTMLElement);
		await appears("transaction-dialog");
	}),
	"credit history, by type": page(async (app) => {
		await press(app, "filter-grant");
		await appears("clear-filter");
	}),
	"credit history, days the wrong way round": page(async (app) => {
		for (const [name, at] of [
			["history-from", 4],
			["history-until", 2],
		] as const) {
			await press(app, name);
			await appears("calendar");
			const days = document.querySelectorAll<HTMLElement>("[data-bits-day]:not([data-outside-month])");
			await app.user.click(days[at] as HTMLElement);
			await disappears("calendar");
		}
		await appears("error");
	}),
	"credit history, with a sign": typed("historyLeast", "-3"),
	"credit history, choosing a day": page(async (app) => {
		await press(app, "history-from");
		await appears("calendar");
	}),
	"credit history, from a day on": page(async (app) => {
		await press(app, "history-from");
		const day = document.querySelector<HTMLElement>(
			"[data-bits-day]:not([data-disabled]):not([data-outside-month])",
		);
		if (day) await app.user.click(day);
		await disappears("calendar");
		await press(app, "history-from");
		await appears("history-from-none");
	}),
	"credit history, no number": typed("historyLeast", "ten"),
	"credit history, nothing": typed("historyLeast", "0"),
	"credit history, too precise": typed("historyMost", "0.0001"),
	"credit history, too large": typed("historyMost", "1000000000000000"),
	"credit history, the wrong way round": page(async ({ user }) => {
		await user.type(field("historyLeast"), "10");
		await user.type(field("historyMost"), "9");
	}),
	"credit history, none found": page(async ({ user }) => {
		await user.type(field("historyText"), "welding");
		await appears("history-filtered-empty");
	}),
	"credit history, none": page(
		() => appears("history-empty"),
		(host) => {
			if (host.ledger) Object.assign(host.ledger, { length: 0, recent: [] });
		},
	),
	"credit history, on its way": page(none, (host) => host.hold("creditTransactions"), "loading"),
	"credit history, rows on their way": page(async (app) => {
		app.host.hold("creditTransactions");
		await app.user.click(document.querySelector<HTMLElement>("[data-test=history-row]") as HTMLElement);
		await press(app, "close-transaction");
		await app.user.keyboard("{End}");
	}),
	"credit history, rows failed": page(async (app) => {
		app.host.fail("creditTransactions", "portal_failed");
		await app.user.click(document.querySelector<HTMLElement>("[data-test=history-row]") as HTMLElement);
		await press(app, "close-transaction");
		await app.user.keyboard("{End}");
		await appears("retry-rows");
	}),
	"credit history, adding up": page(async (app) => {
		app.host.hold("creditTotals");
		await press(app, "filter-usage");
		await appears("clear-filter");
	}),
	"credit history, looking further": page(async (app) => {
		const { ledger } = app.host;
		if (ledger) ledger.page = () => ({ transactions: [], next: 20 });
		app.host.hold("creditTransactions");
		await press(app, "filter-refund");
		app.host.release("creditTransactions");
	}),
	"credit history, later ones": page(async (app) => {
		const { ledger } = app.host;
		if (ledger) Object.assign(ledger, { length: ledger.length + 1, recent: [] });
		window.dispatchEvent(new Event("focus"));
		await appears("show-later");
	}),
	"credit history, filter failed": page(async (app) => {
		app.host.fail("creditTransactions", "portal_failed");
		await press(app, "filter-grant");
		await appears("retry-filter");
	}),
	"credit history, failed": page(
		() => appears("retry-history"),
		(host) => host.fail("creditTransactions", "portal_failed"),
		"failed",
	),
	"credit history, saving": saving(
		(host) => host.hold("saveCreditHistory"),
		async ({ host }) => {
			host.tellSaved(1000);
			await appears("save-history-progress");
		},
	),
	"credit history, saving what was not added up": page(async (app) => {
		app.host.hold("creditTotals");
		app.host.hold("saveCreditHistory");
		await press(app, "filter-usage");
		await appears("clear-filter");
		await press(app, "save-history");
		await appears("save-history-progress");
	}),
	"credit history, saved": saving(
		() => undefined,
		() => appears("save-history-outcome"),
	),
	"credit history, not saved": saving(
		(host) => host.fail("saveCreditHistory", "file_not_saved"),
		() => appears("error"),
	),
};
