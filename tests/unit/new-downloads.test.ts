import { describe, expect, test } from 'vitest';
import type { CallParts } from '../../src-main/core/calls/call-parts.ts';
import { createNewDownloads } from '../../src-main/core/calls/new-downloads.ts';
import type { Browsing, Ports } from '../../src-main/core/ports.ts';
import type { Connection } from '../../src-shared/connection.ts';
import type { Job } from '../../src-shared/job/job.ts';
import { FailedError } from '../../src-shared/failures/failure.ts';
import { said } from '../../src-shared/language/index.ts';
import { phrase } from '../../src-shared/language/phrase.ts';
import type { ServerItem } from '../../src-shared/server-items.ts';
import { silentServer } from '../fakes/compose-job.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { FakeConfig } from '../fakes/fake-config.ts';
import { FakeFileStore } from '../fakes/fake-file-store.ts';
import { createFakeServers } from '../fakes/fake-server.ts';
import { saying } from '../fakes/saying.ts';

const own: Connection = { ...silentServer, baseUrl: 'https://records.example.com' };
const connectionId = own.id;
const folder = '/downloads';
const item = (id: string, more: Partial<ServerItem> = {}): ServerItem => ({
  ...{ id, name: `${id}.pdf`, isFolder: false, size: 1, modifiedAt: null, path: null, mimeType: '' },
  ...more,
});

function createMaker({ resolve = null as Browsing['resolve'] | null, isReachable = true } = {}) {
  const clock = new FakeClock();
  const config = new FakeConfig();
  config.saveConnection(own);
  const servers = createFakeServers();
  const understand = servers.understandItems.bind(servers);
  servers.understandItems = (kind, items) => {
    const links = items.filter((text) => text.includes('//'));
    const ids = items.filter((text) => !text.includes('//'));
    if (ids.length > 0) return { ...understand(kind, ids), links };
    return { request: { kind: 'alfresco', nodeIds: [] }, links, notes: [] };
  };
  servers.readPasted = (_kind, items) =>
    items.map((text) => ({ text, host: text.includes('//') ? new URL(text).host : null }));
  const files = new FakeFileStore();
  const rows: Job[] = [];
  const groups: [Job, Job[]][] = [];
  const asked: string[] = [];
  const world = { wakes: 0 };
  let ids = 0;
  const parts = {
    jobs: {
      all: () => rows,
      add: (job: Job) => void rows.push(job),
      addGroup: (parent: Job, children: Job[]) => void groups.push([parent, children]),
    },
    connections: {
      find: (id: string) => (id === own.id ? own : null),
      nameOf: () => 'Records',
      hasNetwork: () => isReachable,
      state: () => ({ is: 'ok' }),
      api: () => ({
        ...(resolve && {
          browsing: {
            resolve: (text: string, options: Parameters<Browsing['resolve']>[1]) => {
              asked.push(text);
              return resolve(text, options);
            },
          },
        }),
      }),
    },
    dispatcher: { wake: () => void (world.wakes += 1) },
  } as unknown as CallParts;
  const ports = {
    ...{ clock, config, servers, files, folderList: null, say: said },
    random: { next: () => 0.5, id: () => `job-${(ids += 1)}` },
  } as unknown as Ports;
  const maker = createNewDownloads(ports, parts);
  const create = (items: string[], more: Partial<Parameters<typeof maker.create>[0]> = {}) =>
    maker.create({ connectionId, items, folder, ...more });
  return { clock, files, rows, groups, asked, world, create, maker };
}

