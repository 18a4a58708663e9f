import type { FailureCode } from "$lib/bindings/FailureCode";

const over: FailureCode = "organization_changed";

/** Keeps what was asked about one organization from counting in another. */
export class OrganizationContext {
	#number = 0;
	#moves = 0;
	#lastMove: Promise<unknown> = Promise.resolve();

	/** Another one each time that another organization comes into view. */
	get number(): number {
		return this.#number;
	}

	/** Whether another organization is about to come into view. */
	get moving(): boolean {
		return this.#moves > 0;
	}

	/** Another organization is in view now. */
	begin(): void {
		this.#number += 1;
	}

	/** Brings another organization into view, one after the other. */
	move<T>(send: () => Promise<T>): Promise<T> {
		this.#moves += 1;
		const move = this.#lastMove.then(send).finally(() => (this.#moves -= 1));
		this.#lastMove = move.catch(() => undefined);
		return move;
	}

	/** Waits until no other organization is about to come into view. */
	async settled(): Promise<void> {
		while (this.moving) await this.#lastMove;
	}

	/** Rejects as the host would when the organization of a context is in view no more. */
	check(number: number): void {
		if (number !== this.#number) throw Object.assign(new Error("the organization changed"), { code: over });
	}
}
