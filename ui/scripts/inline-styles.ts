import type { Plugin } from "vite";

const LINK = /(<link rel="stylesheet"[^>]*>)/;

/**
 * Writes the page's stylesheet into its document, so that the first frame waits for one answer of the shell, not for
 * two. The shell gives the element a nonce; the content security policy forbids all others.
 */
export function inlineStyles(): Plugin {
	return {
		name: "inline-styles",
		apply: "build",
		enforce: "post",
		generateBundle(_, bundle) {
			for (const document of Object.values(bundle)) {
				if (document.type !== "asset" || !document.fileName.endsWith(".html")) continue;
				const parts = String(document.source).split(LINK);
				const name = /href="\.\/([^"]+)"/.exec(parts[1] ?? "")?.[1] ?? "";
				const sheet = bundle[name];
				if (sheet?.type !== "asset" || parts.length !== 3) throw new Error("one stylesheet is expected");
				Reflect.deleteProperty(bundle, name);
				const styles = String(sheet.source);
				if (styles.includes("</")) throw new Error("the stylesheet would end its element early");
				document.source = parts.with(1, `<style>${styles}</style>`).join("");
			}
		},
	};
}
