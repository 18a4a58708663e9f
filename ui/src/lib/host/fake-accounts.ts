import type { KnownAccount } from "$lib/bindings/KnownAccount";
import type { SignOutOutcome } from "$lib/bindings/SignOutOutcome";
import type { Stage } from "$lib/bindings/Stage";
import type { AccountsHost } from "./accounts";
import { FakeLocking } from "./fake-locking";

/** The accounts used on this computer, in memory. */
export class FakeAccounts extends FakeLocking implements AccountsHost {
	/** The last one first. */
	known: KnownAccount[] = [];
	/** What comes of ending a session. */
	signedOut: SignOutOutcome = { revoked: true, keyringCleared: true };

	accounts(): Promise<KnownAccount[]> {
		return this.answer("accounts", [], () => this.known);
	}

	switchAccount(portal: string, account: string): Promise<Stage> {
		return this.answer("switchAccount", [portal, account], () => this.#stage(portal, account));
	}

	removeAccount(portal: string, account: string): Promise<SignOutOutcome> {
		return this.answer("removeAccount", [portal, account], () => {
			this.known = this.known.filter((each) => each.portal.id !== portal || each.id !== account);
			return this.signedOut;
		});
	}

	#stage(portal: string, account: string): Stage {
		const found = this.known.find((each) => each.portal.id === portal && each.id === account);
		if (!found) return { kind: "connect" };
		if (found.state === "signed_out") return { kind: "sign_in", portal: found.portal, email: found.email };
		const { id, email, displayName, initials, hue, avatar } = found;
		this.profile.account = { id, email, displayName: displayName ?? email, initials, hue, avatar };
		const aside = this.known.map((each): KnownAccount =>
			each.state === "in_view" ? { ...each, state: "signed_in" } : each,
		);
		const others = aside.filter((each) => each.id !== id || each.portal.id !== portal);
		this.known = [{ ...found, state: "in_view" }, ...others];
		return { kind: "signed_in", portal: found.portal, snapshot: this.snapshot() };
	}
}
