import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMemorySecrets } from '../../src-main/adapters/secrets-memory.ts';
import { createServers } from '../../src-main/adapters/servers/index.ts';
import { authoritySchema } from '../../src-shared/certificate.ts';
import { calls } from '../../src-shared/contract.ts';
import type { CallName } from '../../src-shared/contract.ts';
import { FailedError } from '../../src-shared/failures/failure.ts';
import { settingsSchema } from '../../src-shared/settings.ts';
import { anyInput } from '../fakes/any-input.ts';
import { settle } from '../fakes/fake-clock.ts';
import { FakeConfig } from '../fakes/fake-config.ts';
import { createWorld } from '../fakes/world.ts';
import type { World } from '../fakes/world.ts';

/*
 * Calls that pass the contract's validation and are odd all the same. None may end in anything but an answer of the right
 * form or a failure with words, and none may leave behind what can't be shown, kept and read again.
 */

const real = createServers({ secrets: createMemorySecrets(), now: () => 0, thanks: () => '' });

const seed = 20_261_130;
const words = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    '',
    ' ',
    '..',
    '../..',
    '/',
    'C:\\',
    '\0',
    'a'.repeat(4_000),
    '__proto__',
    'constructor',
    '\u202e',
  ),
);
const upTo = (most: number, arbitrary = words) => arbitrary.map((text) => text.slice(0, most));
const named = (most: number) => upTo(most).filter((text) => text.trim() !== '');
const place = fc.oneof(
  { arbitrary: fc.constantFrom('/downloads', '/elsewhere', '~', '~/new', 'relative'), weight: 3 },
  named(4_000),
);
const address = fc.oneof(
  {
    arbitrary: fc.constantFrom(
      'https://records.example.com/alfresco',
      'http://127.0.0.1:1',
      'records',
      'file:///etc/passwd',
    ),
    weight: 3,
  },
  upTo(4_000),
);
/** As the servers name theirs: two documents of an Alfresco, a kind of export of a Bridge. */
const item = fc.oneof(
  {
    arbitrary: fc.constantFrom(
      '11111111-2222-4333-8444-555555555555',
      '66666666-2222-4333-8444-555555555555',
      'user_export',
    ),
    weight: 5,
  },
  words,
);
/** Of what there is, or of nothing; `known` is put in the place of the numbers when the call goes out. */
const jobId = fc.oneof(
  { arbitrary: fc.nat(20).map((place) => `job:${place}`), weight: 5 },
  { arbitrary: named(60), weight: 1 },
);
const serverId = fc.oneof(
  { arbitrary: fc.constantFrom('c1', 'c2'), weight: 5 },
  { arbitrary: fc.nat(5).map((place) => `server:${place}`), weight: 5 },
  { arbitrary: named(60), weight: 1 },
);

const optional = { requiredKeys: [] as [] };
const rate = fc.option(fc.integer({ min: 1_000, max: 100_000_000_000 }));
const slots = fc.option(fc.integer({ min: 1, max: 20 }));

/** Where what is sensible is worth more than what is possible. */
const inputs: Partial<Record<CallName, fc.Arbitrary<object>>> = {
  'jobs.create': fc.record(
    {
      connectionId: serverId,
      items: fc.array(item, { minLength: 1, maxLength: 4 }),
      folder: place,
      each: fc.boolean(),
      fileName: upTo(255),
      subfolder: upTo(1_000),
    },
    { requiredKeys: ['connectionId', 'items', 'folder'] },
  ),
  'queue.rows': fc.record({ jobIds: fc.array(jobId, { minLength: 1, maxLength: 5 }) }),
  'jobs.remove': fc.record({ jobIds: fc.array(jobId, { minLength: 1, maxLength: 5 }), files: fc.boolean() }),
  'connections.save': fc.record(
    {
      id: serverId,
      kind: fc.constantFrom('alfresco', 'bridge'),
      name: named(120),
      address,
      tenant: upTo(120),
      user: upTo(200),
      proxy: fc.option(
        fc.oneof(
          fc.constant({ use: 'none' }),
          fc.record({
            use: fc.constant('own'),
            url: fc.constant('http://proxy.example.com:8080'),
            user: upTo(200),
          }),
        ),
      ),
      clientCertificate: fc.option(fc.record({ file: named(4_000) })),
      signIn: fc.oneof(
        fc.constant({ by: 'password' }),
        fc.record({
          by: fc.constant('oidc'),
          issuer: fc.constantFrom('https://sso.example.com', 'http://sso'),
          clientId: named(300),
          scope: upTo(1_000),
        }),
      ),
      authorities: fc.array(
        anyInput(authoritySchema, () => words),
        { maxLength: 2 },
      ),
    },
    { requiredKeys: ['kind', 'name', 'address', 'user'] },
  ),
  'connections.configure': fc.record({
    id: serverId,
    own: fc.oneof(
      fc.record({ rateLimit: rate, transferSlots: slots, preparationSlots: slots }, optional),
      anyInput(calls['connections.configure'].input.shape.own, () => words),
    ),
  }),
  'connections.understand': fc.record({ kind: fc.constantFrom('alfresco', 'bridge'), address }),
  'connections.setSecret': fc.record({ id: serverId, secret: words.filter((text) => text !== '') }),
  'connections.readAuthorities': fc.record({ file: words }),
  'connections.showSignIn': fc.record({ id: serverId }),
  'connections.cancelSignIn': fc.record({ id: serverId }),
  'connections.remove': fc.record({ id: serverId, jobs: fc.constantFrom('cancel', 'keep') }),
  'settings.save': fc.record({
    settings: fc.record(
      {
        language: fc.constantFrom('system', 'en', 'de'),
        folder: fc.oneof(fc.constant(''), place),
        transferSlots: fc.integer({ min: 1, max: 20 }),
        rateLimit: rate,
        whenExists: fc.constantFrom(...settingsSchema.shape.whenExists.options),
        doneDays: fc.integer({ min: 0, max: 365 }),
        untoldGigabytes: fc.double({ min: 0.001, max: 100_000, noNaN: true }),
        historyPlots: anyInput(settingsSchema.shape.historyPlots, () => words),
        timetable: fc.array(
          fc.record({
            days: fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 7 }),
            from: fc.constantFrom('00:00', '23:59', '12:30'),
            to: fc.constantFrom('00:00', '23:59', '12:30'),
            limit: rate,
          }),
          { maxLength: 3 },
        ),
        filing: fc.record({ folder: upTo(500), name: named(500) }),
        silenceMinutes: fc.double({ min: 1, max: 10_000, noNaN: true }),
        tables: fc.dictionary(upTo(20), upTo(50_000)),
        noticesSeenAt: fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
      },
      optional,
    ),
  }),
};

