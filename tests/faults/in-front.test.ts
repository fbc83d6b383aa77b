import { describe, expect, test } from 'vitest';
import { said } from '../../src-shared/language/index.ts';
import type { Failure } from '../../src-shared/failures/failure.ts';
import { sentence } from '../../src-shared/failures/failure-words.ts';
import { smallZip } from '../fakes/small-zip.ts';
import { saying } from '../fakes/saying.ts';
import { content, oneDocument, oneExport } from './connection-harness.ts';
import { createFaultWorld } from './fault-world.ts';
import type { FaultWorld } from './fault-world.ts';
import { alfrescoError, startRawAlfresco } from './raw-alfresco.ts';
import type { AlfrescoRequest, RawAlfresco } from './raw-alfresco.ts';
import type { BridgeRequest } from './raw-bridge.ts';
import { head, json, page, redirect, text } from './wire.ts';
import type { Step } from './wire.ts';

const empty = (status: string): Step[] => [head(status, ['Content-Length: 0'])];

/** An Alfresco whose folder `f` becomes a zip. */
async function oneFolder() {
  const alfresco = await startRawAlfresco();
  alfresco.folder('f');
  alfresco.prepares = { content: { bytes: await smallZip(2) }, files: 2 };
  return { alfresco, world: await createFaultWorld(alfresco) };
}

/** Waits until the connection is out of reach; resolves with how it is then. */
async function outOfReach(world: FaultWorld) {
  const { connectionStates } = world;
  await world.until(() => connectionStates.some((state) => state.is === 'unreachable'));
  return connectionStates.find((state) => state.is === 'unreachable')!;
}

/** An Alfresco with a document `a` that answers as scripted from the first request on. */
async function firstMeeting(script: (scripts: RawAlfresco['scripts']) => void) {
  const alfresco = await startRawAlfresco();
  alfresco.put('a', { content });
  script(alfresco.scripts);
  return { alfresco, world: await createFaultWorld(alfresco) };
}

const refusals: [string, Step[]][] = [
  ['a 403 with a page', page('403 Forbidden')],
  ['a 403 with nothing', empty('403 Forbidden')],
  ['a 403 in plain text', text('403 Forbidden', 'text/plain', 'Forbidden')],
  ['a 404 with a page', page('404 Not Found')],
  ['a 400 with a page', page('400 Bad Request')],
];

