import { failureFrom } from "./failure";

/** A question whether the person is who they are, and who waits for the answer. */
interface Question {
	answer: Promise<boolean>;
	settle: (confirmed: boolean) => void;
}

function ask(): Question {
	let settle: Question["settle"] = () => undefined;
	const answer = new Promise<boolean>((resolve) => (settle = resolve));
	return { answer, settle };
}

/** Runs sensitive actions, and asks people to confirm their identity when the portal wants that first. */
export class Confirmation {
	#question = $state.raw<Question | null>(null);

	/** Whether the person is being asked. */
	get asked(): boolean {
		return this.#question !== null;
	}

	/** Runs an action, again once the identity is confirmed; answers null when the person gave it up. */
	async run<T>(action: () => Promise<T>): Promise<T | null> {
		for (;;) {
			try {
				return await action();
			} catch (thrown) {
				if (failureFrom(thrown).code !== "confirmation_required") throw thrown;
			}
			this.#question ??= ask();
			if (!(await this.#question.answer)) return null;
		}
	}

	/** The portal took the proof: what waits goes on. */
	confirmed(): void {
		this.#settle(true);
	}

	/** The person, or a lost session, gave up what waits. */
	giveUp(): void {
		this.#settle(false);
	}

	#settle(confirmed: boolean): void {
		this.#question?.settle(confirmed);
		this.#question = null;
	}
}
