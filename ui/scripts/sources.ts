/**
 * The import aliases of the page, as `tsconfig.json` names them.
 *
 * @param src The directory of the sources.
 * @param catalogue The directory of the compiled messages.
 */
export function locateSources(src: string, catalogue = `${src}/paraglide`): Record<string, string> {
	return {
		$lib: `${src}/lib`,
		$features: `${src}/features`,
		$messages: `${catalogue}/messages.js`,
		$locale: `${catalogue}/runtime.js`,
	};
}
