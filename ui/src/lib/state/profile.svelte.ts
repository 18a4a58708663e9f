import type { ProfileSnapshot } from "$lib/bindings/ProfileSnapshot";
import type { Theme } from "$lib/bindings/Theme";
import type { Host } from "$lib/host/host";
import { Confirmation } from "./confirmation.svelte";
import { EnrollmentDemand } from "./enrollment-demand.svelte";
import { failureFrom, leavesOpen, type Failure } from "./failure";
import { OrganizationContext } from "./organization-context";
import { Reconnection } from "./reconnection";
import { isSessionLoss, notInView, type SessionLoss } from "./session-loss";
import { Setting } from "./setting.svelte";

/**
 * How much the profile on screen can be relied on: nothing yet, an old one while a fresh one is fetched, a
 * fresh one, an old one because fetching failed, or nothing because fetching failed.
 */
export type Freshness = "loading" | "stale" | "ready" | "offline" | "failed";

/** A dialog about the account's security, which several places of the page lead to. */
export type SecurityDialog = "enroll" | "disable" | "recovery_codes" | "password";

/** The snapshot that an outcome holds, if it does. */
function snapshotIn(outcome: unknown): ProfileSnapshot | null {
	if (typeof outcome !== "object" || outcome === null) return null;
	if ("fetchedAt" in outcome) return outcome as ProfileSnapshot;
	return "snapshot" in outcome ? (outcome.snapshot as ProfileSnapshot) : null;
}

/** Failures that say more than that one thing went wrong. */
const ofThePage: ReadonlySet<Failure["code"]> = new Set<Failure["code"]>([
	"portal_unreachable",
	"portal_timed_out",
	"keyring_unavailable",
	"session_ended",
	"not_signed_in",
]);

/** Whether a failure is told at the top of the page, whoever met it. */
export const concernsThePage = ({ code }: Failure): boolean => ofThePage.has(code);

/** Younger than this, a profile is not fetched again just because the window got the focus. */
const YOUNG_MS = 30_000;

/** The profile of the person signed in, how fresh it is, and the changes under way. */
export class OwnProfile {
	#host: Host;
	#onSessionLost: (loss: SessionLoss) => void;
	#reconnection: Reconnection;
	#snapshot = $state.raw<ProfileSnapshot | null>(null);
	#freshness = $state<Freshness>("loading");
	#failure = $state.raw<Failure | null>(null);
	#refreshing = $state(false);
	/** Counts changes that the portal confirmed; a refresh that began before one is older than it. */
	#changes = 0;
	#lastChange: Promise<unknown> = Promise.resolve();
	#context = new OrganizationContext();
	/** The answer to a move was lost: it may be another organization than the page shows that the portal has in view. */
	#movedUnseen = false;
	#closed = false;
	/** Another account is about to come into view: what waits is not for that one. */
	#leaving = false;
	/** What a refresh under way brings may be of before a change on the portal. */
	#outdated = false;

	/** The organization that is no longer one's own, so that another one came into view; until it is dismissed. */
	lostOrganization = $state<string | null>(null);

	/** The display name as it is being typed; null while nobody edits it. */
	displayNameDraft = $state<string | null>(null);

	/** Which dialog about the account's security is open. */
	openDialog = $state<SecurityDialog | null>(null);

	/** The person signed in with a recovery code, so one less is left. */
	recoveryCodeUsed = $state(false);

	/** New recovery codes were asked for without an answer: those that the person has may work no more. */
	recoveryCodesUncertain = $state(false);

	/** What came of a new password, until the page is left or the profile fetched. */
	passwordResult = $state<string | null>(null);

	/** Asks for the identity before sensitive changes. */
	readonly confirmation = new Confirmation();

	/** Leads to MFA where organizations require it. */
	readonly enrollmentDemand = new EnrollmentDemand(() => this.#snapshot?.profile.security.mfa ?? null);

	/** The theme; `system` until a profile is known. */
	readonly theme = new Setting<Theme>(
		() => this.#snapshot?.profile.preferences.theme ?? "system",
		(theme) => this.#savePreference((host) => host.setTheme(theme)),
	);

	/** Whether announcements are shown. */
	readonly toastNotifications = new Setting<boolean>(
		() => this.#snapshot?.profile.preferences.toastNotifications ?? true,
		(enabled) => this.#savePreference((host) => host.setToastNotifications(enabled)),
	);

	/**
	 * @param snapshot The profile as it was last seen.
	 * @param freshness `ready` when the portal just sent it.
	 */
	constructor(
		host: Host,
		snapshot: ProfileSnapshot | null,
		freshness: "stale" | "ready",
		onSessionLost: (loss: SessionLoss) => void,
	) {
		this.#host = host;
		this.#snapshot = snapshot;
		this.#freshness = snapshot ? freshness : "loading";
		if (this.#freshness === "ready") this.enrollmentDemand.looked();
		this.#onSessionLost = onSessionLost;
		this.#reconnection = new Reconnection(() => void this.refresh());
	}

	get snapshot(): ProfileSnapshot | null {
		return this.#snapshot;
	}

	get freshness(): Freshness {
		return this.#freshness;
	}

	/** Why the profile is `offline` or `failed`. */
	get failure(): Failure | null {
		return this.#failure;
	}

	/** Whether a fresh profile is being fetched. */
	get refreshing(): boolean {
		return this.#refreshing;
	}

	/** Whether the portal can be asked for changes. */
	get editable(): boolean {
		return this.#freshness === "ready" || this.#freshness === "stale";
	}

	/** Whether another account is in view, or about to be. */
	get #isElsewhere(): boolean {
		return this.#closed || this.#leaving;
	}

	/** The host would put what is asked for whoever is in view by now. */
	#checkInView(): void {
		if (this.#isElsewhere) throw notInView();
	}

	/** Asking a locked keyring by itself would pile up its prompts. */
	get #waitsForKeyring(): boolean {
		return this.#failure?.code === "keyring_unavailable";
	}

