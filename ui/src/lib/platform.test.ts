import { expect, test, vi } from "vitest";
import { withCommandKey } from "./platform";

test("keys are named as they stand on the keyboard", () => {
	const agent = vi.spyOn(navigator, "userAgent", "get");
	agent.mockReturnValue("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15");
	expect(withCommandKey("K")).toBe("Ctrl+K");
	agent.mockReturnValue("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15");
	expect(withCommandKey("K")).toBe("⌘K");
});
