import type { Profile } from "$lib/bindings/Profile";
import type { ProfileSnapshot } from "$lib/bindings/ProfileSnapshot";
import { Answering, failing, type Operation } from "./answering";
import { adaProfile } from "./sample";

/** The person at the fake portal. */
export class FakePerson extends Answering {
	profile: Profile = structuredClone(adaProfile);
	/** Whether the identity was confirmed lately; sensitive operations ask for it otherwise. */
	confirmed = true;
	/** Tells when a snapshot was fetched. */
	now: () => Date = () => new Date();

	/** What a refresh would answer now. */
	snapshot(): ProfileSnapshot {
		return { profile: structuredClone(this.profile), fetchedAt: this.now().toISOString() };
	}

	/** Like `answer`, for a person whose identity is confirmed. */
	protected sensitive<T>(operation: Operation, input: unknown[], work: () => T): Promise<T> {
		return this.answer(operation, input, () => {
			if (!this.confirmed) throw failing(operation, "confirmation_required");
			return work();
		});
	}

	protected ago(minutes: number): string {
		return new Date(this.now().getTime() - minutes * 60_000).toISOString();
	}
}