	/** Fetches the profile; after a failure it keeps trying by itself. */
	async refresh(): Promise<void> {
		if (this.#refreshing) return;
		this.#reconnection.stop();
		this.#refreshing = true;
		if (this.#freshness === "failed") this.#freshness = "loading";
		try {
			if (this.#context.moving) await this.#context.settled();
			const changes = this.#changes;
			const snapshot = await this.#fetch();
			if (this.#closed) return;
			if (changes === this.#changes) {
				this.#noticeLoss(snapshot);
				this.#show(snapshot);
				this.passwordResult = null;
			}
			this.#reached();
		} catch (thrown) {
			if (!this.#isElsewhere) this.#missed(failureFrom(thrown));
		} finally {
			this.#refreshing = false;
		}
		const goOn = this.#outdated && !this.#closed && !this.#waitsForKeyring;
		this.#outdated = false;
		if (goOn) await this.refresh();
	}

	/** Something changed on the portal: fetches the profile as it is by now. */
	async refreshAnew(): Promise<void> {
		this.#outdated = this.#refreshing;
		if (!this.#waitsForKeyring) await this.refresh();
	}

	/** The keyring can be used again. */
	async keyringReturned(): Promise<void> {
		if (this.#waitsForKeyring) await this.refresh();
	}

	/**
	 * The network or the person is back, or the person moves on: a good moment to look.
	 *
	 * @param young From which age in milliseconds on the profile is fetched again.
	 */
	async lookAgain(now: Date, young = YOUNG_MS): Promise<void> {
		const age = this.#snapshot ? now.getTime() - Date.parse(this.#snapshot.fetchedAt) : Infinity;
		if (!this.#waitsForKeyring && (this.#freshness !== "ready" || age > young)) await this.refresh();
	}

	/** Saves a new display name; rejects with what the host said. */
	async changeDisplayName(displayName: string): Promise<void> {
		await this.change((host) => host.changeDisplayName(displayName));
	}

	/**
	 * Asks the host something for this person; rejects with what it said. Once another organization is in view, it
	 * rejects with `organization_changed`.
	 */
	async ask<T>(question: (host: Host) => Promise<T>): Promise<T> {
		const context = this.#context.number;
		if (this.#context.moving) await this.#context.settled();
		this.#context.check(context);
		const answer = await this.#put(question);
		this.#context.check(context);
		this.#answered();
		return answer;
	}

	/**
	 * Makes a change, one after the other, so that each answer holds all earlier ones. A snapshot in its outcome
	 * is taken over, unless another organization is in view by then. One that is not sent before that rejects with
	 * `organization_changed`.
	 */
	change<T>(send: (host: Host) => Promise<T>, context = this.#context.number): Promise<T> {
		const change = this.#lastChange.then(async () => {
			if (this.#context.moving) await this.#context.settled();
			this.#context.check(context);
			const outcome = await this.#put(send);
			const snapshot = snapshotIn(outcome);
			if (snapshot && !this.#closed) {
				if (context === this.#context.number) this.#takeOver(snapshot);
				else await this.refresh();
			}
			this.#answered();
			return outcome;
		});
		this.#lastChange = change.catch(() => undefined);
		return change;
	}

	/** Like {@link change}, asking for the identity when the portal wants it; null when the person gave up. */
	changeConfirmed<T>(send: (host: Host) => Promise<T>): Promise<T | null> {
		const context = this.#context.number;
		return this.confirmation.run(() => this.change(send, context));
	}

	/**
	 * Changes the organization in view, like {@link change}; once another one is in view, it rejects with
	 * `organization_changed` whatever came of it.
	 */
	async changeHere<T>(send: (host: Host) => Promise<T>, context = this.#context.number): Promise<T> {
		const outcome = await this.change(send, context);
		this.#context.check(context);
		return outcome;
	}

	/** Like {@link changeHere}, asking for the identity as {@link changeConfirmed} does. */
	changeHereConfirmed<T>(send: (host: Host) => Promise<T>): Promise<T | null> {
		const context = this.#context.number;
		return this.confirmation.run(() => this.changeHere(send, context));
	}

	/**
	 * Brings another organization into view. It waits for no change, and what is asked for meanwhile waits for it:
	 * nobody can tell which organization that would be about.
	 */
	move<T>(send: (host: Host) => Promise<T>): Promise<T> {
		const context = this.#context.number;
		return this.#context.move(async () => {
			// What a refresh that is under way brings is of before, or nobody knows.
			this.#changes += 1;
			const outcome = await this.#put(send, () => (this.#movedUnseen = true));
			const snapshot = snapshotIn(outcome);
			if (snapshot && !this.#closed) this.#takeOver(snapshot);
			if (context !== this.#context.number) this.#lastChange = Promise.resolve();
			this.#answered();
			return outcome;
		});
	}

	/** Like {@link move}, asking for the identity; it is about the organization in view now, or nothing happens. */
	moveConfirmed<T>(send: (host: Host) => Promise<T>): Promise<T | null> {
		const context = this.#context.number;
		return this.confirmation.run(() =>
			this.move((host) => {
				this.#context.check(context);
				return send(host);
			}),
		);
	}

	/** Sends nothing more, another account being about to come into view. */
	leave = (): void => void (this.#leaving = true);

	/** It stays in view after all. */
	stay(): void {
		this.#leaving = false;
		if (this.#freshness !== "ready" && !this.#waitsForKeyring) void this.refresh();
	}

	/** Drops whatever is still under way: the person is signed out, or another account is in view. */
	close(): void {
		this.#closed = true;
		this.#reconnection.stop();
		this.confirmation.giveUp();
	}

	/** The portal's answer says nothing of the rest, such as what an organization requires by now. */
	async #savePreference(send: (host: Host) => Promise<ProfileSnapshot>): Promise<void> {
		await this.change(send);
		void this.refresh();
	}

	async #put<T>(question: (host: Host) => Promise<T>, onleftopen?: () => void): Promise<T> {
		this.#checkInView();
		try {
			return await question(this.#host);
		} catch (thrown) {
			const failure = failureFrom(thrown);
			if (leavesOpen(failure)) onleftopen?.();
			if (!this.#closed) this.#refused(failure);
			throw thrown;
		}
	}

	/** Without the organization in view, the portal has another one to tell of. */
	async #fetch(): Promise<ProfileSnapshot> {
		this.#checkInView();
		try {
			return await this.#host.refreshProfile();
		} catch (thrown) {
			if (failureFrom(thrown).code !== "organization_unavailable") throw thrown;
			this.#checkInView();
			return this.#host.refreshProfile();
		}
	}

	/** Something succeeded, so the portal may be back before the next attempt to reach it is due. */
	#answered(): void {
		if (this.#closed || this.#freshness !== "offline" || this.#waitsForKeyring) return;
		void this.refresh();
	}

	#takeOver(snapshot: ProfileSnapshot): void {
		this.#changes += 1;
		this.#show(snapshot);
		this.#reached();
	}

	#show(snapshot: ProfileSnapshot): void {
		const shown = this.#snapshot?.profile.organization.id;
		this.#snapshot = snapshot;
		this.#movedUnseen = false;
		if (!shown || shown === snapshot.profile.organization.id) return;
		this.#context.begin();
		this.confirmation.giveUp();
	}

	/** Only the portal brings the personal account into view unasked: when the organization is gone, or no longer theirs. */
	#noticeLoss({ profile }: ProfileSnapshot): void {
		const shown = this.#snapshot?.profile.organization;
		if (!shown || shown.id === profile.organization.id || this.#movedUnseen) return;
		if (profile.organization.kind === "personal") this.lostOrganization = shown.name;
	}

	#reached(): void {
		this.#reconnection.succeeded();
		this.#freshness = "ready";
		this.#failure = null;
		this.enrollmentDemand.looked();
	}

	#missed(failure: Failure): void {
		if (isSessionLoss(failure.code)) {
			this.#onSessionLost(failure.code);
			return;
		}
		if (failure.code === "mfa_enrollment_required") this.enrollmentDemand.insist();
		this.#failure = failure;
		this.#freshness = this.#snapshot ? "offline" : "failed";
		if (!this.#waitsForKeyring) this.#reconnection.failed();
	}

	/** Something failed: what the whole page has to know about is not only for the one who asked. */
	#refused(failure: Failure): void {
		if (failure.code === "mfa_enrollment_required") {
			this.enrollmentDemand.insist();
			// Says which organizations require it.
			void this.refresh();
		} else if (failure.code === "organization_unavailable" || failure.code === "not_allowed") {
			// Says where the person is by now, and what they may do there.
			void this.refresh();
		} else if (concernsThePage(failure)) this.#missed(failure);
	}
}
