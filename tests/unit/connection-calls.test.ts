import { describe, expect, test } from 'vitest';
import { createMemorySecrets } from '../../src-main/adapters/secrets-memory.ts';
import type { CallParts } from '../../src-main/core/calls/call-parts.ts';
import { createConnectionCalls } from '../../src-main/core/calls/connections.ts';
import type { Ports } from '../../src-main/core/ports.ts';
import { connectionSchema, originOf } from '../../src-shared/connection.ts';
import type { ConnectionState } from '../../src-shared/connection.ts';
import { connectionCalls, connectionViewSchema } from '../../src-shared/contract/connections.ts';
import { phrase } from '../../src-shared/language/phrase.ts';
import { said } from '../../src-shared/language/index.ts';
import type { Job } from '../../src-shared/job/job.ts';
import { composeJob, silentServer } from '../fakes/compose-job.ts';
import { FakeClock, settle } from '../fakes/fake-clock.ts';
import { FakeConfig } from '../fakes/fake-config.ts';
import { createFakeServers } from '../fakes/fake-server.ts';

const demo = {
  ...{ kind: 'alfresco', address: 'http://127.0.0.1:4711', user: 'demo', password: 'open' },
  examples: [{ id: 'e1', name: 'Plan.pdf', about: 'A plan.' }],
} as const;
const draft = {
  kind: 'alfresco',
  name: ' Legal ',
  address: 'https://legal.example.com',
  user: ' ada ',
} as const;
const input = (more: object = {}) => ({ ...draft, ...more });

function createCalls({ hasDemo = true, jobs = [] as Job[] } = {}) {
  const clock = new FakeClock();
  const config = new FakeConfig();
  const secrets = createMemorySecrets();
  const done: unknown[][] = [];
  const published: string[] = [];
  const note =
    (name: string) =>
    (...given: unknown[]) =>
      void done.push([name, ...given]);
  const world = {
    state: { is: 'unknown' } as ConnectionState,
    tidied: () => Promise.resolve(),
    demoFails: false,
    starts: 0,
    logged: [] as string[],
  };
  const parts = {
    jobs: {
      all: () => jobs,
      openOf: () => 0,
      dispatchAll: (ids: string[], event: { type: string }) => note('dispatch')(ids, event.type),
    },
    connections: {
      all: () => config.connections().filter(({ removed }) => !removed),
      find: (id: string) => config.connections().find((one) => one.id === id && !one.removed) ?? null,
      state: () => world.state,
      test: async () => world.state,
      changed: note('changed'),
      look: note('look'),
      removed: note('removed'),
      removedFailure: () => ({ kind: 'server-removed' }),
    },
    cleanUps: { attempted: () => world.tidied() },
    bandwidth: { changed: note('bandwidth') },
    keeping: { look: note('keeping') },
    dispatcher: { wake: note('wake') },
    publish: (name: string) => void published.push(name),
  } as unknown as CallParts;
  const ports = {
    ...{ clock, config, secrets, servers: createFakeServers(), say: said, desktop: {} },
    random: { next: () => 0.5, id: () => 'new' },
    log: { event: (event: string) => void world.logged.push(event) },
    demo: hasDemo
      ? {
          start: async () => {
            world.starts += 1;
            if (world.demoFails) throw new Error('no port is free');
            return demo;
          },
        }
      : null,
  } as unknown as Ports;
  const all = createConnectionCalls(ports, parts);
  const { calls } = all;
  const start = (): void => all.start();
  const stored = (id = 'new') => config.connections().find((one) => one.id === id);
  const secretOf = async (id: string, origin: string) =>
    (await secrets.read({ connectionId: id, origin })).is;
  return { calls, start, clock, config, secrets, done, published, world, stored, secretOf };
}

