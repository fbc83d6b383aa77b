import { build } from 'electron-vite';
import { buildRenderer } from '../../scripts/build-renderer.ts';

/** Builds the desktop app and the screen once before the tests of this folder. */
export async function setup(): Promise<void> {
  await build({ logLevel: 'error' });
  await buildRenderer(() => {});
}
