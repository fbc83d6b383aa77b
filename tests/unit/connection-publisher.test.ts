import { expect, test } from 'vitest';
import { ConnectionPublisher } from '../../src-main/core/connection-publisher.ts';
import type { Connections } from '../../src-main/core/connections.ts';
import type { Jobs } from '../../src-main/core/jobs.ts';
import type { SecretState } from '../../src-main/core/ports.ts';
import type { Connection } from '../../src-shared/connection.ts';
import type { ConnectionView } from '../../src-shared/contract.ts';
import { said } from '../../src-shared/language/index.ts';
import { phrase } from '../../src-shared/language/phrase.ts';
import { silentServer } from '../fakes/compose-job.ts';
import { FakeClock, settle } from '../fakes/fake-clock.ts';

const { id } = silentServer;

/** One server, as screens are told of it; `world` is what may change. */
function createPublisher(server: Connection = silentServer) {
  const clock = new FakeClock();
  const told: ConnectionView[][] = [];
  const logged: unknown[] = [];
  const world = {
    server: server as Connection | null,
    state: { is: 'unknown' } as ReturnType<Connections['state']>,
    openJobs: 0,
    secret: async (): Promise<SecretState> => ({ is: 'absent' }),
    reads: 0,
  };
  const connections = {
    all: () => (world.server ? [world.server] : []),
    find: () => world.server,
    state: () => world.state,
  } as unknown as Connections;
  const secrets = {
    read: () => {
      world.reads += 1;
      return world.secret();
    },
    write: () => Promise.reject(new Error('not asked')),
    erase: () => Promise.reject(new Error('not asked')),
  };
  const log = { event: (event: string, fields?: object) => void logged.push({ event, ...fields }) };
  const publisher = new ConnectionPublisher(
    { clock, log, secrets, say: said },
    {
      connections,
      jobs: () => ({ openOf: () => world.openJobs }) as unknown as Jobs,
      isDemo: ({ name }) => name === 'Demo',
      publish: ({ connections: views }) => void told.push(views),
    },
  );
  return { clock, publisher, told, logged, world };
}

test('a server is shown as it is, in the host’s language, without what its certificates are made of', () => {
  const facts = { subject: 'Company', issuer: 'Company', validFrom: 0, validTo: 1, fingerprint: 'AA' };
  const server = { ...silentServer, ownName: phrase('demo.server'), authorities: [{ ...facts, pem: 'PEM' }] };
  const { publisher, world } = createPublisher(server);
  world.openJobs = 3;
  expect(publisher.view(server)).toEqual({
    ...server,
    authorities: [facts],
    name: said(phrase('demo.server')),
    state: { is: 'unknown' },
    secret: 'unknown',
    openJobs: 3,
    demo: false,
  });
  expect(publisher.view(silentServer)).not.toHaveProperty('authorities');
  expect(publisher.view({ ...silentServer, name: 'Demo' }).demo).toBe(true);
});

test('a list doesn’t wait for the keychain, which is read once, and its answer is told when it comes', async () => {
  const { publisher, told, world } = createPublisher();
  const keychain = Promise.withResolvers<SecretState>();
  world.secret = () => keychain.promise;
  expect(publisher.views()[0]?.secret).toBe('unknown');
  publisher.views();
  expect(told).toEqual([]);
  keychain.resolve({ is: 'ok', value: 's3cret', kept: 'keychain' });
  await settle();
  expect(told.map((views) => views[0]?.secret)).toEqual(['keychain']);
  expect(JSON.stringify(told)).not.toContain('s3cret');
  publisher.views();
  await settle();
  expect(world.reads).toBe(1);
});

test('a keychain that was locked is asked again once the server works: the secret must have come from there', async () => {
  const { publisher, world } = createPublisher();
  world.secret = async () => ({ is: 'locked' });
  publisher.views();
  await settle();
  expect(publisher.views()[0]?.secret).toBe('locked');
  await settle();
  expect(world.reads).toBe(1);
  world.state = { is: 'ok', info: { account: 'ada', version: null } };
  world.secret = async () => ({ is: 'ok', value: 'x', kept: 'keychain' });
  publisher.views();
  await settle();
  expect(publisher.views()[0]?.secret).toBe('keychain');
  publisher.views();
  await settle();
  // What is known for good isn't asked for again, however well the server works.
  expect(world.reads).toBe(2);
});

test('what was written while the keychain answered is newer than its answer', async () => {
  const { publisher, told, world } = createPublisher();
  const keychain = Promise.withResolvers<SecretState>();
  world.secret = () => keychain.promise;
  publisher.views();
  publisher.keep(id, 'run');
  keychain.resolve({ is: 'absent' });
  await settle();
  expect(publisher.views()[0]?.secret).toBe('run');
  expect(told).toEqual([]);
  publisher.keep(id, null);
  expect(publisher.views()[0]?.secret).toBe('unknown');
});

test('a keychain that fails counts as unavailable, and the log says of which server', async () => {
  const { publisher, logged, world } = createPublisher();
  world.secret = async () => {
    throw new Error('no session bus');
  };
  publisher.views();
  await settle();
  expect(publisher.views()[0]?.secret).toBe('unavailable');
  expect(logged).toEqual([
    {
      event: 'a secret could not be looked for',
      connectionId: id,
      kind: 'internal',
      status: undefined,
      detail: 'no session bus',
    },
  ]);
});

test('news is told at once, and what follows within a tenth of a second together', async () => {
  const { clock, publisher, told, world } = createPublisher();
  publisher.keep(id, 'run');
  publisher.announce();
  expect(told).toHaveLength(1);
  for (const openJobs of [1, 2, 3]) {
    world.openJobs = openJobs;
    publisher.announce();
  }
  await clock.advance(99);
  expect(told).toHaveLength(1);
  await clock.advance(1);
  expect(told.map((views) => views[0]?.openJobs)).toEqual([0, 3]);
  await clock.advance(1_000);
  expect(told).toHaveLength(2);
  world.openJobs = 4;
  publisher.announce();
  expect(told).toHaveLength(3);
});

test('what looks as it did is not told', async () => {
  const { clock, publisher, told } = createPublisher();
  publisher.keep(id, 'run');
  publisher.announce();
  await clock.advance(100);
  publisher.announce();
  await clock.advance(100);
  expect(told).toHaveLength(1);
});

test('nothing is told after the end, nor of a secret whose server is gone', async () => {
  const { clock, publisher, told, world } = createPublisher();
  publisher.views();
  world.server = null;
  await settle();
  expect(told).toEqual([]);
  publisher.stop();
  publisher.announce();
  await clock.advance(1_000);
  expect(told).toEqual([]);
});
