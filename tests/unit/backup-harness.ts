import type { Connection } from '../../src-shared/connection.ts';
import { everything as everythingEnded } from '../../src-shared/history/history.ts';
import { composeJob } from '../fakes/compose-job.ts';
import { createWorld, folder } from '../fakes/world.ts';
import type { World } from '../fakes/world.ts';

/** Every part of a backup. */
export const everything = { servers: true, settings: true, history: true };
/** What the first server of `busyWorld` is reached by. */
export const proxied: Partial<Connection> = {
  proxy: { use: 'own', url: 'http://proxy.example.com:8080', user: 'ada' },
  clientCertificate: { file: '/home/ada/client.p12' },
};

/** A world with two servers, one of them removed, one download saved, one running. */
export async function busyWorld(): Promise<World> {
  const world = await createWorld();
  world.config.saveConnection({ ...world.config.connections()[0]!, ...proxied, refused: true, packLimit: 5 });
  const { connection } = await world.app.handlers['connections.save']({
    ...{ kind: 'alfresco', name: 'Old archive', address: 'https://old.example.com', user: 'ada' },
  });
  await world.app.handlers['connections.setSecret']({ id: 'c1', secret: 'hunter2-canary' });
  world.server.document('doc-1', { name: 'a.bin', bytes: Buffer.alloc(5_000, 1) });
  const saved = await world.ask('doc-1');
  await world.reach(saved, 'saved');
  world.store.save(
    [composeJob({ id: 'past', connectionId: connection.id, state: { is: 'cancelled' } })],
    [],
    [],
  );
  await world.app.handlers['connections.remove']({ id: connection.id, jobs: 'keep' });
  const savedSearches = [
    { name: 'All', text: '', filter: { ...everythingEnded, servers: ['c1'] }, period: null },
  ];
  await world.app.handlers['settings.save']({
    settings: { transferSlots: 7, folder: '/kept', savedSearches },
  });
  world.store.save([composeJob({ id: 'open', connectionId: 'c1', state: { is: 'unsure' } })], [], []);
  return world;
}

/** The text of a backup. */
export async function saveIn(world: World, history = true): Promise<string> {
  const { path } = await world.app.handlers['backup.save']({ folder, history });
  return world.documents.written.get(path)!;
}

/** Sends a backup as a screen does. */
export async function sendTo(world: World, text: string): Promise<string> {
  const whole = Buffer.from(text);
  const half = Math.floor(whole.length / 2);
  const { id } = await world.app.handlers['backup.receive']({
    id: null,
    bytes: whole.subarray(0, half).toString('base64'),
  });
  return (await world.app.handlers['backup.receive']({ id, bytes: whole.subarray(half).toString('base64') }))
    .id;
}

/** All that an import could change. */
export const kept = (world: World): unknown => ({
  connections: world.config.connections(),
  settings: world.config.settings(),
  history: world.store.history({ offset: 0, limit: 1000 }),
  open: world.store.open().jobs,
});
