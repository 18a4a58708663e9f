import type { FailureCode } from "$lib/bindings/FailureCode";
import type { Host } from "./host";

/** What can be asked of a host. */
export type Operation = {
	[Name in keyof Host]: Host[Name] extends (...input: never[]) => Promise<unknown> ? Name : never;
}[keyof Host];

/** Lets one held operation go on. */
type Release = () => void;

/** A failure, as an operation of the host rejects with it. */
export const failing = (operation: Operation, code: FailureCode): Error =>
	Object.assign(new Error(`${operation} failed`), { code });

/** Answers operations, and can be told to hold answers back or to fail. */
export class Answering {
	/** Every operation asked for, in order, with its arguments. */
	readonly asked: { operation: Operation; input: unknown[] }[] = [];

	#failures = new Map<Operation, FailureCode>();
	#lost = new Map<Operation, FailureCode>();
	#held = new Map<Operation, Release[]>();

	/** Makes every later call of `operation` fail; with null it works again. */
	fail(operation: Operation, code: FailureCode | null): void {
		if (code) this.#failures.set(operation, code);
		else this.#failures.delete(operation);
	}

	/** Does what every later call of `operation` asks for, and loses the answer; with null no more. */
	lose(operation: Operation, code: FailureCode | null): void {
		if (code) this.#lost.set(operation, code);
		else this.#lost.delete(operation);
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

	protected async answer<T>(operation: Operation, input: unknown[], work: () => T): Promise<T> {
		this.asked.push({ operation, input });
		const refused = this.#failures.get(operation);
		// Decided when asked: an answer that is held back is one that was on its way for long.
		const answer = refused ? null : work();
		const code = refused ?? this.#lost.get(operation);
		const waiting = this.#held.get(operation);
		if (waiting) await new Promise<void>((release) => waiting.push(release));
		if (code) throw failing(operation, code);
		return answer as T;
	}
}
