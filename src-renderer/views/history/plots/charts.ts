/** All that draws plots, to be fetched as one when the first of them is shown. */
export { default as SetbackPlot } from './SetbackPlot.svelte';
export { default as SpotPlot } from './SpotPlot.svelte';
export { default as TimePlot } from './TimePlot.svelte';
