import envPaths from 'env-paths';

/** Where Ferry keeps its data unless it is told otherwise: the place that the operating system means for it. */
export function defaultDataFolder(): string {
  return envPaths('Ferry', { suffix: '' }).data;
}
