import type { OpenSession } from "$lib/bindings/OpenSession";
import { m } from "$lib/messages";

/** What a session's device is called. */
export const deviceName = ({ device }: OpenSession): string => device ?? m.sessions_unknown_device();
