import { beforeEach, describe, expect, test } from "vitest";
import { FakeHost } from "$lib/host/fake";
import { adasPersonalAccount } from "$lib/host/sample";
import { borealis } from "$lib/host/sample-organizations";
import { OwnProfile } from "./profile.svelte";

const changed = { code: "organization_changed" };

/** Lets everything that waits for nothing but promises happen. */
const settle = () => new Promise((done) => setTimeout(done));

describe("moving to another organization", () => {
	let host: FakeHost;
	let profile: OwnProfile;

	beforeEach(() => {
		host = new FakeHost();
		profile = new OwnProfile(host, host.snapshot(), "ready", () => undefined);
	});

	const move = (to = borealis.id) => profile.move((host) => host.switchOrganization(to));
	const inView = () => profile.snapshot?.profile.organization.name;

	test("drops what was asked about the one before", async () => {
		host.hold("members");
		const members = profile.ask((host) => host.members("", null));
		await move();
		host.releaseAll("members");
		await expect(members).rejects.toMatchObject(changed);
	});

	test("does not let a late refresh bring the one before back", async () => {
		host.hold("refreshProfile");
		const refreshing = profile.refresh();
		await move();
		host.releaseAll("refreshProfile");
		await refreshing;
		expect(inView()).toBe(borealis.name);
	});

	test("does not let a late save bring the one before back", async () => {
		host.hold("updateOrganization");
		const saving = profile.changeHere((host) =>
			host.updateOrganization("1", "ACME Robots", { kind: "keep" }),
		);
		await settle();
		await move();
		host.releaseAll("updateOrganization");
		await expect(saving).rejects.toMatchObject(changed);
		expect(inView()).toBe(borealis.name);
	});

	test("keeps a preference whose save was on its way", async () => {
		host.hold("setTheme");
		const saving = profile.theme.choose("dark");
		await settle();
		await move();
		host.releaseAll("setTheme");
		await saving;
		expect(profile.theme.value).toBe("dark");
		expect(profile.theme.failure).toBeNull();
		expect(inView()).toBe(borealis.name);
	});

	test("sends nothing while nobody knows which one it would be about", async () => {
		host.hold("switchOrganization");
		const moving = move();
		const removing = profile.changeHere((host) => host.removeMember("acc_03mei"));
		const asking = profile.ask((host) => host.members("", null));
		await settle();
		expect([...host.callsOf("removeMember"), ...host.callsOf("members")]).toEqual([]);
		host.releaseAll("switchOrganization");
		await moving;
		await expect(removing).rejects.toMatchObject(changed);
		await expect(asking).rejects.toMatchObject(changed);
		expect([...host.callsOf("removeMember"), ...host.callsOf("members")]).toEqual([]);
	});

	test("goes on with what waited when it fails", async () => {
		host.hold("switchOrganization");
		host.fail("switchOrganization", "portal_failed");
		const moving = move();
		const asking = profile.ask((host) => host.members("", null));
		host.releaseAll("switchOrganization");
		await expect(moving).rejects.toMatchObject({ code: "portal_failed" });
		expect((await asking).total).toBe(3);
	});

	test("is not held up by a save that takes long, and neither is the next one", async () => {
		host.hold("updateOrganization");
		const saving = profile.changeHere((host) => host.updateOrganization("1", "A", { kind: "keep" }));
		await settle();
		await move();
		expect(await profile.change((host) => host.starWorkspace("none", true))).toEqual({ kind: "not_found" });
		host.releaseAll("updateOrganization");
		await expect(saving).rejects.toMatchObject(changed);
	});

	test("gives up what waits for the identity to be confirmed: it was about the one before", async () => {
		host.confirmed = false;
		const requiring = profile.changeHereConfirmed((host) => host.setMfaRequirement("1", true));
		await expect.poll(() => profile.confirmation.asked).toBe(true);
		await move();
		expect(await requiring).toBeNull();
		expect(host.callsOf("setMfaRequirement")).toHaveLength(1);
	});

	test("tells of an organization that is the person’s no longer, once it is asked about", async () => {
		host.profile.organization = structuredClone(adasPersonalAccount);
		host.fail("members", "organization_unavailable");
		await profile.ask((host) => host.members("", null)).catch(() => undefined);
		await expect.poll(inView).toBe(adasPersonalAccount.name);
		expect(profile.lostOrganization).toBe("ACME Robotics");
	});

	test("says nothing of a loss when the person went there, though the answer was lost", async () => {
		host.lose("switchOrganization", "portal_timed_out");
		await move(adasPersonalAccount.id).catch(() => undefined);
		await profile.refresh();
		expect(inView()).toBe(adasPersonalAccount.name);
		expect(profile.lostOrganization).toBeNull();
	});

	test("looks at what the person may do once something is not allowed", async () => {
		host.profile.organization.canAdminister = false;
		host.fail("members", "not_allowed");
		await profile.ask((host) => host.members("", null)).catch(() => undefined);
		await expect.poll(() => profile.snapshot?.profile.organization.canAdminister).toBe(false);
	});
});
