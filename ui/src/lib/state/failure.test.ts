import { expect, test } from "vitest";
import { detailOf, failureFrom, whatHappened, whatToDo } from "./failure";

test("an error of the host keeps its code and detail", () => {
	expect(failureFrom({ code: "not_a_portal", message: "404" })).toEqual({
		code: "not_a_portal",
		detail: "404",
	});
});

test.each([new Error("boom"), "boom", { code: "unheard_of", message: "boom" }, null, undefined])(
	"anything else is a fault of the app: %s",
	(thrown) => {
		expect(failureFrom(thrown).code).toBe("unexpected");
	},
);

test("says what happened and what to do", () => {
	const failure = failureFrom({ code: "address_insecure", message: "" });
	expect(whatHappened(failure)).toBe("This address is not encrypted.");
	expect(whatToDo(failure)).toMatch(/https/);
});

test("gives details where the words can't name the cause, if there are any", () => {
	const started = (message: string) => failureFrom({ code: "built_in_portal_failed", message });
	expect(detailOf(started("no space left on device"))).toBe("no space left on device");
	expect(detailOf(started(""))).toBeNull();
	expect(detailOf(failureFrom({ code: "address_insecure", message: "http" }))).toBeNull();
});
