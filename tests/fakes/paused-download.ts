import { createWorld } from './world.ts';
import type { World } from './world.ts';

/** A world with a document of 500,000 bytes, and a download of it that the user paused after the first 100,000. */
export async function createPausedDownload(): Promise<{ world: World; id: string }> {
  const world = await createWorld();
  world.server.document('doc-1', { name: 'a.bin', bytes: Buffer.alloc(500_000, 1) });
  const held = world.server.holdAt(100_000);
  const id = await world.ask('doc-1');
  await held.arrived;
  await world.act(id, 'pause');
  await world.reach(id, 'paused');
  await world.clock.advance(1_000);
  return { world, id };
}
