import { chromiumOptions } from '../chromium.ts';
import { buildDesktop, buildRenderer, buildTerminal } from '../../scripts/builds.ts';

/** Builds the desktop app, the screen and the terminal, and unpacks the browser, once before the tests of this folder. */
export async function setup(): Promise<void> {
  await buildRenderer(() => {});
  await buildDesktop(() => {});
  await buildTerminal(() => {});
  await chromiumOptions();
}
