import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Secrets } from '../../src-main/core/ports.ts';
import { everything } from '../../src-shared/history/history.ts';
import { FailedError } from '../../src-shared/failures/failure.ts';
import type { JobView } from '../../src-shared/job/job-view.ts';
import { createWorld, folder } from '../fakes/world.ts';
import type { World } from '../fakes/world.ts';
import { createMemorySecrets } from '../../src-main/adapters/secrets-memory.ts';
import { createKeychainSecrets } from '../../src-main/adapters/secrets-keytar.ts';
import { FakeKeychain } from '../fakes/fake-keychain.ts';
import { saying } from '../fakes/saying.ts';

const counters = { filesDone: 1, filesTotal: 5, bytesDone: 10, bytesTotal: 50 };
const waiting = { is: 'waiting', counters, word: 'PENDING' } as const;

async function preparing(world: World, node = 'folder-1'): Promise<string> {
  world.server.always('poll', waiting);
  const id = await world.ask(node);
  await world.reach(id, 'preparing');
  return id;
}

/** A renderer that follows the stream by its rule: snapshot, then seq + 1 each. */
function mirror(world: World): { rows: Map<string, JobView>; gaps: number } {
  const state = { rows: new Map<string, JobView>(), gaps: 0, seq: 0 };
  world.app.subscribe((name, data) => {
    if (name !== 'queue.changed') return;
    const event = data as { seq: number; jobs: JobView[]; removed: string[] };
    if (event.seq !== state.seq + 1) state.gaps += 1;
    state.seq = event.seq;
    for (const job of event.jobs) state.rows.set(job.id, job);
    for (const id of event.removed) state.rows.delete(id);
  });
  return state;
}

describe('the queue’s stream', () => {
  it('leads to the same rows as the snapshot, without a gap', async () => {
    const world = await createWorld();
    const seen = mirror(world);
    const ids = [await preparing(world, 'a'), await preparing(world, 'b')];
    await world.act(ids[0]!, 'pause');
    await world.act(ids[1]!, 'cancel');
    await world.act(ids[1]!, 'remove');
    await world.clock.advance(1_000);
    const { jobs } = await world.app.handlers['queue.snapshot']({});
    expect([...seen.rows.values()]).toEqual(jobs);
    expect(jobs.map((job) => job.id)).toEqual([ids[0]]);
    expect(seen.gaps).toBe(0);
  });

  it('gathers what changes within 100 ms into one event', async () => {
    const world = await createWorld();
    world.server.always('probe', new FailedError({ kind: 'unreachable' }));
    await world.clock.advance(1_000);
    const before = world.received('queue.changed').length;
    for (let index = 0; index < 200; index += 1) await world.ask(`node-${index}`);
    await world.clock.advance(100);
    expect(world.received('queue.changed').length - before).toBe(1);
  });

  it('says nothing while nothing changes', async () => {
    const world = await createWorld();
    await preparing(world);
    await world.clock.advance(5_000);
    const before = world.received('queue.changed').length;
    await world.clock.advance(10 * 60_000);
    expect(world.received('queue.changed').length).toBe(before);
  });

  it('tells progress at most four times a second a job', async () => {
    const world = await createWorld();
    world.server.prepares({ bytes: Buffer.alloc(2_000_000, 1) });
    const id = await world.ask('folder-1');
    await world.clock.until(() => world.server.count('fetchInto') > 0);
    await world.clock.advance(0);
    const told = world
      .received('queue.progress')
      .filter((event) => event.items.some((item) => item.jobId === id && item.phase === 'downloading'));
    expect(told.length).toBeLessThanOrEqual(1);
  });
});

