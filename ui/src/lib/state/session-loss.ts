import type { FailureCode } from "$lib/bindings/FailureCode";
import type { Failure } from "./failure";

/** A failure that only signing in again mends. */
export type SessionLoss = Extract<FailureCode, "session_ended" | "not_signed_in">;

/** Whether a failure is one that only signing in again mends. */
export const isSessionLoss = (code: Failure["code"]): code is SessionLoss =>
	code === "session_ended" || code === "not_signed_in";

/** What is asked for an account that is not in view any more. */
export const notInView = (): Error =>
	Object.assign(new Error("another account is in view"), { code: "not_signed_in" satisfies SessionLoss });
