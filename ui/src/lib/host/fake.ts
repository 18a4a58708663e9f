import type { Boot } from "$lib/bindings/Boot";
import type { ColorScheme } from "$lib/bindings/ColorScheme";
import type { Language } from "$lib/bindings/Language";
import type { LanguageSetting } from "$lib/bindings/LanguageSetting";
import type { Link } from "$lib/bindings/Link";
import type { OutsideRequest } from "$lib/bindings/OutsideRequest";
import type { Portal } from "$lib/bindings/Portal";
import type { PortalNews } from "$lib/bindings/PortalNews";
import type { PortalTarget } from "$lib/bindings/PortalTarget";
import type { ProfileSnapshot } from "$lib/bindings/ProfileSnapshot";
import type { Services } from "$lib/bindings/Services";
import type { SignInOutcome } from "$lib/bindings/SignInOutcome";
import type { SignOutOutcome } from "$lib/bindings/SignOutOutcome";
import type { Theme } from "$lib/bindings/Theme";
import type { UnkeptFirstFrame } from "$lib/bindings/UnkeptFirstFrame";
import { FakeAccounts } from "./fake-accounts";
import type { PressedNotification } from "$lib/bindings/PressedNotification";
import type { Zoom } from "$lib/bindings/Zoom";
import type { ZoomStep } from "$lib/bindings/ZoomStep";
import type { Host } from "./host";
import { builtInPortal, password, remotePortal, sampleAccounts, sampleDiagnostics } from "./sample";

