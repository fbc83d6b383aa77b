import envPaths from 'env-paths';

/** Where Ferry keeps its data by default: the place that the operating system means for it. */
export function defaultDataFolder(): string {
  return envPaths('Ferry', { suffix: '' }).data;
}
