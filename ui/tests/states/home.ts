import { render } from "@testing-library/svelte";
import { vi } from "vitest";
import PageSkeleton from "../../src/features/profile/PageSkeleton.svelte";
import type { FakeHost } from "../../src/lib/host/fake";
import type { RenderedApp } from "../render-app";
import { appears, from, stageOf, type States } from "./steps";

/** Starts on the page that opens by itself. */
export const start = (
	scenario: string,
	page: string,
	then?: (app: RenderedApp) => Promise<unknown>,
	change?: (host: FakeHost) => void,
) => from(scenario, page, then, change, null);

const cards = () => appears("home-cards");

/** The portal says something else than at the start. */
async function isTold({ app }: RenderedApp): Promise<void> {
	if (app.session.screen.kind === "signed_in") await app.session.screen.profile.refresh();
}

/** The page where the person is goes out of reach. */
const withdrawn = (path: "/members" | "/organization") =>
	start("home", "home-page", async (app) => {
		await stageOf("home-page", "ready");
		app.app.router.open(path);
		app.host.profile.organization.canAdminister = false;
		app.host.profile.organization.pages = ["home", "charts", "profile"];
		await isTold(app);
		await appears("banner");
	});

/** Looks again after the portal has said something once. */
const later = (then: (app: RenderedApp) => Promise<unknown>) =>
	start("home", "home-page", async (app) => {
		await cards();
		await then(app);
		await appears("home-age");
	});

/** Where a person lands. */
export const homeStates: States = {
	home: start("home", "home-page", cards),
	"home, personal account": start("personal", "home-page", cards),
	"home, new organization": start("home-empty", "home-page", () => appears("home-exports-empty")),
	"home, charts alone": start("home-charts-only", "home-page", () => appears("home-open-charts")),
	"home, nothing at all": start(
		"home-charts-only",
		"home-page",
		() => appears("home-nothing"),
		({ profile }) => void (profile.organization.pages = ["home", "profile"]),
	),
	"home, one more tag and a cancelled export": start("home", "home-page", cards, ({ homeAnswer }) => {
		for (const device of homeAnswer.devices?.latest ?? []) device.tags = device.tags.slice(0, 4);
		for (const each of homeAnswer.exports ?? []) each.state = "cancelled";
	}),
	"home, unknown link": start("home", "home-page", async ({ host }) => {
		await cards();
		host.openLink({ kind: "unknown", text: "portal-profile://settings" });
		await appears("banner");
	}),
	"home, link to an unknown organization": start("home", "home-page", async ({ host }) => {
		await cards();
		host.openLink({ kind: "organization", id: "org_gone" });
		await appears("banner");
	}),
	"home, loading": start("home", "home-page", undefined, (host) => host.hold("home")),
	"home, profile loading": start("loading", "home-page"),
	"home, profile failed": start("failed", "home-page", () => appears("retry")),
	"home, failed": start(
		"home",
		"home-page",
		() => appears("retry-home"),
		(host) => host.fail("home", "portal_failed"),
	),
	"home, not allowed": start(
		"home",
		"home-page",
		() => appears("retry-home"),
		(host) => host.fail("home", "not_allowed"),
	),
	"home, offline from the start": start(
		"offline",
		"home-page",
		() => appears("home-unavailable"),
		(host) => host.fail("home", "portal_unreachable"),
	),
	"home, offline": later((app) => {
		app.host.fail("refreshProfile", "portal_unreachable");
		return isTold(app);
	}),
	"home, not fresh": later(({ host }) => {
		host.fail("home", "portal_failed");
		// As if a minute had gone by.
		vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 60_000 });
		window.dispatchEvent(new Event("focus"));
		vi.useRealTimers();
		return Promise.resolve();
	}),
	"home, members withdrawn": withdrawn("/members"),
	"home, credits gone": start("home", "home-page", async (app) => {
		await stageOf("home-page", "ready");
		app.host.profile.organization.seesCredits = true;
		await isTold(app);
		app.app.router.open("/credits");
		app.host.profile.organization.seesCredits = false;
		await isTold(app);
		await appears("banner");
	}),
	"home, exports gone": start("home", "home-page", async (app) => {
		await stageOf("home-page", "ready");
		app.host.profile.organization.exportsCharts = true;
		await isTold(app);
		app.app.router.open("/exports");
		app.host.profile.organization.exportsCharts = false;
		await isTold(app);
		await appears("banner");
	}),
	"home, settings withdrawn": withdrawn("/organization"),
	"a page on its way": async () => {
		render(PageSkeleton, { page: "charts" });
		await appears("page-skeleton");
	},
};
