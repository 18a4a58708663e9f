import { waitFor } from "@testing-library/svelte";
import type { CreateApiKeyOutcome } from "../../src/lib/bindings/CreateApiKeyOutcome";
import type { RevokeApiKeyOutcome } from "../../src/lib/bindings/RevokeApiKeyOutcome";
import type { RotateApiKeyOutcome } from "../../src/lib/bindings/RotateApiKeyOutcome";
import { sampleDevices, sampleKeys } from "../../src/lib/host/sample-security";
import { input, type RenderedApp } from "../render-app";
import { appears, from, isSaid, openPage, press, stageOf, type States, write } from "./steps";

const open = (app: RenderedApp) => openPage(app, "open-api-keys", "api-keys-page");
const keysThen = (then: (app: RenderedApp) => Promise<unknown>, scenario = "api-keys") =>
	from(scenario, "profile-page", async (app) => {
		await open(app);
		await then(app);
	});

async function generate(app: RenderedApp, name = "Nightly import"): Promise<void> {
	await press(app, "generate-key");
	await write(app, "keyName", `${name}{Enter}`);
}

const notGenerated = (answer: CreateApiKeyOutcome) =>
	keysThen(async (app) => {
		app.host.createKeyAnswer = answer;
		await generate(app);
		await appears("error");
	});

const rotate = (app: RenderedApp) => press(app, "rotate-key", "confirm-rotate");

const notRotated = (answer: RotateApiKeyOutcome) =>
	keysThen(async (app) => {
		app.host.rotateKeyAnswer = answer;
		await rotate(app);
		await appears("error");
	});

async function revoke(app: RenderedApp): Promise<void> {
	await press(app, "revoke-key");
	await write(app, "confirmName", `${sampleKeys[0]?.name}{Enter}`);
}

const notRevoked = (answer: RevokeApiKeyOutcome) =>
	keysThen(async (app) => {
		app.host.revokeKeyAnswer = answer;
		await revoke(app);
		await appears("error");
	});

/** Keys for programs. */
export const apiKeysStates: States = {
	"API keys, as many as there may be": from("api-keys", "profile-page", open, (host) => {
		if (host.profile.apiKeys) host.profile.apiKeys.limit = sampleKeys.length;
	}),
	"API keys, one for ever": from("api-keys", "profile-page", open, (host) => {
		host.keys = sampleKeys.map((key) => ({ ...key, expiresAt: null, status: "active" }));
	}),

	"API keys, generating": keysThen(async (app) => {
		app.host.hold("createApiKey");
		await generate(app);
	}),
	"API keys, name too long": keysThen(async (app) => {
		await press(app, "generate-key");
		(await waitFor(() => input("keyName"))).focus();
		await app.user.paste("x".repeat(101));
		await app.user.keyboard("{Enter}");
		await appears("error");
	}),
	"API keys, name refused": notGenerated({
		kind: "name_refused",
		reason: "invalid_characters",
		maximumLength: 100,
	}),
	"API keys, no day chosen": keysThen(async (app) => {
		await press(app, "generate-key", "expiry-date");
		await appears("calendar");
		await write(app, "keyName", "Nightly import{Enter}");
		await appears("error");
	}),
	"API keys, day chosen": keysThen(async (app) => {
		await press(app, "generate-key", "expiry-date");
		await appears("calendar");
		const days = document.querySelectorAll("[data-bits-day]:not([data-disabled])");
		await app.user.click(days[0] as Element);
		await appears("expiry-chosen");
	}),
	"API keys, day refused": notGenerated({ kind: "expiry_refused" }),
	"API keys, limit reached elsewhere": notGenerated({ kind: "limit_reached", limit: 20 }),
	"API keys, not offered any more": notGenerated({ kind: "unavailable" }),
	"API keys, generate unsupported": notGenerated({ kind: "unsupported" }),
	"API keys, generate failed": keysThen(async (app) => {
		app.host.fail("createApiKey", "portal_failed");
		await generate(app);
		await appears("error");
	}),

	"API keys, leaving the secret": keysThen(async (app) => {
		await generate(app);
		await appears("key-secret");
		await app.user.keyboard("{Escape}");
		await stageOf("generate-key-dialog", "leaving");
	}),
	"API keys, secret not copied": keysThen(async (app) => {
		app.host.fail("copySecret", "clipboard_unavailable");
		await generate(app);
		await press(app, "copy-secret");
		await appears("secret-outcome");
	}),
	"API keys, trying": keysThen(async (app) => {
		app.host.hold("tryApiKey");
		await generate(app);
		await press(app, "try-key");
	}),
	"API keys, tried with one device": keysThen(async (app) => {
		app.host.tried = { devices: sampleDevices.slice(0, 1), milliseconds: 12 };
		await generate(app);
		await press(app, "try-key");
		await appears("try-outcome");
	}),
	"API keys, refused when tried": keysThen(async (app) => {
		app.host.fail("tryApiKey", "api_key_refused");
		await generate(app);
		await press(app, "try-key");
		await appears("error");
	}),

	"API keys, rotating": keysThen(async (app) => {
		app.host.hold("rotateApiKey");
		await rotate(app);
	}),
	"API keys, rotated": keysThen(async (app) => {
		await rotate(app);
		await stageOf("rotate-key-dialog", "secret");
	}),
	"API keys, rotate one that is gone": notRotated({ kind: "not_found" }),
	"API keys, rotate one that expired": notRotated({ kind: "expiry_refused" }),
	"API keys, rotate unsupported": notRotated({ kind: "unsupported" }),

	"API keys, revoking": keysThen(async (app) => {
		app.host.hold("revokeApiKey");
		await revoke(app);
	}),
	"API keys, revoked": keysThen(async (app) => {
		await revoke(app);
		await isSaid();
	}),
	"API keys, revoke one that is gone": notRevoked({ kind: "not_found" }),
	"API keys, revoke where there are none": notRevoked({ kind: "unavailable" }),
};
