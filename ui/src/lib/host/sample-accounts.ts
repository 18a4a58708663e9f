import type { KnownAccount } from "$lib/bindings/KnownAccount";
import type { Portal } from "$lib/bindings/Portal";
import { ada, remotePortal } from "./sample";

/** A portal beside the one that most samples are at. */
export const otherPortal: Portal = {
	...remotePortal,
	id: "https://portal.orbital.example",
	name: "Orbital Mills",
	address: "https://portal.orbital.example",
};

/** The account in view. */
export const adasAccount: KnownAccount = { ...ada, portal: remotePortal, state: "in_view" };

/** One that is signed in at another portal. */
export const gracesAccount: KnownAccount = {
	id: "acc_02grace",
	portal: otherPortal,
	email: "grace@orbital.example",
	displayName: "Grace Hopper",
	initials: "GH",
	hue: 12,
	avatar: null,
	state: "signed_in",
};

/** One whose session is over, at the same portal as the one in view. */
export const formerAccount: KnownAccount = {
	id: "acc_03alan",
	portal: remotePortal,
	email: "alan@acme.example",
	displayName: null,
	initials: "A",
	hue: 200,
	avatar: null,
	state: "signed_out",
};
