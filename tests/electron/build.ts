import { chromiumOptions } from '../chromium.ts';
import { buildDesktop, buildRenderer } from '../../scripts/builds.ts';

/** Builds the desktop app and the screen, and unpacks the browser, once before the tests of this folder. */
export async function setup(): Promise<void> {
  await buildRenderer(() => {});
  await buildDesktop(() => {});
  await chromiumOptions();
}