describe('asking for something', () => {
  it('refuses a folder that can’t be written to before anything is asked', async () => {
    const world = await createWorld();
    world.files.unavailable.add(folder);
    await expect(world.ask('a')).rejects.toMatchObject({ failure: { kind: 'folder-unavailable' } });
    expect((await world.app.handlers['queue.snapshot']({})).jobs).toEqual([]);
  });

  it('takes a folder as a whole path or from the user’s home, and nothing that depends on where Ferry runs', async () => {
    const world = await createWorld();
    const { 'jobs.create': create, 'settings.save': save, 'settings.get': get } = world.app.handlers;
    const whole = {
      failure: { kind: 'invalid-input', detail: saying('Type the whole path, or choose a folder.') },
    };
    const { settings } = await get({});
    for (const typed of ['downloads', './downloads', '../downloads', '~ada/downloads', 'C:', ' ']) {
      await expect(create({ connectionId: 'c1', items: ['a'], folder: typed })).rejects.toMatchObject(whole);
      await expect(save({ settings: { ...settings, folder: typed } })).rejects.toMatchObject(whole);
    }
    const { jobId } = await create({ connectionId: 'c1', items: ['a'], folder: '~/downloads' });
    expect(world.job(jobId).folder).toBe(join(homedir(), 'downloads'));
    expect((await save({ settings: { ...settings, folder: '~' } })).settings.folder).toBe(homedir());
    expect((await save({ settings: { ...settings, folder: '' } })).settings.folder).toBe('');
  });

  it('changes the settings that are named, and leaves what another screen has set meanwhile', async () => {
    const world = await createWorld();
    const { 'settings.save': save, 'settings.get': get } = world.app.handlers;
    const [, both] = await Promise.all([
      save({ settings: { folder: '~/downloads', tables: { queue: 'wide' } } }),
      save({ settings: { transferSlots: 5, tables: { history: 'narrow' } } }),
    ]);
    expect(both.settings).toMatchObject({ transferSlots: 5, silenceMinutes: 180 });
    expect((await get({})).settings).toMatchObject({
      folder: join(homedir(), 'downloads'),
      transferSlots: 5,
      tables: { queue: 'wide', history: 'narrow' },
    });
  });

  it('refuses an empty selection, and asks once for what was named twice', async () => {
    const world = await createWorld();
    await expect(world.ask(' ')).rejects.toMatchObject({ failure: { kind: 'empty-selection' } });
    const { jobId, notes } = await world.app.handlers['jobs.create']({
      connectionId: 'c1',
      items: ['a', 'a', 'b'],
      folder,
    });
    expect(notes).toHaveLength(1);
    expect(world.job(jobId).request).toEqual({ kind: 'alfresco', nodeIds: ['a', 'b'] });
  });

  it('shows how much was asked of which server until the server tells a name', async () => {
    const world = await createWorld();
    world.server.always('probe', new FailedError({ kind: 'unreachable' }));
    expect(world.job(await world.ask('a')).name).toEqual(saying('1 item from Records'));
    expect(world.job(await world.ask('a', 'b')).name).toEqual(saying('2 items from Records'));
  });

  it('offers to try again or to ask again after a failure, not both when that is the same', async () => {
    const world = await createWorld();
    world.server.next('create', new FailedError({ kind: 'refused' }));
    const id = await world.ask('folder-1');
    await world.reach(id, 'failed');
    const { jobs } = await world.app.handlers['queue.snapshot']({});
    expect(jobs[0]?.actions).toEqual(['retry', 'remove']);
  });

  it('downloads again what was saved or cancelled: the same things to the same folder', async () => {
    const world = await createWorld();
    world.server.document('doc-1', { name: 'Plan.pdf' });
    const id = await world.ask('doc-1');
    await world.reach(id, 'saved');
    world.files.remove(folder, 'Plan.pdf');
    await expect(world.act(id, 'open')).rejects.toMatchObject({ failure: { kind: 'file-missing' } });
    await world.act(id, 'remove');
    await world.act(id, 'again');
    const [row] = (await world.app.handlers['queue.snapshot']({})).jobs;
    expect(row!.id).not.toBe(id);
    await world.reach(row!.id, 'saved');
    expect(world.files.names(folder)).toEqual(['Plan.pdf']);
    expect(world.job(id).state.is).toBe('saved');

    await world.app.handlers['connections.remove']({ id: 'c1', jobs: 'keep' });
    await expect(world.act(id, 'again')).rejects.toMatchObject({ failure: { kind: 'invalid-input' } });
  });

  it('does not do again what still goes on', async () => {
    const world = await createWorld();
    const id = await preparing(world);
    await expect(world.act(id, 'again')).rejects.toMatchObject({ failure: { kind: 'invalid-input' } });
  });

  it('knows when the same was asked already, in any order', async () => {
    const world = await createWorld();
    const { jobId } = await world.app.handlers['jobs.create']({
      connectionId: 'c1',
      items: ['a', 'b'],
      folder,
    });
    const similar = async (...items: string[]): Promise<string | undefined> =>
      (await world.app.handlers['jobs.similar']({ connectionId: 'c1', items })).job?.id;
    expect(await similar('b', 'a')).toBe(jobId);
    const { count } = await world.app.handlers['jobs.similar']({
      connectionId: 'c1',
      items: ['b', 'a', 'b'],
    });
    const { request } = await world.app.handlers['jobs.request']({ jobId });
    expect(request).toEqual({ kind: 'alfresco', nodeIds: ['a', 'b'] });
    expect(count).toBe(2);
    expect(await similar('a')).toBeUndefined();
  });

  it('pauses and resumes everything at once', async () => {
    const world = await createWorld();
    const ids = [await preparing(world, 'a'), await preparing(world, 'b')];
    expect(await world.app.handlers['jobs.actOnAll']({ action: 'pause' })).toEqual({ count: 2 });
    expect(ids.map((id) => world.job(id).state.is)).toEqual(['paused', 'paused']);
    expect(await world.app.handlers['jobs.actOnAll']({ action: 'resume' })).toEqual({ count: 2 });
  });
});

