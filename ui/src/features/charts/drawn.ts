const DRAWN = "chart-drawn";

/** Forgets how long charts took so far: a person asks for something else. */
export const forgetDrawn = (): void => performance.clearMeasures(DRAWN);

/** Writes down how long it took from what a person did at `askedAt` until a chart was drawn. */
export function measureDrawn(chart: string, askedAt: number): void {
	performance.measure(DRAWN, { start: askedAt, detail: { chart } });
}
