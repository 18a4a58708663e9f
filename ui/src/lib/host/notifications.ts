import type { Notifications } from "$lib/bindings/Notifications";

/** What the person was told on this machine. Each answers what there is after it, the `most` newest in words. */
export interface NotificationsHost {
	notifications(most: number): Promise<Notifications>;
	/** The person saw those numbered from `from` to `until`. */
	readNotifications(from: number, until: number, most: number): Promise<Notifications>;
	removeNotification(id: number, most: number): Promise<Notifications>;
	/** Removes all up to the one numbered `until`. */
	clearNotifications(until: number, most: number): Promise<Notifications>;
}
