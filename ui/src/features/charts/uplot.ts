import "./system-language";
import uPlot from "uplot";

/** The library that draws charts. Nothing else takes it in directly. */
export default uPlot;
