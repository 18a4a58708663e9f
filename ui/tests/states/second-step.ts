import type { CodeRefusal } from "../../src/lib/bindings/CodeRefusal";
import { acmeRequires, codes, recoveryCodes } from "../../src/lib/host/sample-security";
import type { RenderedApp } from "../render-app";
import { appears, from, press, secondStep, type States, write } from "./steps";

const secondStepThen = (then: (app: RenderedApp) => Promise<unknown>) =>
	from("second-step", "sign-in-page", async (app) => {
		await secondStep(app);
		await then(app);
	});

const recoveryCodeRefused = (reason: CodeRefusal) =>
	secondStepThen(async (app) => {
		app.host.codeAnswer = { kind: "code_refused", reason, clockOffSeconds: null };
		await press(app, "use-recovery-code");
		await write(app, "recoveryCode", "no such code{Enter}");
		await appears("error");
	});

async function useRecoveryCode(app: RenderedApp): Promise<void> {
	await press(app, "use-recovery-code");
	await write(app, "recoveryCode", `${recoveryCodes[0]}{Enter}`);
	await appears("banner");
}

/** A second factor is asked for at sign-in. */
export const secondStepStates: States = {
	"second step, busy": secondStepThen(async (app) => {
		app.host.hold("completeSignIn");
		await write(app, "code", codes.right);
	}),
	"second step, too few digits": secondStepThen(async (app) => {
		await write(app, "code", "123{Enter}");
		await appears("error");
	}),
	"second step, clock off by an unknown time": secondStepThen(async (app) => {
		app.host.codeAnswer = { kind: "code_refused", reason: "clock_off", clockOffSeconds: null };
		await write(app, "code", codes.right);
		await appears("error");
	}),
	"second step, recovery code missing": secondStepThen(async (app) => {
		await press(app, "use-recovery-code", "complete-sign-in");
		await appears("error");
	}),
	"second step, recovery code malformed": recoveryCodeRefused("malformed"),
	"second step, recovery code wrong": recoveryCodeRefused("wrong"),
	"second step, too many attempts": secondStepThen(async (app) => {
		app.host.codeAnswer = { kind: "too_many_attempts", retryAfterSeconds: 45 };
		await write(app, "code", codes.right);
		await appears("error");
	}),
	"second step, unsupported": secondStepThen(async (app) => {
		app.host.completeSignIn = () => Promise.resolve({ kind: "unsupported" });
		await write(app, "code", codes.right);
		await appears("error");
	}),
	"profile, after a recovery code": secondStepThen(useRecoveryCode),
	"profile, after a recovery code where MFA is required": secondStepThen(async (app) => {
		app.host.profile.security.mfa.requiredBy = [acmeRequires];
		await useRecoveryCode(app);
	}),
};
