import { password } from "../../src/lib/host/sample";
import { codes } from "../../src/lib/host/sample-security";
import type { RenderedApp } from "../render-app";
import { appears, from, press, ready, type States, write } from "./steps";

/** Tries to do something sensitive, and is asked who one is. */
async function isAsked(app: RenderedApp): Promise<void> {
	await ready();
	await press(app, "regenerate-codes", "confirm-regenerate");
	await appears("confirm-identity-dialog");
}

const confirming = (prepare: (app: RenderedApp) => unknown, given: string, code: string) =>
	from("unconfirmed", "profile-page", async (app) => {
		await isAsked(app);
		prepare(app);
		if (given) await write(app, "password", given);
		await write(app, "code", code);
	});

const refused =
	(reach: () => Promise<void>): (() => Promise<void>) =>
	async () => {
		await reach();
		await appears("error");
	};

/** A sensitive action asks for the identity. */
export const identityStates: States = {
	"identity, busy": confirming(({ host }) => host.hold("confirmIdentity"), password, codes.right),
	"identity, password wrong": refused(confirming(() => undefined, "wrong", codes.right)),
	"identity, password missing": refused(confirming(() => undefined, "", `${codes.right}{Enter}`)),
	"identity, code missing": refused(confirming(() => undefined, password, "{Enter}")),
	"identity, too many attempts": refused(
		confirming(
			({ host }) => void (host.codeAnswer = { kind: "too_many_attempts", retryAfterSeconds: 45 }),
			password,
			codes.right,
		),
	),
	"identity, unsupported": refused(
		confirming(
			({ host }) => void (host.confirmIdentity = () => Promise.resolve({ kind: "unsupported" })),
			password,
			codes.right,
		),
	),
};
