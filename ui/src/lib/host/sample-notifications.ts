import type { ShownNotification } from "$lib/bindings/ShownNotification";
import { acme } from "./sample";

const HOUR_MS = 3_600_000;

/** What Ada was told, the newest first; the first two she did not see yet. */
export const sampleNotifications = (now: Date): ShownNotification[] => {
	const before = (hours: number) => new Date(now.getTime() - hours * HOUR_MS).toISOString();
	return [
		{
			id: 5,
			at: before(0.2),
			title: "Export ready",
			body: "Chart data of ACME Robotics, 1 October to 31 October, can be downloaded.",
			place: "exports",
			organization: acme.id,
			isRead: false,
		},
		{
			id: 4,
			at: before(3),
			title: "Fewer than 1,000 credits left",
			body: "ACME Robotics has 998.5 credits left.",
			place: "transactions",
			organization: acme.id,
			isRead: false,
		},
		{
			id: 3,
			at: before(30),
			title: "You are not a member any more",
			body: "Your membership in Borealis Foods has ended.",
			place: null,
			organization: null,
			isRead: true,
		},
		{
			id: 2,
			at: before(50),
			title: "Password changed",
			body: "Your new password is in force.",
			place: "profile",
			organization: null,
			isRead: true,
		},
		{
			id: 1,
			at: before(24 * 60),
			title: "Signed in",
			body: "You are signed in to ACME Portal as Ada Lovelace.",
			place: "sessions",
			organization: null,
			isRead: true,
		},
	];
};