describe('a server that is saved', () => {
  test('is kept as it was understood, without blanks around names, and everybody is told', async () => {
    const { calls, clock, stored, done, published } = createCalls();
    const { connection } = await calls['connections.save'](input({ tenant: ' acme ' }));
    expect(stored()).toEqual({
      ...{ id: 'new', kind: 'alfresco', name: 'Legal', baseUrl: 'https://legal.example.com', tenant: 'acme' },
      ...{ user: 'ada', createdAt: clock.now() },
    });
    expect(connectionViewSchema.parse(connection)).toMatchObject({
      id: 'new',
      secret: 'unknown',
      demo: false,
    });
    expect([done, published]).toEqual([[['changed', 'new']], ['connections.changed']]);
    await calls['connections.save'](input({ id: 'new', tenant: '  ' }));
    expect(stored()?.tenant).toBe('-default-');
  });

  test('under its host’s name has its account behind it where that name is taken', async () => {
    const { calls, config, stored } = createCalls();
    const save = async (more: object): Promise<string> =>
      (await calls['connections.save'](input({ name: 'legal.example.com', ...more }))).connection.name;
    expect(await save({})).toBe('legal.example.com');
    config.saveConnection({ ...stored()!, id: 'first' });
    expect(await save({ user: 'eve' })).toBe('legal.example.com (eve)');
    // Whoever gives it that name has his reasons.
    expect(await save({ id: 'new', user: 'eve' })).toBe('legal.example.com');
    expect(await save({ user: 'bob', name: 'Legal' })).toBe('Legal');
  });

  test('twice is refused by the name that it has, unless the first one was removed', async () => {
    const { calls, config, stored } = createCalls();
    await calls['connections.save'](input());
    await expect(calls['connections.save'](input({ name: 'Other' }))).rejects.toMatchObject({
      failure: { detail: phrase('validationErrors.knownServer', { name: 'Legal' }) },
    });
    const own = { rateLimit: 65_536, transferSlots: null, preparationSlots: null, filing: null, keep: null };
    config.saveConnection({ ...stored()!, own, removed: true });
    const { connection } = await calls['connections.save'](input({ name: 'Back' }));
    expect(connection.id).toBe('new');
    expect(stored()).toMatchObject({ name: 'Back', own });
    expect(stored()).not.toHaveProperty('removed');
  });

  test('anew keeps when it was added and its own settings; one that is gone can’t be', async () => {
    const { calls, clock, stored } = createCalls();
    await calls['connections.save'](input());
    const { createdAt } = stored()!;
    await clock.advance(5_000);
    const own = { rateLimit: 65_536, transferSlots: null, preparationSlots: null, filing: null, keep: null };
    await calls['connections.configure']({ id: 'new', own });
    await calls['connections.save'](input({ id: 'new', name: 'Else' }));
    expect(stored()).toMatchObject({ name: 'Else', createdAt, own });
    await expect(calls['connections.save'](input({ id: 'gone' }))).rejects.toMatchObject({
      failure: { detail: phrase('validationErrors.serverGone') },
    });
  });

  test('for another user, or elsewhere, loses its secret; under another name it keeps it', async () => {
    const { calls, secretOf } = createCalls();
    const origin = 'https://legal.example.com';
    const save = (more: object = {}) => calls['connections.save'](input({ id: 'new', ...more }));
    await calls['connections.save'](input());
    const remember = () => calls['connections.setSecret']({ id: 'new', secret: 's3cret' });
    await remember();
    await save({ name: 'Else' });
    expect(await secretOf('new', origin)).toBe('ok');
    await save({ user: 'eve' });
    expect(await secretOf('new', origin)).toBe('absent');
    await remember();
    await save({ user: 'eve', address: 'https://legal.example.com:8443' });
    expect(await secretOf('new', origin)).toBe('absent');
  });
});

test('what is typed is understood before anything is saved', async () => {
  const { calls, config } = createCalls();
  expect(await calls['connections.understand']({ kind: 'alfresco', address: 'legal.example.com' })).toEqual({
    ...{ baseUrl: 'https://legal.example.com', tenant: '-default-', suggestedName: 'legal.example.com' },
  });
  expect(config.connections()).toEqual([]);
});

