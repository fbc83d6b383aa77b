import { expect, test } from 'vitest';
import type { PreparedId } from '../../src-shared/job/job.ts';
import { sendJson } from '../fakes/local-server.ts';
import { canary, core, download, scriptAlfresco, sendError, tickets } from './alfresco-harness.ts';
import { failureOf, signal } from './http-harness.ts';
import { saying } from '../fakes/saying.ts';

const id = 'zip-1' as PreparedId;
const path = `${core}/downloads/${id}`;
const options = { signal };
const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;
const waiting = { is: 'waiting' };

test('the password is sent once for a ticket, and only the ticket from then on', async () => {
  const alfresco = await scriptAlfresco({
    [`GET ${path}`]: (response) => sendJson(response, 200, download(id, 'PENDING')),
  });
  await alfresco.api.poll(id, options);
  await alfresco.api.poll(id, options);
  const [signIn] = alfresco.seen('POST', tickets);
  expect(JSON.parse(signIn!.body)).toEqual({ userId: 'ada', password: canary });
  expect(signIn!.headers).not.toHaveProperty('authorization');
  expect(alfresco.seen('POST', tickets)).toHaveLength(1);
  expect(alfresco.seen('GET', path).map(({ headers }) => headers.authorization)).toEqual([
    basic('TICKET_1'),
    basic('TICKET_1'),
  ]);
  expect(alfresco.server.requests.every((request) => !request.path.includes('TICKET'))).toBe(true);
  expect(alfresco.reads()).toBe(1);
});

test('all who come at once wait for one sign-in', async () => {
  const alfresco = await scriptAlfresco({
    [`GET ${path}`]: (response) => sendJson(response, 200, download(id, 'PENDING')),
  });
  await Promise.all(Array.from({ length: 20 }, () => alfresco.api.poll(id, options)));
  expect(alfresco.seen('POST', tickets)).toHaveLength(1);
  expect(alfresco.reads()).toBe(1);
});

test('an expired ticket leads to one fresh sign-in for all who are refused', async () => {
  let valid = 'TICKET_1';
  const alfresco = await scriptAlfresco({
    [`GET ${path}`]: (response, request) =>
      request.headers.authorization === basic(valid)
        ? sendJson(response, 200, download(id, 'PENDING'))
        : sendError(response, 401, 'Authentication failed'),
  });
  expect(await alfresco.api.poll(id, options)).toMatchObject(waiting);
  valid = 'TICKET_2';
  const all = await Promise.all(Array.from({ length: 20 }, () => alfresco.api.poll(id, options)));
  expect(all.every((status) => status.is === 'waiting')).toBe(true);
  expect(alfresco.seen('POST', tickets)).toHaveLength(2);
});

test('a refusal that comes late, after others renewed the ticket, takes theirs', async () => {
  let valid = 'TICKET_1';
  const slow = Promise.withResolvers<void>();
  const arrived = Promise.withResolvers<void>();
  const alfresco = await scriptAlfresco({
    'GET *': (response, request) => {
      const isValid = request.headers.authorization === basic(valid);
      if (isValid) return sendJson(response, 200, download(id, 'PENDING'));
      if (!request.path.includes('late')) return sendError(response, 401, 'Authentication failed');
      arrived.resolve();
      void slow.promise.then(() => sendError(response, 401, 'Authentication failed'));
    },
  });
  await alfresco.api.poll(id, options);
  valid = 'TICKET_2';
  const late = alfresco.api.poll('late' as PreparedId, options);
  await arrived.promise;
  await alfresco.api.poll(id, options);
  slow.resolve();
  expect(await late).toMatchObject(waiting);
  expect(alfresco.seen('POST', tickets)).toHaveLength(2);
});

test('a fresh ticket that is refused as well is followed by the password, once', async () => {
  const alfresco = await scriptAlfresco({
    'GET *': (response) => sendError(response, 401, 'Authentication failed'),
  });
  expect(await failureOf(alfresco.api.poll(id, options))).toMatchObject({
    kind: 'sign-in-needed',
    status: 401,
  });
  expect(alfresco.seen('POST', tickets)).toHaveLength(2);
  expect(alfresco.seen('GET', path).map(({ headers }) => headers.authorization)).toEqual([
    basic('TICKET_1'),
    basic('TICKET_2'),
    basic(`ada:${canary}`),
  ]);
  expect(await failureOf(alfresco.api.poll(id, options))).toMatchObject({ kind: 'sign-in-needed' });
  expect(alfresco.server.requests).toHaveLength(5);
});

test('a create that is refused for an expired ticket is sent once more, as nothing was made', async () => {
  let tries = 0;
  const alfresco = await scriptAlfresco({
    'GET *': (response) =>
      sendJson(response, 200, { entry: { id: 'folder', name: 'folder', isFolder: true } }),
    [`POST ${core}/downloads`]: (response) => {
      tries += 1;
      if (tries === 1) sendError(response, 401, 'Authentication failed');
      else sendJson(response, 202, download('zip-9', 'PENDING'));
    },
  });
  const request = { kind: 'alfresco' as const, nodeIds: ['folder'] };
  expect(await alfresco.api.create(request, options)).toEqual({ prepared: 'zip-9', name: 'folder.zip' });
});

