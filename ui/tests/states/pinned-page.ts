import type { PinnedPage } from "../../src/lib/bindings/PinnedPage";
import { pinnedWorkspace } from "../../src/lib/host/sample-home";
import type { RenderedApp } from "../render-app";
import { start } from "./home";
import { appears, from, isSaid, press, ready, type States } from "./steps";

const onHome = (then: (app: RenderedApp) => Promise<unknown>) =>
	start("home", "home-page", async (app) => {
		await appears("home-cards");
		await then(app);
	});

/** Starts with a pin that can't be followed. */
const broken = (pin: Partial<PinnedPage>) =>
	start(
		"home",
		"home-page",
		() => appears("see-pin"),
		({ profile, boot }) => {
			profile.pinnedPage = { ...pinnedWorkspace, ...pin };
			const { stage } = boot.start;
			if (stage.kind === "signed_in" && stage.snapshot) stage.snapshot.profile = profile;
		},
	);

const section = (scenario: string, then: (app: RenderedApp) => Promise<unknown> = () => Promise.resolve()) =>
	from(scenario, "profile-page", async (app) => {
		await ready();
		await then(app);
	});

/** The page that opens first. */
export const pinnedPageStates: States = {
	"pin, on its way": onHome(async (app) => {
		app.host.hold("pinPage");
		await press(app, "pin-page");
	}),
	"pin, done": onHome(async (app) => {
		await press(app, "pin-page");
		await isSaid();
	}),
	"pin, not saved": onHome(async (app) => {
		app.host.fail("pinPage", "portal_failed");
		await press(app, "pin-page");
		await appears("pin-trouble");
	}),
	"pin, page not available": onHome(async (app) => {
		app.host.pinAnswer = { kind: "unavailable" };
		await press(app, "pin-page");
		await appears("pin-trouble");
	}),
	"pin, offline": start("offline", "home-page", () => appears("banner")),
	"unpin, not saved": onHome(async (app) => {
		await press(app, "pin-page");
		await isSaid();
		app.host.fail("unpinPage", "portal_failed");
		await press(app, "pin-page");
		await appears("pin-trouble");
	}),

	"unpin, another pinned meanwhile": onHome(async (app) => {
		await press(app, "pin-page");
		await isSaid();
		app.host.profile.pinnedPage = pinnedWorkspace;
		await press(app, "pin-page");
		await appears("pin-trouble");
	}),

	"pin gone": broken({ workspace: null, broken: "gone" }),
	"pin gone, name unknown": broken({ workspace: null, workspaceName: null, broken: "gone" }),
	"pin not allowed": broken({ broken: "not_allowed" }),
	"pin of a page not allowed": broken({
		page: "members",
		workspace: null,
		workspaceName: null,
		broken: "not_allowed",
	}),

	"pinned page": section("pinned-charts"),
	"pinned page, gone": section("pin-gone"),
	"pinned page, not allowed": section("pin-not-allowed"),
	"pinned page, offline": from(
		"offline",
		"profile-page",
		() => appears("pinned-page"),
		(host) => {
			const { stage } = host.boot.start;
			if (stage.kind === "signed_in" && stage.snapshot) stage.snapshot.profile.pinnedPage = pinnedWorkspace;
		},
	),
	"pinned page, unpinning": section("pinned-charts", async (app) => {
		app.host.hold("unpinPage");
		await press(app, "unpin");
	}),
	"pinned page, not unpinned": section("pinned-charts", async (app) => {
		app.host.fail("unpinPage", "portal_failed");
		await press(app, "unpin");
		await appears("error");
	}),
	"pinned page, another pinned meanwhile": section("pinned-profile", async (app) => {
		app.host.profile.pinnedPage = pinnedWorkspace;
		await press(app, "unpin");
		await appears("error");
	}),
	"pinned page, unpinned": section("pinned-charts", async (app) => {
		await press(app, "unpin");
		await appears("undo-unpin");
	}),
	"pinned page, not pinned again": section("pinned-charts", async (app) => {
		await press(app, "unpin");
		await appears("undo-unpin");
		app.host.fail("restorePin", "portal_failed");
		await press(app, "undo-unpin");
		await appears("error");
	}),
	"pinned page, nothing to pin again": section("pinned-charts", async (app) => {
		await press(app, "unpin");
		await appears("undo-unpin");
		app.host.unpinned = null;
		await press(app, "undo-unpin");
		await appears("error");
	}),
};
