import type { Export } from "$lib/bindings/Export";
import type { ExportFormat } from "$lib/bindings/ExportFormat";
import { m } from "$lib/messages";

/** All that a file can be, in the order in which they are offered. */
export const formats: readonly ExportFormat[] = ["csv", "csv_gzip", "parquet", "json_lines"];

const names: Record<ExportFormat, () => string> = {
	csv: m.exports_format_csv,
	csv_gzip: m.exports_format_csv_gzip,
	parquet: m.exports_format_parquet,
	json_lines: m.exports_format_json_lines,
};

const explained: Record<ExportFormat, () => string> = {
	csv: m.exports_format_csv_explained,
	csv_gzip: m.exports_format_csv_gzip_explained,
	parquet: m.exports_format_parquet_explained,
	json_lines: m.exports_format_json_lines_explained,
};

/** What a format is called. */
export const formatName = (format: Export["format"]): string =>
	format ? names[format]() : m.exports_format_other();

/** What a format is good for. */
export const formatExplained = (format: ExportFormat): string => explained[format]();

/** Whether spreadsheets take text of such a file for formulas. */
export const hasFormulas = (format: ExportFormat): boolean => format === "csv" || format === "csv_gzip";