/** These wait for somebody, who doesn't come. */
const waiting: CallName[] = ['folders.pick', 'connections.awaitSignIn', 'connections.beginSignIn'];

const textFor = (field: string): fc.Arbitrary<string> => {
  if (/^(jobIds?|before|without)$/.test(field)) return jobId;
  if (/^(connectionId|id)$/.test(field)) return serverId;
  return /^(folder|path|file)$/.test(field) ? place : words;
};

/** Those that change what is kept come often, so that they meet what others have left. */
const often = /^(?:jobs\.(?:create|remove|act)|connections\..*|settings\.save)$/;

const anyCall = fc.oneof(
  ...(Object.keys(calls) as CallName[])
    .filter((name) => !waiting.includes(name))
    .map((name) => {
      const input = inputs[name] ?? anyInput(calls[name].input, textFor);
      const arbitrary = input.map((given) => ({ name, given: given as object }));
      return { arbitrary, weight: often.test(name) ? 4 : 1 };
    }),
);

/** The input with ids of what there is. */
function withKnown(given: object, jobs: string[], servers: string[]): unknown {
  return JSON.parse(
    JSON.stringify(given, (_key, value: unknown) => {
      const [, of, at] = /^(job|server):(\d+)$/.exec(typeof value === 'string' ? value : '') ?? [];
      const known = of === 'job' ? jobs : servers;
      return of !== undefined && known.length > 0 ? known[Number(at) % known.length] : value;
    }),
  );
}

const server = {
  name: 'Records',
  baseUrl: 'https://records.example.com',
  tenant: '-default-',
  user: 'ada',
  createdAt: 0,
};

async function send(world: World, name: CallName, input: unknown): Promise<void> {
  const parsed = calls[name].input.safeParse(input);
  // The contract refuses it itself, which other tests are about.
  if (!parsed.success) return;
  const handler = world.app.handlers[name] as (input: unknown) => unknown;
  try {
    const answer = await handler(parsed.data);
    expect(calls[name].output.safeParse(answer).error, name).toBeUndefined();
  } catch (error) {
    expect(error, `${name} ${JSON.stringify(input)}`).toBeInstanceOf(FailedError);
    expect((error as FailedError).failure.kind, `${name} ${JSON.stringify(input)}`).not.toBe('internal');
  }
}

test('whatever passes validation is answered or refused in words, and leaves all that is kept fit to be shown', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyCall, { minLength: 1, maxLength: 12 }), async (list) => {
      const config = new FakeConfig();
      config.saveConnection({ ...server, id: 'c1', kind: 'alfresco' });
      config.saveConnection({ ...server, id: 'c2', kind: 'bridge' });
      const world = await createWorld({ config });
      Object.assign(world.servers, {
        understandAddress: real.understandAddress.bind(real),
        understandItems: real.understandItems.bind(real),
        understandExport: real.understandExport.bind(real),
        readPasted: real.readPasted.bind(real),
      });
      const read = async <Name extends CallName>(name: Name, input: object = {}) =>
        calls[name].output.parse(
          await (world.app.handlers[name] as (given: object) => unknown)(input),
        ) as never;
      const jobs = async (): Promise<string[]> =>
        ((await read('queue.snapshot')) as { jobs: { id: string }[] }).jobs.map(({ id }) => id);
      const servers = async (): Promise<string[]> =>
        ((await read('connections.list')) as { connections: { id: string }[] }).connections.map(
          ({ id }) => id,
        );
      for (const items of [['folder-1'], ['a'], ['b']]) await world.ask(...items);
      await settle();
      for (const { name, given } of list) {
        await send(world, name, withKnown(given, await jobs(), await servers()));
      }
      await settle();
      await read('queue.snapshot');
      await read('settings.get');
      await read('notices.list');
      const before = await jobs();
      await world.app.stop();
      const next = await world.restart();
      expect(next.store.open().setAside).toBe(0);
      const kept = calls['queue.snapshot'].output.parse(await next.app.handlers['queue.snapshot']({}));
      // What is final left the queue with the run; what isn't is there again.
      for (const { id } of kept.jobs) expect(before).toContain(id);
      await next.app.stop();
    }),
    { seed, numRuns: 150 },
  );
});
