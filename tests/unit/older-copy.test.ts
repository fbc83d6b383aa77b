import { describe, expect, it } from 'vitest';
import { FailedError } from '../../src-shared/failures/failure.ts';
import { smallZip } from '../fakes/small-zip.ts';
import { createWorld, folder } from '../fakes/world.ts';

const zip = await smallZip(5, 60_000);

describe('an older copy of the database', () => {
  it('starts nothing that may have been asked already', async () => {
    const world = await createWorld();
    world.server.always('probe', new FailedError({ kind: 'unreachable' }));
    const id = await world.ask('folder-1');
    await world.clock.advance(1_000);
    world.store.restoredFrom = world.clock.now() - 86_400_000;
    world.server.always('probe', null);
    const next = await world.restart();
    await next.clock.advance(60_000);
    expect(next.job(id).state.is).toBe('paused');
    expect(next.server.count('create')).toBe(0);
  });

  it('takes up the part on the disk at the byte that the copy knows of', async () => {
    const world = await createWorld();
    world.server.prepares({ name: 'Minutes.zip', bytes: zip });
    const begun = world.server.holdAt(100_000);
    const id = await world.ask('folder-1');
    await world.reach(id, 'downloading');
    await begun.arrived;
    await world.act(id, 'pause');
    await world.clock.advance(1_000);
    const copied = world.store.output(id)!;
    const held = world.server.holdAt(200_000);
    await world.act(id, 'resume');
    await held.arrived;
    await world.act(id, 'pause');
    await world.clock.advance(1_000);
    expect([copied.durable, world.store.output(id)?.durable]).toEqual([100_000, 200_000]);
    world.store.saveOutput(copied);
    world.store.restoredFrom = world.clock.now();
    const next = await world.restart();
    await next.act(id, 'resume');
    await next.reach(id, 'saved');
    const fetches = next.server.calls.filter((call) => call.method === 'fetchInto');
    expect(fetches.at(-1)?.resume?.offset).toBe(100_000);
    expect(next.files.read(folder, 'Minutes.zip')).toEqual(zip);
    expect(next.server.count('create')).toBe(1);
  });
});
