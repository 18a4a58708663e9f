import type { ApiKey } from "../src/lib/bindings/ApiKey";
import { overwriteGetLocale, type Locale } from "$locale";
import english from "../messages/en.json";
import { beforeAll, expect, test } from "vitest";
import { idsIn, pseudoLocale } from "../scripts/pseudo-locale";
import {
	adaProfile,
	builtInPortal,
	remotePortal,
	sampleAccounts,
	sampleDiagnostics,
} from "../src/lib/host/sample";
import { sampleCredits } from "../src/lib/host/sample-credits";
import { pinnedWorkspace, sampleHome } from "../src/lib/host/sample-home";
import { adasAccount, formerAccount, gracesAccount } from "../src/lib/host/sample-accounts";
import { sampleNotifications } from "../src/lib/host/sample-notifications";
import { sampleChartTexts, sampleWorkspaces } from "../src/lib/host/sample-charts";
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
import { manyOrganizations, sampleMembers } from "../src/lib/host/sample-organizations";
import { ownNames } from "../src/lib/language.svelte";
import { expectAccessible } from "./accessible";
import { states } from "./states";
import { unseenMessages } from "./states/unseen";
import { forTheShell } from "./for-the-shell";

/** Names and addresses of people, organizations and portals, and what the system said: not for translation. */
const values = new Set<string>([
	adaProfile.account.displayName,
	adaProfile.account.email,
	adaProfile.account.initials,
	adaProfile.organization.name,
	adaProfile.organization.initials,
	remotePortal.name,
	remotePortal.address,
	builtInPortal.name,
	...sampleAccounts.map((account) => account.displayName),
	...manyOrganizations(1000).flatMap(({ name, initials }) => [name, initials]),
	...sampleMembers.flatMap(({ displayName, email, initials }) => [displayName, email, initials]),
	...Array.from({ length: 120 }, (_, at) => `Member ${String(at).padStart(3, "0")}`),
	...Array.from({ length: 120 }, (_, at) => `member${at}@acme.example`),
	"new@acme.example",
	// Of an organization that was just created.
	"PL",
	// Of a name that was typed and is not saved.
	"P0",
	enrollment.secret,
	...recoveryCodes,
	...[thisSession, ...otherSessions].map((session) => session.device ?? ""),
	...events.map((event) => event.subject ?? ""),
	...sampleKeys.map((key) => key.name),
	...sampleDevices.map((device) => device.name),
	...["portal_key_new4f6m2q", ...sampleKeys.map((key) => key.prefix)].map(secretWith),
	...sampleWorkspaces.map((workspace) => workspace.name),
	...sampleChartTexts,
	...Array.from("0123456789"),
	...atHome(),
	// In the shell's words, which come from the catalogue there.
	...sampleNotifications(new Date()).flatMap(({ title, body }) => [title, body]),
	...ofCredits(),
	...["Europe/Amsterdam"],
	...[adasAccount, gracesAccount, formerAccount].flatMap(({ email, initials, portal }) => [
		...[email, initials],
		...[portal.name, portal.address],
	]),
	pinnedWorkspace.workspaceName ?? "",
	"/home/ada/.local/share/portal-profile",
	sampleDiagnostics,
	"Permission denied (os error 13)",
	...Object.values(ownNames),
]);

/** What the portal says of what goes on. */
function atHome(): string[] {
	const { devices, deployments } = sampleHome(new Date());
	const ofDevices = (devices?.latest ?? []).flatMap(({ name, location, tags }) => [
		name,
		location ?? "",
		...tags,
		tags.slice(3).join("\n"),
	]);
	return [...ofDevices, ...(deployments ?? []).map(({ workflow }) => workflow)];
}

/** What the portal says of transactions. */
function ofCredits(): string[] {
	const { recent } = sampleCredits(new Date());
	return ["Counted twice", ...recent.flatMap(({ text, reference }) => [text, reference ?? ""])];
}

function secretWith(prefix: string): string {
	return secretOf({ ...(sampleKeys[0] as ApiKey), prefix });
}

/** What the fake host says of an operation that failed: a detail, as the system's own words are. */
const isDetail = (text: string): boolean => /^[a-z]\w+ failed$/.test(text);

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

/** Several of them as one list, which the system puts together. */
const isListFromCatalogue = (text: string): boolean => text.split(", ").every(isFromCatalogue);

/** Days and months come from the system's own words for them; what is pressed beside them does not. */
const isDate = (element: Element | null): boolean =>
	element?.closest("[data-test=calendar]") != null && !element.matches("button, select");

/** Numbers and times as the system writes them, and texts that were read. */
const isFormatted = (element: Element | null): boolean => element?.closest("[data-formatted]") != null;

/** What a person reads or hears on the page. */
function allText(): string[] {
	const texts: string[] = [];
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	while (walker.nextNode()) {
		const { parentElement, nodeValue } = walker.currentNode;
		if (!isDate(parentElement) && !isFormatted(parentElement)) texts.push(nodeValue ?? "");
	}
	for (const element of document.querySelectorAll("*")) {
		if (isDate(element)) continue;
		for (const name of readAttributes) texts.push(element.getAttribute(name) ?? "");
	}
	return texts.map((text) => text.trim());
}

/** Text that does not come from the catalogue. */
const foreignText = (): string[] =>
	allText().filter(
		(text) => !isFromCatalogue(text) && !isListFromCatalogue(text) && !values.has(text) && !isDetail(text),
	);

/** The messages that were there in any state so far. */
const seen = new Set<string>();
const visited = new Set<string>();

beforeAll(() => {
	// Only tests speak it, so the app's type of locales does not know this one.
	overwriteGetLocale(() => pseudoLocale as Locale);
});

// Visited once for both, as that is what takes long.
test.each(Object.keys(states))(
	"all text comes from the catalogue, and axe finds nothing to object to: %s",
	async (name) => {
		await states[name]?.();
		visited.add(name);
		expect(document.body.textContent).toContain("⟦");
		for (const id of idsIn(document.documentElement.outerHTML)) seen.add(id);
		expect(foreignText()).toEqual([]);
		await expectAccessible();
	},
);

test("every message is seen in some state, but for those with a reason", () => {
	expect([...visited], "what is seen is known once all states were visited").toEqual(Object.keys(states));
	const unseen = Object.keys(english).filter((id) => !seen.has(id) && !forTheShell(id));
	expect(unseen.sort()).toEqual(Object.keys(unseenMessages).sort());
});

test("text that bypasses the catalogue is found", () => {
	document.body.innerHTML = `<p title="Hello">⟦fine¦Fîñé⟧ Bypassed</p>`;
	expect(foreignText()).toEqual(["⟦fine¦Fîñé⟧ Bypassed", "Hello"]);
	document.body.innerHTML = "";
});
