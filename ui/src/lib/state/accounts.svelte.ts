import { tick } from "svelte";
import type { KnownAccount } from "$lib/bindings/KnownAccount";
import type { SignOutOutcome } from "$lib/bindings/SignOutOutcome";
import type { AccountsHost } from "$lib/host/accounts";
import { m } from "$lib/messages";
import { isolated } from "$lib/names";
import type { Announcer } from "./announcer.svelte";
import { failureFrom, type Failure } from "./failure";
import { Fetched } from "./fetched.svelte";
import type { NotificationCentre } from "./notification-centre.svelte";
import type { Router } from "./router.svelte";
import type { Session } from "./session.svelte";

/** What an account is called: by its person's name, or without one by the address signed in with. */
export const nameOf = ({ displayName, email }: KnownAccount): string => displayName ?? email;

/** Tells one account from all others. */
export const keyOf = ({ portal, id }: KnownAccount): string => `${portal.id} ${id}`;

/** The accounts used on this computer, and the way from one to another. */
export class Accounts {
	#host: AccountsHost;
	#session: Session;
	#router: Router;
	#announcer: Announcer;
	#notifications: Pick<NotificationCentre, "leave" | "look">;
	#choosing = $state<string | null>(null);
	#failure = $state.raw<Failure | null>(null);

	/** The last one first. */
	readonly list: Fetched<KnownAccount[]>;

	/** The button that leads to them takes the focus when it appears: what was pressed is gone with its page. */
	focusButton = false;

	constructor(
		host: AccountsHost,
		session: Session,
		router: Router,
		announcer: Announcer,
		notifications: Pick<NotificationCentre, "leave" | "look">,
	) {
		this.#notifications = notifications;
		this.#host = host;
		this.#session = session;
		this.#router = router;
		this.#announcer = announcer;
		this.list = new Fetched(() => host.accounts());
	}

	/** The one that is being opened. */
	get choosing(): string | null {
		return this.#choosing;
	}

	/** Why the one chosen last did not open, or why it is not known which there are. */
	get failure(): Failure | null {
		return this.#failure ?? this.list.failure;
	}

	/** Nothing of them is known any more. */
	forget(): void {
		this.#failure = null;
		this.list.set([]);
	}

	/** Somebody looks at them. */
	async look(): Promise<void> {
		this.#failure = null;
		await this.list.loadAnew();
	}

	/** Opens an account, once the person agreed to lose what they did not save in this one. */
	choose(account: KnownAccount): void {
		if (this.#choosing || this.#session.isSigningIn) return;
		const isOpen = account.state === "in_view" && this.#session.screen.kind === "signed_in";
		if (isOpen) this.#router.open("/profile");
		else this.#router.unsaved.before(() => void this.#open(account));
	}

	/**
	 * As {@link choose}, for an account that something else than the list leads to. Without a session nothing happens;
	 * answers whether there is one.
	 */
	async chooseNamed(portal: string, id: string): Promise<boolean> {
		await this.look();
		const account = this.list.value?.find((each) => each.portal.id === portal && each.id === id);
		if (!account || account.state === "signed_out") return false;
		this.choose(account);
		return true;
	}

	/** What an account is called among all that are used here: a person may have one at each of several portals. */
	titleOf(account: KnownAccount): string {
		return m.accounts_at({ name: isolated(nameOf(account)), portal: isolated(this.portalOf(account)) });
	}

	/** What the portal of an account is called; of portals called alike, its address. */
	portalOf({ portal }: KnownAccount): string {
		if (portal.builtIn) return m.accounts_built_in();
		const isAlike = this.list.value?.some(
			(each) => each.portal.id !== portal.id && each.portal.name === portal.name,
		);
		return isAlike ? portal.address : portal.name;
	}

	/** Goes to where another account is signed in to, at `address` if one is given; the one in view stays signed in. */
	add(address: string | null = null): void {
		if (this.#choosing) return;
		this.#router.unsaved.before(() => this.#session.addAccount(address));
	}

	/** Removes an account from this computer; rejects with what the host said. */
	async remove(account: KnownAccount): Promise<SignOutOutcome> {
		const name = this.titleOf(account);
		const outcome = await (account.state === "in_view"
			? this.#session.removeAccount(account)
			: this.#host.removeAccount(account.portal.id, account.id));
		this.#announcer.say(m.accounts_removed({ name }));
		void this.look();
		return outcome;
	}

	async #open(account: KnownAccount): Promise<void> {
		this.#choosing = keyOf(account);
		const name = this.titleOf(account);
		this.#failure = null;
		this.focusButton = true;
		// Their numbers mean others in the next account.
		this.#notifications.leave();
		try {
			await this.#session.switchTo(account);
			// What the window of the account before said is taken back with it.
			await tick();
			if (this.#session.screen.kind === "signed_in") this.#announcer.say(m.accounts_opened({ name }));
			else this.focusButton = false;
		} catch (thrown) {
			this.#failure = failureFrom(thrown);
			this.focusButton = false;
			void this.#notifications.look();
		} finally {
			this.#choosing = null;
		}
	}
}
