import type { Plugin } from "vite";

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
				document.source = String(document.source).replace(
					/<link rel="stylesheet"[^>]*href="\.\/([^"]+)">/g,
					(_link, name: string) => {
						const sheet = bundle[name];
						if (sheet?.type !== "asset") throw new Error(`the build has no stylesheet ${name}`);
						Reflect.deleteProperty(bundle, name);
						return `<style>${String(sheet.source)}</style>`;
					},
				);
			}
		},
	};
}
