import type { AskedPortal } from "$lib/bindings/AskedPortal";
import type { CompleteSignInOutcome } from "$lib/bindings/CompleteSignInOutcome";
import type { KnownAccount } from "$lib/bindings/KnownAccount";
import type { KnownPortal } from "$lib/bindings/KnownPortal";
import type { Notice } from "$lib/bindings/Notice";
import type { Portal } from "$lib/bindings/Portal";
import type { ProfileSnapshot } from "$lib/bindings/ProfileSnapshot";
import type { SecondFactor } from "$lib/bindings/SecondFactor";
import type { SignInOutcome } from "$lib/bindings/SignInOutcome";
import type { SignOutOutcome } from "$lib/bindings/SignOutOutcome";
import type { Stage } from "$lib/bindings/Stage";
import type { Host } from "$lib/host/host";
import { failureFrom } from "./failure";
import { withLatest } from "./known-portals";
import { OwnProfile } from "./profile.svelte";
import { isSessionLoss, type SessionLoss } from "./session-loss";

/** Why a person is asked to sign in, when it is not the first time. */
export type SignInReason =
	{ kind: SessionLoss | "sign_in_again" | "without_keyring" } | ({ kind: "signed_out" } & SignOutOutcome);

/** What fills the window. On `connect`, an `address` asked for from outside it is connected to at once. */
export type Screen =
	| { kind: "starting" }
	| { kind: "locked" }
	| { kind: "already_running" }
	| { kind: "data_directory_unusable"; path: string; detail: string }
	| { kind: "connect"; address: string | null }
	| { kind: "sign_in"; portal: Portal; email: string; reason: SignInReason | null }
	| { kind: "signed_in"; portal: Portal; profile: OwnProfile };

/** What a person was typing when the session was lost, kept for when the same person is back. */
interface Draft {
	portal: string;
	account: string;
	displayName: string;
}

/** What a sign-in came to, other than a session: a refusal to explain, or a second step. */
export type SignInUnfinished = Exclude<SignInOutcome, { kind: "signed_in" }>;

/** Why the second step of a sign-in was refused. */
export type SecondStepRefusal = Exclude<CompleteSignInOutcome, { kind: "signed_in" }>;

/** Who is signed in where, and the way between connecting, signing in and out. */
export class Session {
	#host: Host;
	#onLeft: () => void;
	#screen = $state.raw<Screen>({ kind: "starting" });
	#knownPortals = $state.raw<KnownPortal[]>([]);
	#notices = $state.raw<Notice[]>([]);
	#turnedDown = $state.raw<AskedPortal | null>(null);
	#draft: Draft | null = null;
	/** A request that waits for the answer to a sign-in, which can't be taken back. */
	#postponed: AskedPortal | null = null;
	#signingIn = $state(false);
	#leaving = false;

	/** @param onLeft Called when a person ends the session, or leaves it for another account; not when it is lost. */
	constructor(host: Host, onLeft: () => void) {
		this.#host = host;
		this.#onLeft = onLeft;
	}

	get screen(): Screen {
		return this.#screen;
	}

	get knownPortals(): KnownPortal[] {
		return this.#knownPortals;
	}

	/** What went wrong with local files and was not dismissed yet. */
	get notices(): Notice[] {
		return this.#notices;
	}

	/** A portal asked for from outside the window that a person signed in to another one was not taken to. */
	get turnedDown(): AskedPortal | null {
		return this.#turnedDown;
	}

	/** Goes where the person left off. */
	start(): void {
		const { start, portal } = this.#host.boot;
		this.#knownPortals = start.knownPortals;
		this.#notices = start.notices;
		this.#goOn(start.stage, portal?.address ?? null);
		if (start.stage.kind === "locked") this.#postponed = portal;
		else this.#goToPostponed();
	}

	/**
	 * Goes to the portal that was asked for from outside the window: by a second start of the app. Whoever is
	 * there already stays, and so does whoever is signed in elsewhere, who is told.
	 */
	goTo(request: AskedPortal): void {
		const screen = this.#screen;
		if (screen.kind === "starting" || screen.kind === "locked" || this.#signingIn) {
			this.#postponed = request;
			return;
		}
		const { target } = request;
		const isThere = (portal: Portal) =>
			target.kind === "portal" && (target.id === portal.id || target.id === portal.address);
		if (screen.kind === "signed_in") {
			this.#turnedDown = isThere(screen.portal) ? null : request;
		} else if (screen.kind === "connect" || (screen.kind === "sign_in" && !isThere(screen.portal))) {
			// The password may have been accepted already.
			if (screen.kind === "sign_in") this.cancelSignIn();
			this.#show({ kind: "connect", address: request.address });
		}
	}

