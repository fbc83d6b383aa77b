import { expect, test } from 'vitest';
import { sendJson } from '../fakes/local-server.ts';
import type { Route } from './alfresco-harness.ts';
import { core, folder, node, scriptAlfresco, sendError } from './alfresco-harness.ts';
import { failureOf, signal } from './http-harness.ts';

const options = { signal };
const wanting = (...nodeIds: string[]) => ({ kind: 'alfresco' as const, nodeIds });
const at = (id: string): string => `GET ${core}/nodes/${id}`;
const shows =
  (body: object): Route =>
  (response) =>
    sendJson(response, 200, body);
type Entry = ReturnType<typeof node>;

/** A folder whose children come in pages of `size`. */
function lists(all: Entry[], { size = 1000, total = (): number | undefined => all.length } = {}): Route {
  return (response, request) => {
    const skip = Number(new URL(request.path, 'http://x').searchParams.get('skipCount'));
    const entries = all.slice(skip, skip + size);
    const hasMoreItems = skip + size < all.length;
    sendJson(response, 200, { list: { pagination: { hasMoreItems, totalItems: total() }, entries } });
  };
}

const times = { createdAt: '2026-11-20T10:00:00.000+0000', modifiedAt: '2026-11-21T10:00:00.000+0000' };
const file = (id: string, more: object = {}): Entry => node(id, { ...times, name: id, ...more });

test('folders are listed page by page, oldest first, under the paths that a zip of them has', async () => {
  const { api, seen } = await scriptAlfresco({
    [at('root')]: shows(folder('root')),
    [at('single')]: shows(file('single')),
    [`${at('root')}/children`]: lists([file('a'), folder('inner'), file('b')], { size: 2 }),
    [`${at('inner')}/children`]: lists([
      file('c', { content: { sizeInBytes: 77 } }),
      file('link', { content: undefined }),
    ]),
  });
  const listing = await api.listing!(wanting('root', 'single'), options);
  if (typeof listing === 'string') throw new Error(listing);
  expect(listing.files.map(({ id, path, size }) => [id, path, size]).sort()).toEqual([
    ['a', 'root/a', 10],
    ['b', 'root/b', 10],
    ['c', 'root/inner/c', 77],
    ['single', 'single', 10],
  ]);
  // Both clocks are this machine's.
  expect(Math.abs(listing.files[0]!.changedAt! - Date.parse(times.modifiedAt))).toBeLessThan(3_600_000);
  const pages = seen('GET', `${core}/nodes/root/children`).map(({ path }) => path);
  expect(pages).toHaveLength(2);
  expect(pages[1]).toMatch(/skipCount=2&.*orderBy=createdAt%20ASC/);
});

test('only what a zip leaves out by rule is expected to be missing', async () => {
  const properties = (id: string, own: object): Record<string, Route> => ({
    [at(id)]: shows({ entry: { id, properties: own } }),
  });
  const checkedOut = { aspectNames: ['cm:auditable', 'cm:checkedOut'] };
  const copy = { aspectNames: ['cm:workingcopy'] };
  const { api } = await scriptAlfresco({
    [at('root')]: shows(folder('root')),
    [`GET ${core}/people/-me-`]: shows({ entry: { id: 'ada' } }),
    [`${at('root')}/children`]: lists([
      ...[file('mine', checkedOut), file('theirs', checkedOut)],
      ...[file('my copy', copy), file('their copy', copy)],
    ]),
    ...properties('mine', { 'cm:lockOwner': { id: 'ada', displayName: 'Ada' } }),
    ...properties('theirs', { 'cm:lockOwner': 'bob' }),
    ...properties('my%20copy', { 'cm:workingCopyOwner': 'ada' }),
    ...properties('their%20copy', { 'cm:workingCopyOwner': 'bob' }),
  });
  const listing = await api.listing!(wanting('root'), options);
  if (typeof listing === 'string') throw new Error(listing);
  expect(listing.files.map(({ id }) => id).sort()).toEqual(['my copy', 'theirs']);
});

test('a folder that changes while it is listed is listed once more, and then given up', async () => {
  let total = 3;
  const children = lists([file('a'), file('b'), file('c')], { size: 2, total: () => total });
  const moving: Route = (response, request) => {
    total += 1;
    children(response, request);
  };
  const { api, routes, seen } = await scriptAlfresco({
    [at('root')]: shows(folder('root')),
    [`${at('root')}/children`]: moving,
  });
  expect(await api.listing!(wanting('root'), options)).toBe('unsteady');
  expect(seen('GET', `${core}/nodes/root/children`)).toHaveLength(4);
  let changes = 1;
  routes[`${at('root')}/children`] = (response, request) => {
    total = 3 + (changes-- > 0 ? 1 : 0);
    children(response, request);
  };
  expect(await api.listing!(wanting('root'), options)).toMatchObject({
    files: [{ id: 'c' }, { id: 'b' }, { id: 'a' }],
  });
  // The same file on two pages: another one was pushed out of sight.
  routes[`${at('root')}/children`] = lists([file('a'), file('a')], { size: 1, total: () => undefined });
  expect(await api.listing!(wanting('root'), options)).toBe('unsteady');
});

test('what is gone has no files, and what can’t be listed fails', async () => {
  const { api, routes } = await scriptAlfresco({
    [at('root')]: shows(folder('root')),
    [`${at('root')}/children`]: lists([file('a')]),
  });
  expect(await api.listing!(wanting('root', 'deleted'), options)).toMatchObject({ files: [{ id: 'a' }] });
  routes[`${at('root')}/children`] = (response) => sendError(response, 403, 'Permission was denied');
  expect(await failureOf(api.listing!(wanting('root'), options))).toMatchObject({ kind: 'refused' });
});

test('a tree that would take a thousand requests isn’t walked to its end', async () => {
  const { api, seen } = await scriptAlfresco({
    [at('root')]: shows(folder('root')),
    [`GET *`]: lists([folder('root')]),
  });
  expect(await api.listing!(wanting('root'), options)).toBe('tooMany');
  expect(seen('GET', `${core}/nodes/root/children`)).toHaveLength(999);
});
