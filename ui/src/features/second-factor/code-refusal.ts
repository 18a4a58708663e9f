import type { CodeRefusal } from "$lib/bindings/CodeRefusal";
import type { SecondFactor } from "$lib/bindings/SecondFactor";
import { m } from "$lib/messages";
import { formatSpan } from "$lib/time";

/** Why a code was refused, and what to do about it. */
export interface RefusalWords {
	text: string;
	next?: string;
}

const recoveryWords = (reason: CodeRefusal): RefusalWords =>
	reason === "malformed"
		? { text: m.recovery_code_malformed(), next: m.recovery_code_malformed_next() }
		: { text: m.recovery_code_wrong(), next: m.recovery_code_wrong_next() };

function clockWords(secondsOff: number | null): RefusalWords {
	const next = m.code_clock_off_next();
	if (!secondsOff) return { text: m.code_clock_off(), next };
	const time = formatSpan(Math.abs(secondsOff));
	return { text: secondsOff > 0 ? m.code_clock_ahead({ time }) : m.code_clock_behind({ time }), next };
}

/** @param secondsOff By how much the authenticator's clock is ahead. */
export function explainRefusal(
	kind: SecondFactor["kind"],
	reason: CodeRefusal,
	secondsOff: number | null,
): RefusalWords {
	if (kind === "recovery_code") return recoveryWords(reason);
	switch (reason) {
		case "malformed":
			return { text: m.code_malformed() };
		case "wrong":
			return { text: m.code_wrong(), next: m.code_wrong_next() };
		case "used":
			return { text: m.code_used(), next: m.code_used_next() };
		case "clock_off":
			return clockWords(secondsOff);
	}
}