	/** Whether a sign-in is under way, which can't be taken back. */
	get isSigningIn(): boolean {
		return this.#signingIn;
	}

	/** Takes the word about a portal that was turned down off the page. */
	dismissTurnedDown(): void {
		this.#turnedDown = null;
	}

	dismiss(notice: Notice): void {
		this.#notices = this.#notices.filter((other) => other !== notice);
	}

	/** Leaves the sign-in page for another portal. */
	chooseAnotherPortal(): void {
		this.#show({ kind: "connect", address: null });
	}

	/**
	 * Connects to the portal at an address that a person typed; rejects with what the host said.
	 *
	 * @param signal Aborted when the person wants something else: a late answer then leads nowhere.
	 */
	async connect(address: string, signal: AbortSignal): Promise<void> {
		this.#open(await this.#host.connectPortal(address), signal);
	}

	/** Starts the built-in portal; like {@link connect} otherwise. */
	async openBuiltIn(signal: AbortSignal): Promise<void> {
		this.#open(await this.#host.openBuiltInPortal(), signal);
	}

	/** On the sign-in page of the built-in portal: starts it, so that its sample accounts can be offered. */
	async offerSampleAccounts(): Promise<void> {
		const portal = await this.#host.openBuiltInPortal();
		if (this.#screen.kind === "sign_in" && this.#screen.portal.builtIn)
			this.#show({ ...this.#screen, portal });
	}

	/** Signs in; answers what is in the way, or null when the person is in. Rejects with what the host said. */
	async signIn(portal: Portal, email: string, password: string): Promise<SignInUnfinished | null> {
		return this.#whileSigningIn(async () => {
			const outcome = await this.#host.signIn(portal.id, email, password);
			if (outcome.kind !== "signed_in") return outcome;
			this.#enter(portal, outcome.snapshot, "ready");
			return null;
		});
	}

	/** The second step; like {@link signIn} otherwise. */
	async completeSignIn(portal: Portal, proof: SecondFactor): Promise<SecondStepRefusal | null> {
		return this.#whileSigningIn(async () => {
			const outcome = await this.#host.completeSignIn(proof);
			if (outcome.kind !== "signed_in") return outcome;
			const profile = this.#enter(portal, outcome.snapshot, "ready");
			profile.recoveryCodeUsed = proof.kind === "recovery_code";
			return null;
		});
	}

	/** Goes back to the first step. What the host says to that is of no use to anybody. */
	cancelSignIn(): void {
		this.#host.cancelSignIn().catch(() => undefined);
	}

	/** Ends the session; rejects with what the host said, unless there is none any more. */
	async signOut(): Promise<void> {
		// Another account is about to be in view: whoever asked is gone with this one.
		if (this.#leaving) return;
		this.#leaving = true;
		try {
			const outcome = await this.#host.signOut();
			this.#leave({ kind: "signed_out", ...outcome });
		} catch (thrown) {
			const { code } = failureFrom(thrown);
			if (!isSessionLoss(code)) throw thrown;
			this.#leave({ kind: code });
		} finally {
			this.#leaving = false;
		}
	}

	/** Brings another account into view, or asks to sign in to it; rejects with what the host said. */
	async switchTo({ portal, id }: KnownAccount): Promise<void> {
		const screen = this.#screen;
		const left = screen.kind === "signed_in" ? screen.profile : null;
		this.#leaving = true;
		left?.leave();
		try {
			const stage = await this.#host.switchAccount(portal.id, id);
			this.#putAside();
			this.#goOn(stage, null);
		} catch (thrown) {
			left?.stay();
			throw thrown;
		} finally {
			this.#leaving = false;
		}
	}

	/** Goes to where another account is signed in to, at `address` if one is given; the one in view stays signed in. */
	addAccount(address: string | null = null): void {
		this.#putAside();
		this.#show({ kind: "connect", address });
	}

	/** Removes the account in view from this computer; rejects with what the host said. */
	async removeAccount({ portal, id }: KnownAccount): Promise<SignOutOutcome> {
		const before = this.#screen;
		this.#leaving = true;
		try {
			const outcome = await this.#host.removeAccount(portal.id, id);
			if (before.kind === "signed_in" && this.#screen === before) {
				this.#putAside();
				this.#askToSignIn(portal, "", { kind: "signed_out", ...outcome });
			}
			return outcome;
		} finally {
			this.#leaving = false;
		}
	}

	/** The app is locked: nothing of anybody is in the window from now on. What was being typed waits for its person. */
	lock(): void {
		if (this.#screen.kind === "signed_in") {
			const { portal, profile } = this.#screen;
			profile.close();
			this.#turnedDown = null;
			this.#keepDraft(portal, profile);
		}
		this.#show({ kind: "locked" });
	}

	/** Goes on at `stage`, once the app is unlocked. */
	unlock(stage: Stage): void {
		if (this.#screen.kind !== "locked") return;
		this.#screen = { kind: "starting" };
		this.#goOn(stage, null);
		this.#goToPostponed();
	}

	/** Gives up on a session that can't be used for now. */
	signInAgain(): void {
		if (this.#screen.kind !== "signed_in") return;
		const locked = this.#screen.profile.failure?.code === "keyring_unavailable";
		this.#leave({ kind: locked ? "without_keyring" : "sign_in_again" });
	}

	async #whileSigningIn<T>(signIn: () => Promise<T>): Promise<T> {
		this.#signingIn = true;
		try {
			return await signIn();
		} finally {
			this.#signingIn = false;
			this.#goToPostponed();
		}
	}

	#goToPostponed(): void {
		if (this.#screen.kind === "locked") return;
		const request = this.#postponed;
		this.#postponed = null;
		if (request) this.goTo(request);
	}

	#goOn(stage: Stage, address: string | null): void {
		if (stage.kind === "signed_in") this.#enter(stage.portal, stage.snapshot, "stale");
		else if (stage.kind === "sign_in") this.#askToSignIn(stage.portal, stage.email ?? "");
		else if (stage.kind === "connect") this.#show({ kind: "connect", address });
		else this.#show(stage);
	}

	/** The window is another account's from now on, or nobody's: nothing of this one stays in it. */
	#putAside(): void {
		// A sign-in that waits for its second step is given up with its page.
		if (this.#screen.kind === "sign_in") this.cancelSignIn();
		if (this.#screen.kind !== "signed_in") return;
		const { portal, profile } = this.#screen;
		profile.close();
		this.#turnedDown = null;
		this.#keepDraft(portal, profile);
		this.#onLeft();
	}

	#open(portal: Portal, signal: AbortSignal): void {
		if (signal.aborted) return;
		this.#knownPortals = withLatest(portal, this.#knownPortals);
		this.#askToSignIn(portal);
	}

	#enter(portal: Portal, snapshot: ProfileSnapshot | null, freshness: "stale" | "ready"): OwnProfile {
		const profile = new OwnProfile(this.#host, snapshot, freshness, (kind) => {
			// What was asked meanwhile finds no session; how the person leaves is for whoever ends that to say.
			if (!this.#leaving) this.#leave({ kind });
		});
		// An answer from before the lock leads nowhere.
		if (this.#screen.kind === "locked") {
			profile.close();
			return profile;
		}
		profile.displayNameDraft = this.#takeDraft(portal, snapshot);
		this.#show({ kind: "signed_in", portal, profile });
		if (freshness === "stale") void profile.refresh();
		return profile;
	}

	#leave(reason: SignInReason): void {
		if (this.#screen.kind !== "signed_in") return;
		const { portal, profile } = this.#screen;
		profile.close();
		this.#turnedDown = null;
		if (reason.kind !== "signed_out") this.#keepDraft(portal, profile);
		else this.#onLeft();
		this.#askToSignIn(portal, profile.snapshot?.profile.account.email ?? "", reason);
	}

	#keepDraft(portal: Portal, { snapshot, displayNameDraft: displayName }: OwnProfile): void {
		if (!snapshot || displayName === null) return;
		this.#draft = { portal: portal.id, account: snapshot.profile.account.id, displayName };
	}

	/** The display name that this person was typing; whoever else signs in makes it void. */
	#takeDraft(portal: Portal, snapshot: ProfileSnapshot | null): string | null {
		const draft = this.#draft;
		this.#draft = null;
		const same = draft?.portal === portal.id && draft.account === snapshot?.profile.account.id;
		return same ? draft.displayName : null;
	}

	#askToSignIn(portal: Portal, email = "", reason: SignInReason | null = null): void {
		this.#show({ kind: "sign_in", portal, email, reason });
	}

	#show(screen: Screen): void {
		if (this.#screen.kind !== "locked") this.#screen = screen;
	}
}