describe('a new download', () => {
  test('stands last in the queue, in a folder that was made for it, and slots are given out anew', async () => {
    const { clock, rows, world, create, files } = createMaker();
    const made: string[] = [];
    files.before = (operation, at) => void (operation === 'makeFolder' && made.push(at));
    const { jobId } = await create(['doc-1']);
    await create(['doc-2']);
    expect(rows).toEqual([
      expect.objectContaining({
        ...{ id: jobId, connectionId, folder, createdAt: clock.now(), changedAt: clock.now(), order: 1 },
        ...{ request: { kind: 'alfresco', nodeIds: ['doc-1'] }, state: { is: 'queued' } },
        ...{ account: null, parentId: null, priority: 'normal', run: 0, attempt: 0 },
        ...{ retryAt: null, lastFailure: null, corruptions: 0, askedAgain: 0 },
      }) as Job,
      expect.objectContaining({ order: 2 }) as Job,
    ]);
    expect(rows[0]).not.toHaveProperty('subfolders');
    expect([made, world.wakes]).toEqual([[folder, folder], 2]);
  });

  test('of a server that is gone is refused, and nothing is made', async () => {
    const { create, rows } = createMaker();
    await expect(create(['doc-1'], { connectionId: 'unknown' })).rejects.toMatchObject({
      failure: { detail: phrase('validationErrors.serverGone') },
    });
    expect(rows).toEqual([]);
  });

  test('says how often something was named twice', async () => {
    const { create } = createMaker();
    expect((await create(['a', 'a'])).notes).toHaveLength(1);
  });

  test('goes into folders below the chosen one, with names that any system takes', async () => {
    const { create, rows } = createMaker();
    await create(['doc-1'], { subfolder: ' 2026 // May: plans/ ' });
    expect(rows[0]?.subfolders).toEqual(['2026', 'May_ plans']);
    await create(['doc-1'], { subfolder: './a\\b' });
    expect(rows[1]?.subfolders).toEqual(['a', 'b']);
  });

  test('never above it: that is refused in words, before anything is asked', async () => {
    const { create, rows, asked } = createMaker({ resolve: async (id) => item(id) });
    for (const subfolder of ['../up', 'a/..', 'a\\ .. \\b'])
      await expect(create(['doc-1'], { subfolder })).rejects.toMatchObject({
        failure: { detail: phrase('validationErrors.subfolder') },
      });
    expect([rows, asked]).toEqual([[], []]);
  });
});

describe('what it is called', () => {
  const named = async (known: ServerItem[], more: object = {}): Promise<Pick<Job, 'name' | 'fileName'>> => {
    const { create, rows } = createMaker();
    await create(
      known.map(({ id }) => id),
      { known, ...more },
    );
    const { name, fileName } = rows[0]!;
    return { name, ...(fileName !== undefined && { fileName }) };
  };

  test('is its name on the server, or how many things were asked for where nobody knows', async () => {
    expect(await named([item('a')])).toEqual({ name: 'a.pdf' });
    const { create, rows } = createMaker();
    await create(['a', 'b']);
    expect(rows[0]?.name).toEqual(saying('2 items from Records'));
    expect(rows[0]).not.toHaveProperty('fileName');
  });

  test('of several things says what is in them, as a zip', async () => {
    const { name, fileName } = await named([item('a'), item('b'), item('c')]);
    expect(fileName).toBe('a.pdf and 2 more.zip');
    expect(name).toBe(fileName);
  });

  test('is what was typed, with the ending that the file will have', async () => {
    const typed = async (known: ServerItem[], fileName: string) =>
      (await named(known, { fileName })).fileName;
    expect(await typed([item('a')], ' plan.pdf ')).toBe('plan.pdf');
    expect(await typed([item('a', { isFolder: true })], 'plan')).toBe('plan.zip');
    expect(await typed([item('a'), item('b')], 'plans.ZIP')).toBe('plans.ZIP');
    expect(await typed([item('a'), item('b')], 'a:b')).toBe('a_b.zip');
    expect(await typed([item('a')], '  ')).toBeUndefined();
    expect(await typed([item('a'), item('b')], 'Tender: Q1/2026 ?')).toBe('Tender_ Q1_2026 _.zip');
    expect(await typed([item('a')], 'Q1\\2.pdf')).toBe('Q1_2.pdf');
  });

  test('fits into a file’s name, however long the first thing’s is', async () => {
    const { fileName } = await named([item('a', { name: 'x'.repeat(400) }), item('b')]);
    expect(fileName!.length).toBeLessThanOrEqual(255);
    expect(fileName).toMatch(/\.zip$/);
  });
});