describe('81 something in front of the server', () => {
  test.each(refusals.slice(0, 3))(
    '81 that answers a sign-in with %s is what is blamed, not the password, and it is tried again',
    async (_what, steps) => {
      const { alfresco, world } = await firstMeeting((scripts) => scripts.always('signIn', steps));
      const id = await world.ask('a');
      const { failure } = await outOfReach(world);
      expect(sentence(failure)).toContain('something in front of it refused');
      expect(sentence(failure)).not.toContain('password');
      alfresco.scripts.always('signIn', null);
      await world.reach(id, 'saved');
    },
  );

  test.each(refusals.slice(0, 3))(
    '81 that answers a Bridge’s first questions with %s is what is blamed, not the token',
    async (_what, steps) => {
      for (const kind of ['greeting', 'probe'] as BridgeRequest[]) {
        const { bridge, world } = await oneExport();
        bridge.scripts.always(kind, steps);
        const id = await world.askExport();
        const { failure } = await outOfReach(world);
        expect(sentence(failure)).toContain('something in front of it refused');
        bridge.scripts.always(kind, null);
        await world.reach(id, 'saved');
      }
    },
  );

  test.each(refusals)('81 that answers once with %s doesn’t end a download', async (_what, steps) => {
    const once: AlfrescoRequest[] = ['node', 'create', 'poll', 'content', 'remove'];
    const { alfresco, world } = await oneFolder();
    for (const kind of once) alfresco.scripts.next(kind, steps);
    await world.reach(await world.ask('f'), 'saved');
    expect(alfresco.seen('create')).toHaveLength(2);
    await world.until(() => world.store.cleanUps().length === 0);
    expect(alfresco.seen('remove')).toHaveLength(2);

    const { bridge, world: another } = await oneExport();
    for (const kind of ['create', 'poll', 'file'] as BridgeRequest[]) bridge.scripts.next(kind, steps);
    await another.reach(await another.askExport(), 'saved');
    expect(bridge.seen('create')).toHaveLength(2);
  });

  test('81 that stays is given to the user, with words that name it', async () => {
    const { alfresco, world } = await oneDocument();
    alfresco.scripts.always('node', page('403 Forbidden'));
    const id = await world.ask('a');
    const { state } = await world.reach(id, 'failed');
    if (state.is !== 'failed') throw new Error('failed');
    expect(sentence(state.failure)).toMatch(
      /^Something in front of the server answered in its place \(403\)\. In detail: something in front of it refused the request\. /,
    );
  });

  test('81 is not taken for the server: its own refusal ends the download at once, and is not made up', async () => {
    const { alfresco, world } = await oneDocument();
    alfresco.scripts.always('node', alfrescoError('403 Forbidden', 'Permission was denied'));
    const id = await world.ask('minutes');
    const { state } = await world.reach(id, 'failed');
    if (state.is !== 'failed') throw new Error('failed');
    expect(state.failure).toMatchObject({ kind: 'refused', status: 403 });
    expect(sentence(state.failure)).toContain(
      'It is about minutes. The server says: “Permission was denied”.',
    );
    alfresco.scripts.always('node', json('403 Forbidden', { error: { statusCode: 403 } }));
    const silent = await world.reach(await world.ask('minutes'), 'failed');
    if (silent.state.is !== 'failed') throw new Error('failed');
    expect(sentence(silent.state.failure)).toContain('It is about minutes.');
    expect(sentence(silent.state.failure)).not.toContain('says');
  });

  test('81 that sends one request of many elsewhere doesn’t end a download', async () => {
    const { alfresco, world } = await oneFolder();
    for (const kind of ['node', 'create', 'poll'] as AlfrescoRequest[])
      alfresco.scripts.next(kind, redirect('https://sso.example.invalid/login?t=canary-ticket'));
    const id = await world.ask('f');
    const failure = await world.failureOf(id);
    expect(said(failure.detail!)).toBe('it points to a sign-in page at https://sso.example.invalid');
    await world.reach(id, 'saved');

    const { bridge, world: another } = await oneExport();
    bridge.scripts.next('poll', redirect('/elsewhere'));
    await another.reach(await another.askExport(), 'saved');
  });

  test.each([
    [
      'a sign-in page',
      'https://sso.example.invalid/saml2/login?t=1',
      /sign-in page at https:\/\/sso\.example\.invalid first/,
    ],
    [
      'another server',
      'https://new.example.invalid/alfresco',
      /another address, https:\/\/new\.example\.invalid\./,
    ],
    [
      'https',
      'https://127.0.0.1:8443/alfresco',
      /over https\. Use https:\/\/127\.0\.0\.1:8443 as its address/,
    ],
  ])(
    '81 that sends everybody to %s at first contact is told by its name and what it means',
    async (_where, to, words) => {
      for (const status of ['301 Moved Permanently', '302 Found', '307 Temporary Redirect']) {
        const { alfresco, world } = await firstMeeting((scripts) =>
          scripts.always('greeting', redirect(to, status)),
        );
        await world.ask('a');
        await world.until(() => world.connectionStates.at(-1)?.is === 'unsupported');
        expect(world.connectionStates.at(-1)).toMatchObject({ failure: { detail: saying(words) } });
        expect(alfresco.seen('signIn')).toEqual([]);
      }
      const { bridge, world } = await oneExport();
      bridge.scripts.always('greeting', redirect(to));
      await world.askExport();
      await world.until(() => world.connectionStates.at(-1)?.is === 'unsupported');
      expect(world.connectionStates.at(-1)).toMatchObject({ failure: { detail: saying(words) } });
      expect(bridge.seen('probe')).toEqual([]);
    },
  );
});

