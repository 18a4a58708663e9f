import type { Boot } from "$lib/bindings/Boot";
import type { ColorScheme } from "$lib/bindings/ColorScheme";
import type { FailureCode } from "$lib/bindings/FailureCode";
import type { Portal } from "$lib/bindings/Portal";
import type { Profile } from "$lib/bindings/Profile";
import type { ProfileSnapshot } from "$lib/bindings/ProfileSnapshot";
import type { Services } from "$lib/bindings/Services";
import type { SignInOutcome } from "$lib/bindings/SignInOutcome";
import type { SignOutOutcome } from "$lib/bindings/SignOutOutcome";
import type { Theme } from "$lib/bindings/Theme";
import type { Host } from "./host";
import { adaProfile, builtInPortal, password, remotePortal, sampleAccounts } from "./sample";

/** What can be asked of a host. */
export type Operation = {
	[Name in keyof Host]: Host[Name] extends (...input: never[]) => Promise<unknown> ? Name : never;
}[keyof Host];

/** Lets one held operation go on. */
type Release = () => void;

/** A host without an app behind it: a small portal in memory whose answers can be held back or made to fail. */
export class FakeHost implements Host {
	boot: Boot = {
		version: "0.1.0",
		platform: "linux",
		systemColorScheme: "light",
		theme: "system",
		portal: null,
		start: { stage: { kind: "connect" }, knownPortals: [], notices: [] },
	};
	profile: Profile = structuredClone(adaProfile);
	system: Services = { tokenStorage: "keyring", notifications: "available", appearance: "available" };
	signedOut: SignOutOutcome = { revoked: true, keyringCleared: true };
	/** Answers every sign-in in place of checking the password. */
	signInAnswer: SignInOutcome | null = null;
	/** Tells when a snapshot was fetched. */
	now: () => Date = () => new Date();
	/** Every operation asked for, in order, with its arguments. */
	readonly asked: { operation: Operation; input: unknown[] }[] = [];

	#failures = new Map<Operation, FailureCode>();
	#held = new Map<Operation, Release[]>();
	#colorSchemeListeners: ((scheme: ColorScheme) => void)[] = [];
	#servicesListeners: ((services: Services) => void)[] = [];

	/** Makes every later call of `operation` fail; with null it works again. */
	fail(operation: Operation, code: FailureCode | null): void {
		if (code) this.#failures.set(operation, code);
		else this.#failures.delete(operation);
	}

	/** Holds back the answers of `operation` until they are released. */
	hold(operation: Operation): void {
		this.#held.set(operation, []);
	}

	/** Lets the oldest held answer of `operation` go. */
	release(operation: Operation): void {
		this.#held.get(operation)?.shift()?.();
	}

	/** Lets all held answers of `operation` go, and holds back no more. */
	releaseAll(operation: Operation): void {
		const waiting = this.#held.get(operation) ?? [];
		this.#held.delete(operation);
		for (const release of waiting) release();
	}

	/** The arguments of every call of `operation` so far. */
	callsOf(operation: Operation): unknown[][] {
		return this.asked.filter((call) => call.operation === operation).map((call) => call.input);
	}

	emitColorScheme(scheme: ColorScheme): void {
		for (const listener of this.#colorSchemeListeners) listener(scheme);
	}

	emitServices(services: Services): void {
		this.system = services;
		for (const listener of this.#servicesListeners) listener(services);
	}

	connectPortal(address: string): Promise<Portal> {
		return this.#answer("connectPortal", [address], () => remotePortal);
	}

	openBuiltInPortal(): Promise<Portal> {
		return this.#answer("openBuiltInPortal", [], () => builtInPortal);
	}

	signIn(portal: string, email: string, given: string): Promise<SignInOutcome> {
		return this.#answer("signIn", [portal, email, given], () => {
			if (this.signInAnswer) return this.signInAnswer;
			const account = sampleAccounts.find((sample) => sample.email === email);
			if (!account || given !== password) return { kind: "wrong_credentials" };
			return { kind: "signed_in", snapshot: this.snapshot() };
		});
	}

	refreshProfile(): Promise<ProfileSnapshot> {
		return this.#answer("refreshProfile", [], () => this.snapshot());
	}

	changeDisplayName(displayName: string): Promise<ProfileSnapshot> {
		return this.#answer("changeDisplayName", [displayName], () => {
			this.profile.account.displayName = displayName;
			return this.snapshot();
		});
	}

	setToastNotifications(enabled: boolean): Promise<ProfileSnapshot> {
		return this.#answer("setToastNotifications", [enabled], () => {
			this.profile.preferences.toastNotifications = enabled;
			return this.snapshot();
		});
	}

	setTheme(theme: Theme): Promise<ProfileSnapshot> {
		return this.#answer("setTheme", [theme], () => {
			this.profile.preferences.theme = theme;
			return this.snapshot();
		});
	}

	signOut(): Promise<SignOutOutcome> {
		return this.#answer("signOut", [], () => this.signedOut);
	}

	services(): Promise<Services> {
		return this.#answer("services", [], () => this.system);
	}

	onColorSchemeChanged(listener: (scheme: ColorScheme) => void): void {
		this.#colorSchemeListeners.push(listener);
	}

	onServicesChanged(listener: (services: Services) => void): void {
		this.#servicesListeners.push(listener);
	}

	/** What a refresh would answer now. */
	snapshot(): ProfileSnapshot {
		return { profile: structuredClone(this.profile), fetchedAt: this.now().toISOString() };
	}

	async #answer<T>(operation: Operation, input: unknown[], work: () => T): Promise<T> {
		this.asked.push({ operation, input });
		const code = this.#failures.get(operation);
		// Decided when asked: an answer that is held back is one that was on its way for long.
		const answer = code ? null : work();
		const waiting = this.#held.get(operation);
		if (waiting) await new Promise<void>((release) => waiting.push(release));
		if (code) throw Object.assign(new Error(`${operation} failed`), { code });
		return answer as T;
	}
}
