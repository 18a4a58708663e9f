import type { FakeHost } from "../../src/lib/host/fake";
import { sampleNotifications } from "../../src/lib/host/sample-notifications";
import { hook } from "../render-app";
import { appears, from, isSaid, press, type States } from "./steps";

const told = (host: FakeHost): void => void (host.told = sampleNotifications(host.now()));

/** More than are shown at once. */
function many(host: FakeHost): void {
	const [first] = sampleNotifications(host.now());
	if (!first) return;
	host.told = Array.from({ length: 120 }, (_, back) => ({ ...first, id: 120 - back }));
}

const open = (then: () => Promise<unknown>, change: (host: FakeHost) => void = told) =>
	from(
		"home",
		"home-page",
		async ({ user }) => {
			await user.click(hook("nav-notifications"));
			await then();
		},
		change,
		null,
	);

/** What the person was told. */
export const notificationStates: States = {
	notifications: open(() => appears("clear-notifications")),
	"notifications, none": open(
		() => appears("notifications-empty"),
		() => undefined,
	),
	"notifications, very many": open(() => appears("older-notifications"), many),
	"notifications, very many unread": from(
		"home",
		"home-page",
		() => appears("unread-notifications"),
		many,
		null,
	),
	"notifications, loading": open(
		() => appears("notifications-page"),
		(host) => host.hold("notifications"),
	),
	"notifications, failed": open(
		() => appears("retry-notifications"),
		(host) => host.fail("notifications", "notifications_unreadable"),
	),
	"notifications, one unread": from(
		"home",
		"home-page",
		() => appears("unread-notifications"),
		(host) => {
			host.told = sampleNotifications(host.now()).slice(1);
		},
		null,
	),
	"notifications, one removed": from(
		"home",
		"home-page",
		async (app) => {
			await press(app, "nav-notifications", "remove-notification");
			await isSaid();
		},
		told,
		null,
	),
	"notifications, cleared": from(
		"home",
		"home-page",
		async ({ user }) => {
			await user.click(hook("nav-notifications"));
			await appears("clear-notifications");
			await user.click(hook("clear-notifications"));
			await appears("notifications-empty");
		},
		told,
		null,
	),
};