test('settings of one server count at once', async () => {
  const { calls, done, stored } = createCalls();
  await calls['connections.save'](input());
  const own = { rateLimit: 65_536, transferSlots: 2, preparationSlots: null, filing: null, keep: null };
  await calls['connections.configure']({ id: 'new', own });
  expect(stored()?.own).toEqual(own);
  expect(done.slice(1)).toEqual([['keeping'], ['bandwidth'], ['wake']]);
});

describe('a secret', () => {
  test('is kept for its server, which is looked at anew, and nothing says anymore that it was refused', async () => {
    const { calls, config, done, stored, secretOf } = createCalls();
    await calls['connections.save'](input());
    config.saveConnection({ ...stored()!, refused: true });
    expect(await calls['connections.setSecret']({ id: 'new', secret: 's3cret' })).toEqual({ kept: 'run' });
    expect(await secretOf('new', 'https://legal.example.com')).toBe('ok');
    expect(stored()).not.toHaveProperty('refused');
    expect(done.slice(1)).toEqual([
      ['changed', 'new'],
      ['look', 'new'],
    ]);
    expect((await calls['connections.list']({})).connections[0]?.secret).toBe('run');
  });

  test('of another role says nothing of the password', async () => {
    const { calls, config, stored } = createCalls();
    const proxy = { use: 'own', url: 'http://proxy.example.com:8080', user: 'ada' } as const;
    await calls['connections.save'](input({ proxy }));
    config.saveConnection({ ...stored()!, refused: true });
    await calls['connections.setSecret']({ id: 'new', secret: 'x', role: 'proxy' });
    expect(stored()).toMatchObject({ refused: true });
    await settle();
    expect((await calls['connections.list']({})).connections[0]?.secret).toBe('absent');
  });
});

test('a test of a server says who we are there, or what is wrong', async () => {
  const { calls, world } = createCalls();
  await calls['connections.save'](input());
  const info = { account: 'ada', version: '7.4' };
  world.state = { is: 'ok', info };
  expect(await calls['connections.test']({ id: 'new' })).toEqual({ info });
  world.state = { is: 'untrusted', failure: { kind: 'untrusted' }, since: 1 };
  await expect(calls['connections.test']({ id: 'new' })).rejects.toMatchObject({
    failure: { kind: 'untrusted' },
  });
  world.state = { is: 'unknown' };
  await expect(calls['connections.test']({ id: 'new' })).rejects.toMatchObject({
    failure: { kind: 'unreachable' },
  });
  await expect(calls['connections.test']({ id: 'gone' })).rejects.toThrow();
});

test('a list has servers looked at of which nothing is known, and no others', async () => {
  const { calls, done, world } = createCalls();
  await calls['connections.save'](input());
  await calls['connections.list']({});
  world.state = { is: 'ok', info: { account: 'ada', version: null } };
  await calls['connections.list']({});
  expect(done.filter(([name]) => name === 'look')).toEqual([['look', 'new']]);
});

describe('a server that is removed', () => {
  const own = { connectionId: 'new' };
  const jobs = [
    composeJob({ id: 'open', ...own }),
    composeJob({ id: 'over', ...own, state: { is: 'cancelled' } }),
    composeJob({ id: 'other', connectionId: 'else' }),
  ];

  test('takes its open downloads along where that is wished, and no secret stays', async () => {
    const { calls, done, stored, secretOf, clock } = createCalls({ jobs });
    await calls['connections.save'](input());
    await calls['connections.setSecret']({ id: 'new', secret: 's3cret' });
    await calls['connections.remove']({ id: 'new', jobs: 'cancel' });
    expect(done).toContainEqual(['dispatch', ['open'], 'cancel']);
    expect(done.at(-1)).toEqual(['removed', 'new']);
    expect(stored()).toMatchObject({ removed: true, name: 'Legal' });
    expect(await secretOf('new', 'https://legal.example.com')).toBe('absent');
    await settle();
    // Only what gathers news still waits.
    expect(clock.nextWake === null || clock.nextWake - clock.now() <= 100).toBe(true);
  });

  test('leaves them where that is wished', async () => {
    const { calls, done, stored } = createCalls({ jobs });
    await calls['connections.save'](input());
    await calls['connections.remove']({ id: 'new', jobs: 'keep' });
    expect(done.map(([name]) => name)).toEqual(['changed', 'removed']);
    expect(stored()).toMatchObject({ removed: true });
  });

  test('waits ten seconds at most until its downloads are cancelled there', async () => {
    const { calls, clock, stored, world } = createCalls({ jobs });
    world.tidied = () => new Promise(() => undefined);
    await calls['connections.save'](input());
    const removing = calls['connections.remove']({ id: 'new', jobs: 'cancel' });
    await clock.advance(9_999);
    expect(stored()).not.toHaveProperty('removed');
    await clock.advance(1);
    await removing;
    expect(stored()).toMatchObject({ removed: true });
  });
});

