import type { ApiKey } from "../src/lib/bindings/ApiKey";
import { overwriteGetLocale, type Locale } from "$locale";
import { beforeAll, expect, test } from "vitest";
import { pseudoLocale } from "../scripts/pseudo-locale";
import { adaProfile, builtInPortal, remotePortal, sampleAccounts } from "../src/lib/host/sample";
import {
	enrollment,
	events,
	otherSessions,
	recoveryCodes,
	sampleDevices,
	sampleKeys,
	secretOf,
	thisSession,
} from "../src/lib/host/sample-security";
import { states } from "./states";

const securityOperations = ["beginMfaEnrollment", "sessions", "securityLog", "apiKeys"];

/** Names and addresses of people, organizations and portals, and what the system said: not for translation. */
const values = new Set<string>([
	adaProfile.account.displayName,
	adaProfile.account.email,
	adaProfile.account.initials,
	adaProfile.organization.name,
	remotePortal.name,
	remotePortal.address,
	builtInPortal.name,
	...sampleAccounts.map((account) => account.displayName),
	enrollment.secret,
	...recoveryCodes,
	...[thisSession, ...otherSessions].map((session) => session.device ?? ""),
	...events.map((event) => event.subject ?? ""),
	...sampleKeys.map((key) => key.name),
	...sampleDevices.map((device) => device.name),
	secretOf({ ...(sampleKeys[0] as ApiKey), prefix: "portal_key_new4f6m2q" }),
	...Array.from("0123456789"),
	"/home/ada/.local/share/portal-profile",
	"Permission denied (os error 13)",
	...["connectPortal", "setToastNotifications", "signOut", ...securityOperations].map(
		(operation) => `${operation} failed`,
	),
]);

const readAttributes = ["aria-label", "aria-description", "title", "placeholder", "alt"];

/** Whether all of a text stands within the brackets of the pseudo-locale. */
function isFromCatalogue(text: string): boolean {
	let rest = text;
	for (let before = ""; before !== rest;) {
		before = rest;
		rest = rest.replace(/⟦[^⟦⟧]*⟧/g, "");
	}
	return rest.trim() === "";
}

/** Days and months come from the system's own words for them. */
const isCalendar = (element: Element | null): boolean => element?.closest("[data-test=calendar]") != null;

/** What a person reads or hears on the page and does not come from the catalogue. */
function foreignText(): string[] {
	const texts: string[] = [];
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	while (walker.nextNode()) {
		if (!isCalendar(walker.currentNode.parentElement)) texts.push(walker.currentNode.nodeValue ?? "");
	}
	for (const element of document.querySelectorAll("*")) {
		if (isCalendar(element)) continue;
		for (const name of readAttributes) texts.push(element.getAttribute(name) ?? "");
	}
	return texts.map((text) => text.trim()).filter((text) => !isFromCatalogue(text) && !values.has(text));
}

beforeAll(() => {
	// The app is compiled for English alone, so its type of locales does not know this one.
	overwriteGetLocale(() => pseudoLocale as Locale);
});

test.each(Object.keys(states))("all text comes from the catalogue: %s", async (name) => {
	await states[name]?.();
	expect(document.body.textContent).toContain("⟦");
	expect(foreignText()).toEqual([]);
});

test("text that bypasses the catalogue is found", () => {
	document.body.innerHTML = `<p title="Hello">⟦Fîñé⟧ Bypassed</p>`;
	expect(foreignText()).toEqual(["⟦Fîñé⟧ Bypassed", "Hello"]);
	document.body.innerHTML = "";
});
