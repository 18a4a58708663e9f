import type { Credits } from "../../src/lib/bindings/Credits";
import type { CreditTransaction } from "../../src/lib/bindings/CreditTransaction";
import type { FakeHost } from "../../src/lib/host/fake";
import type { RenderedApp } from "../render-app";
import { appears, from, isSaid, press, ready, stageOf, write, type States } from "./steps";

const none = (): Promise<unknown> => Promise.resolve();

/** The section with other credits than those of the sample. */
const section = (
	change: (credits: Credits) => void = () => undefined,
	then: Parameters<typeof from>[2] = none,
	prepare: (host: FakeHost) => void = () => undefined,
) =>
	from(
		"credits",
		"profile-page",
		async (app) => {
			await ready();
			await stageOf("credits", "ready");
			await appears("credits-balance");
			await then(app);
		},
		(host) => {
			if (host.creditsAnswer) change(host.creditsAnswer);
			prepare(host);
		},
	);

const estimated = (change: Partial<NonNullable<Credits["estimate"]>>) => (credits: Credits) => {
	if (credits.estimate) Object.assign(credits.estimate, change);
};

const withThreshold = (threshold: string) => (credits: Credits) => {
	credits.threshold = threshold;
};

/** Opens the field of the threshold, and sends what is typed there if anything is. */
async function choose(app: RenderedApp, typed?: string): Promise<void> {
	await press(app, "change-threshold");
	if (typed === undefined) return;
	await write(app, "creditThreshold", typed);
	await press(app, "save-threshold");
}

const transaction: CreditTransaction = {
	number: 7,
	kind: "adjustment",
	amount: "-2.500",
	balanceAfter: "-0.500",
	at: "2026-11-20T12:00:00Z",
	text: "Counted twice",
	reference: null,
	actor: null,
};

/** What an organization has, uses and did with its credits. */
export const creditsStates: States = {
	credits: section(),
	"credits, formula": section(undefined, async (app) => {
		await press(app, "credits-formula");
	}),
	"credits, what if": section(undefined, async (app) => {
		await press(app, "open-what-if");
		await appears("what-if-days");
	}),
	"credits, what if, on its way": section(
		undefined,
		(app) => press(app, "open-what-if"),
		(host) => host.hold("creditOffers"),
	),
	"credits, what if, failed": section(
		undefined,
		async (app) => {
			await press(app, "open-what-if");
			await appears("retry-what-if");
		},
		(host) => host.fail("creditOffers", "portal_failed"),
	),
	"credits, what if, none sold": section(
		undefined,
		async (app) => {
			await press(app, "open-what-if");
			await appears("what-if-none");
		},
		(host) => (host.offers = null),
	),
	"credits, as a table": section(undefined, async (app) => {
		await press(app, "credits-as-table");
		await appears("readings");
	}),
	"credits, whom to ask": section((credits) => {
		credits.canBuy = false;
		credits.buyers = ["Grace Hopper", "Ada Lovelace"];
	}),
	"credits, new": section((credits) => {
		Object.assign(credits, { usage: [], estimate: null, recent: [], balance: "0.000", today: "0.000" });
	}),
	"credits, one day": section((credits) => {
		Object.assign(credits, { usage: credits.usage.slice(-1), estimate: null });
	}),
	"credits, below zero": section((credits) => {
		credits.balance = "-0.500";
		credits.recent = [transaction, { ...transaction, number: 6, kind: null }];
	}),
	"credits, one day left": section(estimated({ daysLeft: 1 })),
	"credits, hours left": section(estimated({ daysLeft: 0 })),
	"credits, years left": section(estimated({ daysLeft: null, runsOutOn: null })),
	"credits, nothing used": section(
		estimated({ daily: "0.000", monthly: "0.000", daysLeft: null, runsOutOn: null }),
	),
	"credits, threshold": section(withThreshold("1000.000")),
	"credits, threshold of one": section(withThreshold("1.000")),
	"credits, below the threshold": section(withThreshold("20000.000")),
	"credits, threshold without notifications": section(withThreshold("1000.000"), none, (host) => {
		host.profile.preferences.toastNotifications = false;
	}),
	"credits, threshold being chosen": section(undefined, (app) => choose(app)),
	"credits, threshold being changed": section(withThreshold("1000.000"), (app) => choose(app)),
	"credits, threshold no number": section(undefined, (app) => choose(app, "a thousand")),
	"credits, threshold of nothing": section(undefined, (app) => choose(app, "0")),
	"credits, threshold too precise": section(undefined, (app) => choose(app, "0.0001")),
	"credits, threshold too large": section(undefined, (app) => choose(app, "1000000000000000")),
	"credits, threshold being saved": section(
		undefined,
		(app) => choose(app, "1000"),
		(host) => host.hold("setCreditThreshold"),
	),
	"credits, threshold saved": section(undefined, async (app) => {
		await choose(app, "1000");
		await isSaid();
	}),
	"credits, threshold not saved": section(
		undefined,
		async (app) => {
			await choose(app, "1000");
			await appears("error");
		},
		(host) => host.fail("setCreditThreshold", "portal_failed"),
	),
	"credits, threshold being turned off": section(
		withThreshold("1000.000"),
		(app) => press(app, "change-threshold", "remove-threshold"),
		(host) => host.hold("setCreditThreshold"),
	),
	"credits, threshold turned off": section(withThreshold("1000.000"), async (app) => {
		await press(app, "change-threshold", "remove-threshold");
		await isSaid();
	}),
	"credits, on their way": from(
		"credits",
		"profile-page",
		() => stageOf("credits", "loading"),
		(host) => host.hold("credits"),
	),
	"credits, failed": from(
		"credits",
		"profile-page",
		() => appears("retry-credits"),
		(host) => host.fail("credits", "portal_failed"),
	),
	"credits, offline": from(
		"offline",
		"profile-page",
		() => appears("credits-unavailable"),
		(host) => {
			host.fail("credits", "portal_unreachable");
			const { stage } = host.boot.start;
			if (stage.kind === "signed_in" && stage.snapshot) {
				stage.snapshot.profile.organization.seesCredits = true;
			}
		},
	),
};