describe('connections', () => {
  const draft = {
    kind: 'alfresco',
    name: 'Legal',
    address: 'https://legal.example.com',
    user: 'ada',
  } as const;
  const key = (connectionId: string, origin = 'https://legal.example.com') => ({ connectionId, origin });

  it('forget the secret when the origin changes, and keep it when only the name does', async () => {
    const world = await createWorld();
    const { 'connections.save': save, 'connections.setSecret': setSecret } = world.app.handlers;
    const { connection } = await save(draft);
    await setSecret({ id: connection.id, secret: 'canary' });
    const renamed = await save({ ...draft, id: connection.id, name: 'Legal archive' });
    expect(renamed.connection.secret).toBe('run');
    const moved = await save({ ...draft, id: connection.id, address: 'https://legal.example.com:8443' });
    expect(moved.connection.secret).toBe('absent');
    expect(await world.secrets.read(key(connection.id))).toEqual({ is: 'absent' });
  });

  it('tell that the keychain is locked, and once they work again that it is open', async () => {
    const keychain = new FakeKeychain();
    keychain.entries.set('Ferry/c1 https://records.example.com', 'right');
    keychain.locked = true;
    const world = await createWorld({
      secrets: createKeychainSecrets({ load: keychain.load, platform: 'linux' }),
    });
    const place = async () => {
      await world.app.handlers['connections.list']({});
      await world.clock.advance(0);
      return (await world.app.handlers['connections.list']({})).connections[0]?.secret;
    };
    world.server.always('probe', new FailedError({ kind: 'secret-missing' }));
    expect(await place()).toBe('locked');
    await world.clock.advance(1_000);
    keychain.locked = false;
    expect(await place()).toBe('locked');
    world.server.always('probe', null);
    await world.app.handlers['connections.test']({ id: 'c1' });
    expect(await place()).toBe('keychain');
  });

  it('never tell a secret', async () => {
    const world = await createWorld();
    const { connection } = await world.app.handlers['connections.save'](draft);
    await world.app.handlers['connections.setSecret']({ id: connection.id, secret: 'canary' });
    await world.app.handlers['connections.list']({});
    await world.clock.advance(1_000);
    expect(JSON.stringify(world.events)).not.toContain('canary');
  });

  it('are not added twice', async () => {
    const world = await createWorld();
    await world.app.handlers['connections.save'](draft);
    await expect(world.app.handlers['connections.save']({ ...draft, name: 'Other' })).rejects.toMatchObject({
      failure: { kind: 'invalid-input' },
    });
  });

  it('take their jobs along when they are removed with “cancel”, at the server too', async () => {
    const world = await createWorld();
    const id = await preparing(world);
    const removed = world.app.handlers['connections.remove']({ id: 'c1', jobs: 'cancel' });
    world.server.always('poll', null);
    await world.clock.until(() => world.server.prepared.size === 0);
    await removed;
    expect(world.job(id).state.is).toBe('cancelled');
    expect((await world.app.handlers['connections.list']({})).connections).toEqual([]);
    const [row] = (await world.app.handlers['queue.snapshot']({})).jobs;
    expect(row?.connectionName).toBe('Records');
  });

  it('leave their jobs waiting when they are removed with “keep”, until the same server is added again', async () => {
    const world = await createWorld();
    const id = await preparing(world);
    await world.app.handlers['connections.remove']({ id: 'c1', jobs: 'keep' });
    await world.clock.advance(60_000);
    expect((await world.app.handlers['connections.list']({})).connections).toEqual([]);
    expect(world.job(id).state.is).toBe('preparing');
    const before = world.server.count('poll');
    await world.clock.advance(60_000);
    expect(world.server.count('poll')).toBe(before);
    const { connection } = await world.app.handlers['connections.save']({
      ...draft,
      address: 'https://records.example.com',
    });
    expect(connection.id).toBe('c1');
    await world.app.handlers['connections.setSecret']({ id: 'c1', secret: 'right' });
    await world.clock.advance(60_000);
    expect(world.server.count('poll')).toBeGreaterThan(before);
  });

  it('are looked at when they are listed, once', async () => {
    const world = await createWorld();
    await world.app.handlers['connections.list']({});
    await world.app.handlers['connections.list']({});
    await world.clock.advance(60_000);
    await world.app.handlers['connections.list']({});
    expect(world.server.count('probe')).toBe(1);
  });

  it('are listed at once, and where their secrets are is told when the keychain has said it', async () => {
    const secrets = createMemorySecrets();
    const asked = Promise.withResolvers<void>();
    const slow = {
      ...secrets,
      read: (key: Parameters<Secrets['read']>[0]) => asked.promise.then(() => secrets.read(key)),
    };
    const world = await createWorld({ secrets: slow });
    const last = () => world.received('connections.changed').at(-1)?.connections[0];
    world.server.always('probe', new FailedError({ kind: 'unreachable' }));
    const { connections } = await world.app.handlers['connections.list']({});
    expect(connections).toMatchObject([{ name: 'Records', secret: 'unknown' }]);
    await world.clock.advance(60_000);
    expect(last()).toMatchObject({ state: { is: 'unreachable' }, secret: 'unknown' });
    asked.resolve();
    await world.clock.advance(200);
    expect(last()).toMatchObject({ state: { is: 'unreachable' }, secret: 'absent' });
  });

  it('whose keychain breaks are told as such, and the fault is logged', async () => {
    const secrets = createMemorySecrets();
    const world = await createWorld({
      secrets: { ...secrets, read: () => Promise.reject(new Error('no such service')) },
    });
    await world.app.handlers['connections.list']({});
    await world.clock.advance(200);
    const { connections } = await world.app.handlers['connections.list']({});
    expect(connections[0]?.secret).toBe('unavailable');
    expect(world.logged).toContainEqual(
      expect.objectContaining({ event: 'a secret could not be looked for', detail: 'no such service' }),
    );
  });

  it('tell the newest last, and what follows soon after together', async () => {
    const world = await createWorld();
    await world.clock.advance(1_000);
    const before = world.received('connections.changed').length;
    for (const [index, name] of ['One', 'Two', 'Three', 'Four'].entries())
      await world.app.handlers['connections.save']({
        ...draft,
        name,
        address: `https://${index}.example.com`,
      });
    await world.clock.advance(150);
    const told = world.received('connections.changed').slice(before);
    expect(told.at(-1)?.connections.map(({ name }) => name)).toEqual([
      'Records',
      'One',
      'Two',
      'Three',
      'Four',
    ]);
    expect(told).toHaveLength(2);
  });

  it('say in words why a test failed', async () => {
    const world = await createWorld();
    world.server.next('probe', new FailedError({ kind: 'sign-in-refused' }));
    await expect(world.app.handlers['connections.test']({ id: 'c1' })).rejects.toMatchObject({
      failure: { kind: 'sign-in-refused' },
    });
    expect(await world.app.handlers['connections.test']({ id: 'c1' })).toEqual({
      info: { account: 'ada', version: 'Fake 1.0' },
    });
  });
});

describe('the history', () => {
  it('lists what ended, finds it by its name, and forgets it on request', async () => {
    const world = await createWorld();
    const document = world.server.document('doc-1', { name: 'Plan.pdf' });
    const id = await world.ask('doc-1');
    await world.reach(id, 'saved');
    const search = async (text: string): Promise<JobView[]> =>
      (
        await world.app.handlers['history.query']({
          text,
          offset: 0,
          limit: 10,
          sort: null,
          without: [],
          filter: everything,
        })
      ).jobs;
    expect((await search('plan'))[0]).toMatchObject({
      id,
      size: document.bytes.length,
      actions: ['open', 'reveal', 'again', 'remove'],
    });
    expect(await search('other')).toEqual([]);
    await world.act(id, 'remove');
    expect((await world.app.handlers['queue.snapshot']({})).jobs).toEqual([]);
    expect(await search('plan')).toHaveLength(1);
    await world.app.handlers['jobs.remove']({ jobIds: [id], files: false });
    expect(await search('plan')).toEqual([]);
    expect(world.files.names(folder)).toEqual(['Plan.pdf']);
  });
});
