import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FakeHost } from "$lib/host/fake";
import { scenarios } from "$lib/host/scenarios";
import { samplePurchase } from "$lib/host/sample-purchases";
import { OwnProfile } from "$lib/state/profile.svelte";
import { Buying } from "./buying.svelte";
import { PurchaseInView } from "./purchase-in-view.svelte";

let host: FakeHost;
let profile: OwnProfile;

beforeEach(() => {
	vi.useFakeTimers();
	host = new FakeHost();
	scenarios["credits"]?.(host);
	profile = new OwnProfile(host, host.snapshot(), "ready", () => undefined);
});

afterEach(() => {
	vi.useRealTimers();
});

const looks = (): number => host.callsOf("creditPurchase").length;
const chosen = {
	credits: "5000.000",
	price: "70.00",
	pricePerCredit: "0.014",
	wish: { pack: "pack-5000", credits: null, price: "70.00", currency: "EUR" },
};

test("a purchase that is begun after the page was left is nobody's to look at here", async () => {
	const buying = new Buying(profile);
	host.hold("beginCreditPurchase");
	buying.choose(chosen);
	const beginning = buying.begin();
	await vi.advanceTimersByTimeAsync(0);
	buying.close();
	host.releaseAll("beginCreditPurchase");
	await beginning;
	expect(buying.purchase).toBe(null);
	await vi.advanceTimersByTimeAsync(60_000);
	expect(looks()).toBe(0);
});

test("a purchase that is found after the page was left is nobody's to look at here", async () => {
	host.purchases = [samplePurchase(new Date())];
	const buying = new Buying(profile);
	host.hold("openCreditPurchases");
	const loading = buying.shop.load();
	await vi.advanceTimersByTimeAsync(0);
	buying.close();
	host.releaseAll("openCreditPurchases");
	await loading;
	expect(buying.purchase).toBe(null);
});

test("an answer that comes after the page was left changes nothing", async () => {
	host.purchases = [samplePurchase(new Date())];
	const view = new PurchaseInView(profile, samplePurchase(new Date()), true);
	host.hold("creditPurchase");
	const looking = view.look();
	await vi.advanceTimersByTimeAsync(0);
	view.close();
	host.becomes("purchase-1", { state: "declined" });
	host.releaseAll("creditPurchase");
	await looking;
	expect(view.purchase.state).toBe("pending");
	await vi.advanceTimersByTimeAsync(60_000);
	expect(looks()).toBe(1);
});

test("a purchase is looked at less often after some minutes", async () => {
	host.purchases = [samplePurchase(new Date())];
	const view = new PurchaseInView(profile, samplePurchase(new Date()), true);
	await vi.advanceTimersByTimeAsync(3 * 60_000);
	expect(looks()).toBe(90);
	await vi.advanceTimersByTimeAsync(5 * 60_000);
	expect(looks()).toBe(100);
	view.close();
});

test("who may not see a purchase any more does not go on asking", async () => {
	const view = new PurchaseInView(profile, samplePurchase(new Date()), true);
	host.fail("creditPurchase", "not_allowed");
	await vi.advanceTimersByTimeAsync(60_000);
	expect(looks()).toBe(1);
	expect(view.unseen).toBe(true);
	view.close();
});