/** A host without an app behind it: a small portal in memory whose answers can be held back or made to fail. */
export class FakeHost extends FakeAccounts implements Host {
	boot: Boot = {
		version: "0.1.0",
		platform: "linux",
		systemColorScheme: "light",
		theme: "system",
		portal: null,
		link: null,
		notification: null,
		zoom: { percent: 100, isLeast: false, isMost: false },
		closesToTray: false,
		locksAfter: null,
		language: { chosen: null, system: "en" },
		requests: 0,
		start: { stage: { kind: "connect" }, knownPortals: [], notices: [] },
	};
	system: Services = {
		tokenStorage: "keyring",
		notifications: "available",
		appearance: "available",
		tray: "available",
		keyringReturns: 0,
	};
	/** Whether the session starts the app. */
	atLogin: boolean | null = false;
	/** Answers every sign-in in place of checking the password. */
	signInAnswer: SignInOutcome | null = null;
	/** The first frame that the next start would show, and what it was drawn from. */
	keptFirstFrame = "";
	#drawnFrom = "";
	#colorSchemeListeners: ((scheme: ColorScheme) => void)[] = [];
	#requestListeners: ((request: OutsideRequest) => void)[] = [];
	#news: PortalNews = {
		profile: 0,
		credits: 0,
		deployments: 0,
		endedExports: 0,
		notifications: 0,
		exports: {},
	};
	#newsListeners: ((news: PortalNews) => void)[] = [];
	#servicesListeners: ((services: Services) => void)[] = [];

	/** A second start asks for a portal; without a `target`, for one with the id `address`. */
	requestPortal(
		address: string,
		target: PortalTarget = { kind: "portal", id: address },
		link: Link | null = null,
	): void {
		this.#request({ portal: { address, target }, link, notification: null });
	}

	/** A second start asks for a place, or the system does. */
	openLink(link: Link): void {
		this.#request({ portal: null, link, notification: null });
	}

	/** A notification on the desktop is pressed. */
	pressNotification(notification: PressedNotification): void {
		this.#request({ portal: null, link: null, notification });
	}

	chooseLanguage(chosen: Language | null): Promise<LanguageSetting> {
		return this.answer("chooseLanguage", [chosen], () => {
			this.boot.language = { ...this.boot.language, chosen };
			return this.boot.language;
		});
	}

	zoom(step: ZoomStep): Promise<Zoom> {
		return this.answer("zoom", [step], () => {
			const { percent } = this.boot.zoom;
			const next = step === "reset" ? 100 : Math.min(200, Math.max(50, percent + (step === "in" ? 50 : -50)));
			this.boot.zoom = { percent: next, isLeast: next === 50, isMost: next === 200 };
			return this.boot.zoom;
		});
	}

	closeToTray(on: boolean): Promise<void> {
		return this.answer("closeToTray", [on], () => void (this.boot.closesToTray = on));
	}

	startsAtLogin(): Promise<boolean | null> {
		return this.answer("startsAtLogin", [], () => this.atLogin);
	}

	startAtLogin(on: boolean): Promise<void> {
		return this.answer("startAtLogin", [on], () => void (this.atLogin = on));
	}

	diagnostics(): Promise<string> {
		return this.answer("diagnostics", [], () => sampleDiagnostics);
	}

	emitColorScheme(scheme: ColorScheme): void {
		for (const listener of this.#colorSchemeListeners) listener(scheme);
	}

	/** Something changed on the portal. */
	emitNews(news: Partial<PortalNews>): void {
		this.#news = { ...this.#news, ...news };
		for (const listener of this.#newsListeners) listener(this.#news);
	}

	/** The portal says that exports of an organization are others. */
	emitExportsChanged(organization: string): void {
		const { exports } = this.#news;
		this.emitNews({ exports: { ...exports, [organization]: (exports[organization] ?? 0) + 1 } });
	}

	emitServices(services: Services): void {
		this.system = services;
		for (const listener of this.#servicesListeners) listener(services);
	}

	connectPortal(address: string): Promise<Portal> {
		return this.answer("connectPortal", [address], () => remotePortal);
	}

	openBuiltInPortal(): Promise<Portal> {
		return this.answer("openBuiltInPortal", [], () => builtInPortal);
	}

	signIn(portal: string, email: string, given: string): Promise<SignInOutcome> {
		return this.answer("signIn", [portal, email, given], () => {
			if (this.signInAnswer) return this.signInAnswer;
			const account = sampleAccounts.find((sample) => sample.email === email);
			if (!account || given !== password) return { kind: "wrong_credentials" };
			if (this.profile.security.mfa.enabledAt) return this.askForSecondFactor();
			return { kind: "signed_in", snapshot: this.snapshot() };
		});
	}

	refreshProfile(): Promise<ProfileSnapshot> {
		return this.answer("refreshProfile", [], () => this.snapshot());
	}

	changeDisplayName(displayName: string): Promise<ProfileSnapshot> {
		return this.answer("changeDisplayName", [displayName], () => {
			this.profile.account.displayName = displayName;
			return this.snapshot();
		});
	}

	setToastNotifications(enabled: boolean): Promise<ProfileSnapshot> {
		return this.answer("setToastNotifications", [enabled], () => {
			this.profile.preferences.toastNotifications = enabled;
			return this.snapshot();
		});
	}

	unkeptFirstFrame(): Promise<UnkeptFirstFrame | null> {
		return this.answer("unkeptFirstFrame", [], () => {
			const drawnFrom = JSON.stringify(this.profile);
			const stage = { kind: "signed_in" as const, portal: remotePortal, snapshot: this.snapshot() };
			const boot = { ...this.boot, start: { stage, knownPortals: [], notices: [] } };
			return drawnFrom === this.#drawnFrom ? null : { drawnFrom, boot };
		});
	}

	keepFirstFrame(drawnFrom: string, markup: string): Promise<void> {
		return this.answer("keepFirstFrame", [drawnFrom, markup], () => {
			this.#drawnFrom = drawnFrom;
			this.keptFirstFrame = markup;
		});
	}

	setTheme(theme: Theme): Promise<ProfileSnapshot> {
		return this.answer("setTheme", [theme], () => {
			this.profile.preferences.theme = theme;
			return this.snapshot();
		});
	}

	signOut(): Promise<SignOutOutcome> {
		return this.answer("signOut", [], () => this.signedOut);
	}

	services(): Promise<Services> {
		return this.answer("services", [], () => this.system);
	}

	onOutsideRequest(listener: (request: OutsideRequest) => void): void {
		this.#requestListeners.push(listener);
	}

	onPortalNews(listener: (news: PortalNews) => void): void {
		this.#newsListeners.push(listener);
		listener(this.#news);
	}

	onColorSchemeChanged(listener: (scheme: ColorScheme) => void): void {
		this.#colorSchemeListeners.push(listener);
	}

	onServicesChanged(listener: (services: Services) => void): void {
		this.#servicesListeners.push(listener);
	}

	#request(asked: Omit<OutsideRequest, "number">): void {
		this.boot.requests += 1;
		for (const listener of this.#requestListeners) listener({ number: this.boot.requests, ...asked });
	}
}
