import type { SecondFactor } from "$lib/bindings/SecondFactor";
import { withPlainDigits } from "$lib/digits";

/** What a person types as second factor. */
export class ProofDraft {
	kind = $state<SecondFactor["kind"]>("code");
	code = $state("");
	recoveryCode = $state("");

	/** What was typed, for the portal to look at. */
	get proof(): SecondFactor {
		return this.kind === "code"
			? { kind: "code", code: this.code }
			: { kind: "recovery_code", recoveryCode: withPlainDigits(this.recoveryCode.trim()) };
	}

	/** Whether it can be right. */
	get complete(): boolean {
		return this.kind === "code" ? this.code.length === 6 : this.recoveryCode.trim() !== "";
	}

	choose(kind: SecondFactor["kind"]): void {
		this.kind = kind;
		this.clear();
	}

	clear(): void {
		this.code = "";
		this.recoveryCode = "";
	}
}