describe('82 a server that is asked too often', () => {
  const busy: [string, Step[]][] = [
    ['420', empty('420 Enhance Your Calm')],
    ['503', empty('503 Service Unavailable')],
    ['529', empty('529 Overloaded')],
    ['403 and words', json('403 Forbidden', { message: 'API rate limit exceeded for 10.0.0.1' })],
    ['403 and a page', text('403 Forbidden', 'text/html', '<html>Too many requests. Slow down')],
    ['403 and a time', [head('403 Forbidden', ['Retry-After: 7', 'Content-Length: 0'])]],
    ['403 and a count', json('403 Forbidden', {}, ['X-RateLimit-Remaining: 0'])],
    ['400 and words', json('400 Bad Request', { error: 'ThrottlingException: Rate exceeded' })],
  ];

  test.each(busy)('82 and says so with %s is busy, and refuses nothing', async (_how, steps) => {
    const { alfresco, world } = await oneDocument();
    for (const kind of ['node', 'content'] as AlfrescoRequest[]) alfresco.scripts.next(kind, steps);
    const id = await world.ask('a');
    expect(await world.failureOf(id)).toMatchObject({ kind: 'busy' });
    await world.reach(id, 'saved');
    expect(world.timeline(id).filter(({ event }) => event === 'failed')).toHaveLength(2);

    const { bridge, world: another } = await oneExport();
    for (const kind of ['create', 'poll', 'file', 'object'] as BridgeRequest[])
      bridge.scripts.next(kind, steps);
    const second = await another.askExport();
    await another.reach(second, 'saved');
    const kinds = another
      .timeline(second)
      .flatMap(({ detail }) => ('failure' in detail ? [(detail['failure'] as Failure).kind] : []));
    expect(kinds).toEqual(['busy', 'busy', 'busy', 'busy']);
  });

  test.each(['greeting', 'signIn', 'person'] as AlfrescoRequest[])(
    '82 at first contact (%s) is left alone for as long as it asks, and no password is blamed',
    async (kind) => {
      const later = head('429 Too Many Requests', ['Retry-After: 900', 'Content-Length: 0']);
      const { alfresco, world } = await firstMeeting((scripts) => scripts.always(kind, [later]));
      const id = await world.ask('a');
      const { failure, since, probeAt, tries } = await outOfReach(world);
      expect(probeAt - since).toBe(900_000 * tries);
      expect(sentence(failure)).toContain('too busy');
      alfresco.scripts.always(kind, null);
      await world.reach(id, 'saved');
    },
  );

  test.each(['greeting', 'probe'] as BridgeRequest[])(
    '82 at a Bridge’s first question (%s) is left alone as well',
    async (kind) => {
      const { bridge, world } = await oneExport();
      bridge.scripts.always(kind, [head('429 Too Many Requests', ['Retry-After: 900', 'Content-Length: 0'])]);
      const id = await world.askExport();
      const { since, probeAt, tries } = await outOfReach(world);
      expect(probeAt - since).toBe(900_000 * tries);
      bridge.scripts.always(kind, null);
      await world.reach(id, 'saved');
    },
  );

  test('82 until a time of its own clock, which is wrong, is left alone for the right time', async () => {
    const { alfresco, world } = await oneDocument();
    const dates = (now: number): string[] => [
      `Date: ${new Date(now).toUTCString()}`,
      `Retry-After: ${new Date(now + 40_000).toUTCString()}`,
    ];
    alfresco.scripts.next('content', [
      head('503 Service Unavailable', ['Content-Length: 0', ...dates(Date.UTC(2001, 0, 1))]),
    ]);
    const id = await world.ask('a');
    expect(await world.failureOf(id)).toMatchObject({ kind: 'busy', retryAfter: 40 });
    await world.reach(id, 'saved');
  });
});