describe('the demo server', () => {
  test('is added with its password, named in the host’s language, and known as the demo of this run', async () => {
    const { calls, stored, secretOf, done } = createCalls();
    const { connection, examples } = await calls['connections.addDemo']({});
    expect(examples).toEqual(demo.examples);
    expect(stored('demo')).toMatchObject({
      ownName: phrase('demo.server'),
      user: 'demo',
      baseUrl: demo.address,
    });
    expect(connection).toMatchObject({ id: 'demo', demo: true, name: said(phrase('demo.server')) });
    expect(await secretOf('demo', demo.address)).toBe('ok');
    expect(done).toContainEqual(['look', 'demo']);
  });

  test('keeps the name that it was given, and is none where it listened in another run', async () => {
    const { calls, config, stored } = createCalls();
    const before = {
      ...silentServer,
      id: 'demo',
      name: 'My demo',
      baseUrl: 'http://127.0.0.1:1',
      createdAt: 3,
    };
    config.saveConnection(before);
    expect((await calls['connections.list']({})).connections[0]?.demo).toBe(false);
    await calls['connections.addDemo']({});
    expect(stored('demo')).toMatchObject({ name: 'My demo', createdAt: 3, baseUrl: demo.address });
    expect(stored('demo')).not.toHaveProperty('ownName');
  });

  test('is called as at first once it was removed and is added again', async () => {
    const { calls, config, stored } = createCalls();
    config.saveConnection({ ...silentServer, id: 'demo', name: 'My demo', removed: true });
    await calls['connections.addDemo']({});
    expect(stored('demo')).toMatchObject({ ownName: phrase('demo.server') });
  });

  test('is started again at the next start where it is in the list, and else is not', async () => {
    const { start, config, world } = createCalls();
    start();
    await settle();
    expect(world.starts).toBe(0);
    config.saveConnection({ ...silentServer, id: 'demo' });
    world.demoFails = true;
    start();
    await settle();
    expect([world.starts, world.logged]).toEqual([1, ['the demo server did not start']]);
  });

  test('is refused where there is none', async () => {
    const { calls, start } = createCalls({ hasDemo: false });
    start();
    await expect(calls['connections.addDemo']({})).rejects.toMatchObject({
      failure: { detail: phrase('validationErrors.noDemo') },
    });
  });
});

test('a server’s origin is its scheme, host and port, which its secrets are bound to', () => {
  expect(originOf({ baseUrl: 'https://records.example.com:8443/alfresco' })).toBe(
    'https://records.example.com:8443',
  );
  expect(originOf({ baseUrl: 'https://records.example.com:443/x' })).toBe('https://records.example.com');
});

test('a server has a name, and settings of its own only in the limits that those for all have', () => {
  const save = connectionCalls['connections.save'].input;
  expect(save.safeParse(input()).success).toBe(true);
  expect(save.safeParse(input({ name: '  ' })).success).toBe(false);
  const own = (transferSlots: number) =>
    connectionSchema.safeParse({ ...silentServer, own: { transferSlots } }).success;
  expect([own(1), own(20), own(0), own(21)]).toEqual([true, true, false, false]);
});
