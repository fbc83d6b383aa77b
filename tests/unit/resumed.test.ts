import { describe, expect, it } from 'vitest';
import { FailedError } from '../../src-shared/failures/failure.ts';
import { createWorld } from '../fakes/world.ts';

describe('after the machine slept', () => {
  it('62 servers that worked or were out of reach are looked at anew, at once', async () => {
    const world = await createWorld();
    world.server.always('probe', new FailedError({ kind: 'unreachable' }));
    await world.ask('folder-1');
    await world.clock.advance(1);
    const before = world.server.count('probe');
    world.app.resumed();
    await world.clock.advance(1);
    expect(world.server.count('probe')).toBe(before + 1);
  });

  it('a refused password isn’t tried again', async () => {
    const world = await createWorld();
    world.server.always('probe', new FailedError({ kind: 'sign-in-refused' }));
    await world.ask('folder-1');
    await world.clock.advance(1);
    const before = world.server.count('probe');
    world.app.resumed();
    await world.clock.advance(60_000);
    expect(world.server.count('probe')).toBe(before);
  });
});
