import { createContext } from "svelte";
import type { Host } from "$lib/host/host";
import { Accounts } from "./accounts.svelte";
import { Announcer } from "./announcer.svelte";
import { Downloads } from "./downloads.svelte";
import { FirstPage } from "./first-page.svelte";
import { Links } from "./links.svelte";
import { Lock } from "./lock.svelte";
import { News } from "./news";
import { NotificationCentre } from "./notification-centre.svelte";
import { OwnWindow } from "./own-window.svelte";
import { Router } from "./router.svelte";
import { SystemServices } from "./services.svelte";
import { Session } from "./session.svelte";
import { ThemeInForce } from "./theme";

/** What every part of the page shares. */
export interface App {
	readonly session: Session;
	readonly accounts: Accounts;
	readonly lock: Lock;
	readonly theme: ThemeInForce;
	readonly services: SystemServices;
	readonly news: News;
	readonly notifications: NotificationCentre;
	readonly router: Router;
	readonly firstPage: FirstPage;
	readonly links: Links;
	readonly announcer: Announcer;
	readonly downloads: Downloads;
	readonly ownWindow: OwnWindow;
}

export const [useApp, provideApp] = createContext<App>();

/** The shared state of a page that stands on `host` and draws in the theme written on `root`. */
export function createApp(host: Host, root: HTMLElement = document.documentElement): App {
	const theme = new ThemeInForce(host.boot.theme, host.boot.systemColorScheme, root);
	host.onColorSchemeChanged((scheme) => theme.follow(scheme));
	const router = new Router();
	const firstPage = new FirstPage(router);
	const session = new Session(host, () => firstPage.forget());
	const announcer = new Announcer();
	const links = new Links(router, firstPage);
	links.ask(host.boot);
	const notifications = new NotificationCentre(host);
	const accounts = new Accounts(host, session, router, announcer, notifications);
	host.onOutsideRequest((request) => {
		if (request.portal) session.goTo(request.portal);
		links.ask(request);
		const pressed = request.notification;
		// Where nobody's account is in view, its own comes up at once, or once it is signed in to.
		if (!pressed || session.screen.kind === "signed_in" || session.screen.kind === "locked") return;
		void accounts.chooseNamed(pressed.portal, pressed.account).then((found) => {
			if (!found) links.seekNoMore();
		});
	});
	const lock = new Lock(host, session, router, announcer, () => {
		accounts.forget();
		notifications.leave();
	});
	const news = new News(host);
	news.on("profile", () => {
		if (session.screen.kind === "signed_in") void session.screen.profile.refreshAnew();
	});
	return {
		session,
		accounts,
		lock,
		theme,
		services: new SystemServices(host, () => {
			if (session.screen.kind === "signed_in") void session.screen.profile.keyringReturned();
		}),
		news,
		notifications,
		router,
		firstPage,
		links,
		announcer,
		downloads: new Downloads(host),
		ownWindow: new OwnWindow(host),
	};
}
