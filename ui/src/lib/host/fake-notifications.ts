import type { Notifications } from "$lib/bindings/Notifications";
import type { ShownNotification } from "$lib/bindings/ShownNotification";
import { FakeOrganizationPages } from "./fake-organization-pages";
import type { NotificationsHost } from "./notifications";

/** What the person was told, in memory. */
export class FakeNotifications extends FakeOrganizationPages implements NotificationsHost {
	/** The newest first. */
	told: ShownNotification[] = [];

	notifications(most: number): Promise<Notifications> {
		return this.answer("notifications", [most], () => this.#newest(most));
	}

	readNotifications(from: number, until: number, most: number): Promise<Notifications> {
		return this.answer("readNotifications", [from, until, most], () => {
			const isSeen = ({ id }: ShownNotification): boolean => id >= from && id <= until;
			this.told = this.told.map((each) => (isSeen(each) ? { ...each, isRead: true } : each));
			return this.#newest(most);
		});
	}

	removeNotification(id: number, most: number): Promise<Notifications> {
		return this.answer("removeNotification", [id, most], () => {
			this.told = this.told.filter((each) => each.id !== id);
			return this.#newest(most);
		});
	}

	clearNotifications(until: number, most: number): Promise<Notifications> {
		return this.answer("clearNotifications", [until, most], () => {
			this.told = this.told.filter((each) => each.id > until);
			return this.#newest(most);
		});
	}

	#newest(most: number): Notifications {
		const unread = this.told.filter((each) => !each.isRead).length;
		return { newest: this.told.slice(0, most), count: this.told.length, unread };
	}
}
