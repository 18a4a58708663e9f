import type { Boot } from "$lib/bindings/Boot";
import type { ColorScheme } from "$lib/bindings/ColorScheme";
import type { Language } from "$lib/bindings/Language";
import type { LanguageSetting } from "$lib/bindings/LanguageSetting";
import type { OutsideRequest } from "$lib/bindings/OutsideRequest";
import type { Portal } from "$lib/bindings/Portal";
import type { PortalNews } from "$lib/bindings/PortalNews";
import type { ProfileSnapshot } from "$lib/bindings/ProfileSnapshot";
import type { Services } from "$lib/bindings/Services";
import type { SignInOutcome } from "$lib/bindings/SignInOutcome";
import type { SignOutOutcome } from "$lib/bindings/SignOutOutcome";
import type { Theme } from "$lib/bindings/Theme";
import type { UnkeptFirstFrame } from "$lib/bindings/UnkeptFirstFrame";
import type { Zoom } from "$lib/bindings/Zoom";
import type { ZoomStep } from "$lib/bindings/ZoomStep";
import type { AccountsHost } from "./accounts";
import type { AccountSecurityHost } from "./account-security";
import type { LockingHost } from "./locking";
import type { NotificationsHost } from "./notifications";
import type { OrganizationPagesHost } from "./organization-pages";
import type { OrganizationsHost } from "./organizations";

/**
 * The app behind the page: the one door to Rust.
 *
 * Every operation that can fail rejects with a `CommandError`. Listeners stay for the life of the page.
 */
export interface Host
	extends
		AccountsHost,
		AccountSecurityHost,
		LockingHost,
		NotificationsHost,
		OrganizationsHost,
		OrganizationPagesHost {
	/** What was known when the page was loaded. */
	readonly boot: Boot;

	/** Checks that a portal answers at what a person typed. */
	connectPortal(address: string): Promise<Portal>;
	/** Starts the portal that comes with the app; the first time takes a few seconds. */
	openBuiltInPortal(): Promise<Portal>;
	signIn(portal: string, email: string, password: string): Promise<SignInOutcome>;
	/** Asks the portal for the profile; the first call of a run reads the keyring. */
	refreshProfile(): Promise<ProfileSnapshot>;
	changeDisplayName(displayName: string): Promise<ProfileSnapshot>;
	setToastNotifications(enabled: boolean): Promise<ProfileSnapshot>;
	setTheme(theme: Theme): Promise<ProfileSnapshot>;
	signOut(): Promise<SignOutOutcome>;
	/** What the next start will begin with, unless its first frame is kept already. */
	unkeptFirstFrame(): Promise<UnkeptFirstFrame | null>;
	/** Keeps the elements that the start `drawnFrom` stands for shows before its scripts run. */
	keepFirstFrame(drawnFrom: string, markup: string): Promise<void>;
	/** Draws the page larger or smaller; answers how large it is then. */
	zoom(step: ZoomStep): Promise<Zoom>;
	/** Whether closing the window leaves the app in the tray. */
	closeToTray(on: boolean): Promise<void>;
	/** Whether the person's session starts the app; null where that can't be known. */
	startsAtLogin(): Promise<boolean | null>;
	/** Has the person's session start the app, or no more. */
	startAtLogin(on: boolean): Promise<void>;
	/** Speaks a language, or the system's where none is `chosen`; answers what is in force then. */
	chooseLanguage(chosen: Language | null): Promise<LanguageSetting>;
	/** Versions, services found or missing, and the last errors, as text for those who help. */
	diagnostics(): Promise<string>;
	/** Which parts of the operating system the app can use. */
	services(): Promise<Services>;

	/** Calls `listener` when something is asked for from outside the window. */
	onOutsideRequest(listener: (request: OutsideRequest) => void): void;
	/** Calls `listener` when the system turns light or dark. */
	onColorSchemeChanged(listener: (scheme: ColorScheme) => void): void;
	/** Calls `listener` with how often what the page shows changed on the portal: at first, and with each change. */
	onPortalNews(listener: (news: PortalNews) => void): void;
	/** Calls `listener` when a part of the operating system comes or goes. */
	onServicesChanged(listener: (services: Services) => void): void;
}
