import { Lazy } from '../../../components/lazy.ts';

/** All that draws plots. */
export const plotting = new Lazy(() => import('./charts.ts'));
