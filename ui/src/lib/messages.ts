/** The text that people read, from the message catalogue. */
export * as m from "$messages";