describe('what only the server knows', () => {
  const known: Browsing['resolve'] = async (text) => {
    if (text.includes('gone')) throw new FailedError({ kind: 'not-found' });
    return item(text.replace(/^.*\//, ''));
  };

  test('is looked up: the names of ids, and what links lead to', async () => {
    const { create, rows, asked } = createMaker({ resolve: known });
    await create(['a', 'https://records.example.com/b']);
    expect(rows[0]?.request).toEqual({
      ...{ kind: 'alfresco', nodeIds: ['a', 'b'], names: { a: 'a.pdf', b: 'b.pdf' } },
    });
    expect(asked.sort()).toEqual(['a', 'https://records.example.com/b']);
  });

  test('isn’t looked up where it is known already', async () => {
    const { create, rows, asked } = createMaker({ resolve: known });
    await create(['a'], { known: [item('a', { name: 'Known.pdf' }), item('other')] });
    expect([asked, rows[0]?.request]).toEqual([
      [],
      { kind: 'alfresco', nodeIds: ['a'], names: { a: 'Known.pdf' } },
    ]);
  });

  test('a name that can’t be found holds nothing up, a link that leads nowhere does', async () => {
    const { create, rows } = createMaker({ resolve: known });
    await create(['a', 'gone']);
    expect(rows[0]?.request).toEqual({ kind: 'alfresco', nodeIds: ['a', 'gone'], names: { a: 'a.pdf' } });
    await expect(create(['https://records.example.com/gone'])).rejects.toMatchObject({
      failure: { kind: 'not-found' },
    });
    expect(rows).toHaveLength(1);
  });

  test('isn’t waited for longer than five seconds', async () => {
    const slow = createMaker({ resolve: () => new Promise<never>(() => undefined) });
    const made = slow.create(['a']);
    await slow.clock.advance(4_999);
    expect(slow.rows).toEqual([]);
    await slow.clock.advance(1);
    await made;
    expect(slow.rows[0]?.request).toEqual({ kind: 'alfresco', nodeIds: ['a'] });
  });

  test('isn’t asked for without a network, nor of more things than twenty', async () => {
    const away = createMaker({ resolve: known, isReachable: false });
    await away.create(['a']);
    const { create, asked } = createMaker({ resolve: known });
    await create(Array.from({ length: 21 }, (_, index) => `i${index}`));
    expect([away.asked, asked]).toEqual([[], []]);
    await create(Array.from({ length: 20 }, (_, index) => `i${index}`));
    expect(asked).toHaveLength(20);
  });

  test('a link of another host isn’t followed: the same path may be something else here', async () => {
    const { create, asked } = createMaker({ resolve: known });
    const values = { host: 'other.example.com', own: 'records.example.com' };
    await expect(create(['https://other.example.com/b'])).rejects.toMatchObject({
      failure: { kind: 'invalid-input', detail: phrase('validationErrors.items.otherHost', values) },
    });
    expect(asked).toEqual([]);
  });
});

describe('each thing by itself', () => {
  const known = [
    item('a', { path: '/Sites/harbour/plans/2026/a.pdf' }),
    item('b', { path: '/Sites/harbour/plans/old: ones/b.pdf' }),
    item('c'),
  ];
  const ids = known.map(({ id }) => id);

  test('is a group: a parent that is split, and a part for each, right behind it', async () => {
    const { create, groups, rows, world } = createMaker();
    const { jobId } = await create(ids, { known, each: true });
    expect([rows, groups.length, world.wakes]).toEqual([[], 1, 1]);
    const [parent, children] = groups[0]!;
    expect(parent).toMatchObject({
      id: jobId,
      state: { is: 'split', children: children.map(({ id }) => id), why: 'chosen' },
    });
    expect(children.map((child) => child.parentId)).toEqual([jobId, jobId, jobId]);
    expect(children.map((child) => child.request)).toEqual(
      known.map(({ id, name, path }) => ({
        ...{ kind: 'alfresco', nodeIds: [id], names: { [id]: name } },
        ...(path !== null && { folders: { [id]: path.slice(0, path.lastIndexOf('/')) } }),
      })),
    );
    expect(children.map(({ name }) => name)).toEqual(['a.pdf', 'b.pdf', 'c.pdf']);
    const orders = [parent, ...children].map(({ order }) => order);
    expect(orders.toSorted((one, other) => one - other)).toEqual(orders);
    expect(Math.max(...orders)).toBeLessThan(parent.order + 1);
  });

  test('goes into the folders in which it is on the server, without those that all have in common', async () => {
    const { create, groups } = createMaker();
    await create(ids, { known, each: true, subfolder: 'mine' });
    const [parent, children] = groups[0]!;
    expect(parent.subfolders).toEqual(['mine']);
    expect(children.map(({ subfolders }) => subfolders)).toEqual([
      ['mine', '2026'],
      ['mine', 'old_ ones'],
      ['mine'],
    ]);
    const flat = createMaker();
    await flat.create(['a', 'b'], {
      known: known.map((one) => ({ ...one, path: `/x/${one.name}` })),
      each: true,
    });
    for (const child of flat.groups[0]![1]) expect(child).not.toHaveProperty('subfolders');
  });

  test('is a single download where there is one thing, and refused for more than five hundred', async () => {
    const { create, groups, rows } = createMaker();
    await create(['a'], { each: true });
    expect([rows.length, groups.length]).toEqual([1, 0]);
    const many = Array.from({ length: 501 }, (_, index) => `i${index}`);
    await expect(create(many, { each: true })).rejects.toMatchObject({
      failure: { detail: phrase('validationErrors.items.tooManyEach', { asked: 501, most: 500 }) },
    });
    await create(many.slice(1), { each: true });
    expect(groups[0]?.[1]).toHaveLength(500);
  });
});