test.each([401, 403])(
  'a refused password (%i) is not sent again until the user did something',
  async (status) => {
    const alfresco = await scriptAlfresco({
      [`POST ${tickets}`]: (response) => sendError(response, status, 'Login failed'),
    });
    for (let attempt = 0; attempt < 3; attempt += 1) {
      expect(await failureOf(alfresco.api.poll(id, options))).toMatchObject({
        kind: 'sign-in-refused',
        status,
      });
    }
    expect(alfresco.seen('POST', tickets)).toHaveLength(1);
    alfresco.servers.forget(alfresco.connection.id);
    await failureOf(alfresco.servers.api(alfresco.connection).poll(id, options));
    expect(alfresco.seen('POST', tickets)).toHaveLength(2);
  },
);

test.each([404, 405, 501])(
  'a server without tickets (%i) gets the password with each request',
  async (status) => {
    const alfresco = await scriptAlfresco({
      [`POST ${tickets}`]: (response) => sendError(response, status, 'no'),
      [`GET ${path}`]: (response) => sendJson(response, 200, download(id, 'PENDING')),
    });
    await alfresco.api.poll(id, options);
    await alfresco.api.poll(id, options);
    expect(alfresco.seen('GET', path).map(({ headers }) => headers.authorization)).toEqual(
      Array(2).fill(basic(`ada:${canary}`)),
    );
    expect(alfresco.seen('POST', tickets)).toHaveLength(1);
    alfresco.routes[`GET ${path}`] = (response) => sendError(response, 401, 'Authentication failed');
    expect(await failureOf(alfresco.api.poll(id, options))).toMatchObject({ kind: 'sign-in-refused' });
    expect(await failureOf(alfresco.api.poll(id, options))).toMatchObject({ kind: 'sign-in-refused' });
    expect(alfresco.seen('GET', path)).toHaveLength(3);
  },
);

test.each([
  ['absent', undefined],
  ['locked', /locked/],
  ['unavailable', /keychain/],
] as const)(
  'a secret that is %s is missing, nothing is sent, and it is looked for anew the next time',
  async (is, detail) => {
    const alfresco = await scriptAlfresco({
      [`GET ${path}`]: (response) => sendJson(response, 200, download(id, 'PENDING')),
    });
    alfresco.secret = { is };
    const failure = await failureOf(alfresco.api.poll(id, options));
    expect(failure.kind).toBe('secret-missing');
    if (detail) expect(failure.detail).toEqual(saying(detail));
    expect(alfresco.server.requests).toEqual([]);
    alfresco.secret = { is: 'ok', value: canary, kept: 'run' };
    expect(await alfresco.api.poll(id, options)).toMatchObject(waiting);
  },
);

test('a sign-in that the server can’t answer right now says so, and is tried again later', async () => {
  const alfresco = await scriptAlfresco({
    [`GET ${path}`]: (response) => sendJson(response, 200, download(id, 'PENDING')),
  });
  const signIn = alfresco.routes[`POST ${tickets}`]!;
  alfresco.routes[`POST ${tickets}`] = (response) => sendError(response, 503, 'Busy', { 'retry-after': '9' });
  expect(await failureOf(alfresco.api.poll(id, options))).toMatchObject({ kind: 'busy', retryAfter: 9 });
  alfresco.routes[`POST ${tickets}`] = (response) => response.end('<html>Welcome to the hotel</html>');
  expect(await failureOf(alfresco.api.poll(id, options))).toMatchObject({ kind: 'web-page' });
  alfresco.routes[`POST ${tickets}`] = (response) => sendJson(response, 201, { entry: {} });
  expect(await failureOf(alfresco.api.poll(id, options))).toMatchObject({ kind: 'protocol' });
  alfresco.routes[`POST ${tickets}`] = signIn;
  expect(await alfresco.api.poll(id, options)).toMatchObject(waiting);
});

test('what a server repeats of the password at signing in is not handed on', async () => {
  const alfresco = await scriptAlfresco({
    [`POST ${tickets}`]: (response) => sendError(response, 500, `No user ada with ${canary}`),
  });
  expect(JSON.stringify(await failureOf(alfresco.api.poll(id, options)))).not.toContain(canary);
});

test('one who gives up waiting doesn’t end the sign-in of the others', async () => {
  const arrived = Promise.withResolvers<void>();
  const go = Promise.withResolvers<void>();
  const alfresco = await scriptAlfresco({
    [`GET ${path}`]: (response) => sendJson(response, 200, download(id, 'PENDING')),
  });
  const signIn = alfresco.routes[`POST ${tickets}`]!;
  alfresco.routes[`POST ${tickets}`] = (response, request) => {
    arrived.resolve();
    void go.promise.then(() => signIn(response, request));
  };
  const controller = new AbortController();
  const impatient = alfresco.api.poll(id, { signal: controller.signal });
  const patient = alfresco.api.poll(id, options);
  await arrived.promise;
  const reason = new Error('paused');
  controller.abort(reason);
  await expect(impatient).rejects.toBe(reason);
  go.resolve();
  expect(await patient).toMatchObject(waiting);
});

test('the ticket is never deleted: all of the user’s sessions share it', async () => {
  const alfresco = await scriptAlfresco({
    [`GET ${path}`]: (response) => sendJson(response, 200, download(id, 'PENDING')),
  });
  await alfresco.api.poll(id, options);
  alfresco.servers.forget(alfresco.connection.id);
  await alfresco.servers.api(alfresco.connection).poll(id, options);
  expect(alfresco.server.requests.filter(({ method }) => method === 'DELETE')).toEqual([]);
});

test('another user or address is another connection, the same one is kept', async () => {
  const alfresco = await scriptAlfresco();
  const { servers, connection } = alfresco;
  expect(servers.api({ ...connection, name: 'Another name' })).toBe(alfresco.api);
  expect(servers.api({ ...connection, user: 'eve' })).not.toBe(alfresco.api);
});
