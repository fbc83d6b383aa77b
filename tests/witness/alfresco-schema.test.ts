import { afterAll, beforeAll, expect, test } from 'vitest';
import { routes } from '../../src-main/demo/alfresco/answering.ts';
import { match } from '../../src-main/demo/alfresco/routing.ts';
import { startDemoAlfresco } from '../../src-main/demo/alfresco/server.ts';
import type { DemoAlfresco } from '../../src-main/demo/alfresco/server.ts';
import { ask, basic, createDownload, entryOf } from './asking.ts';
import type { Question } from './asking.ts';
import { complaints, operationOf, unlistedStatuses } from './official-schema.ts';

const authentication = '/alfresco/api/-default-/public/authentication/versions/1';
const search = '/alfresco/api/-default-/public/search/versions/1/search';
const core = '/alfresco/api/-default-/public/alfresco/versions/1';

let server: DemoAlfresco;
/** Ids that only exist once the server runs. */
const ids: Record<string, string> = {};

beforeAll(async () => {
  server = await startDemoAlfresco();
  ids.done = (await createDownload(server, server.tree.examples.oddNames.id)).id;
  ids.removed = (await createDownload(server, server.tree.examples.letter.id)).id;
  await server.control.preparationEnded(ids.done);
  await server.control.preparationEnded(ids.removed);
  server.control.holdPreparation('pending');
  ids.pending = (await createDownload(server, server.tree.examples.letter.id)).id;
  ids.root = server.repository.places.get('-root-') ?? '';
  for (const [name, node] of Object.entries(server.tree.examples)) ids[name] = node.id;
  ids.link = [...server.tree.sharedLinks.keys()][0] ?? '';
  const measure = await ask(server, { method: 'POST', path: `/nodes/${ids.photos}/size-details` });
  ids.job = entryOf<{ jobId: string }>(measure).jobId;
  const login = {
    path: `${authentication}/tickets`,
    method: 'POST',
    json: { userId: 'eve', password: 'eve' },
  };
  ids.ticket = entryOf<{ id: string }>(await ask(server, { ...login, user: null })).id;
});
afterAll(() => server.close());

/** Every route with its successes and refusals: status, method, path (`{name}` from `ids`), the rest. */
const walk: [number, string, string, Partial<Question>?][] = [
  [202, 'POST', '/downloads', { json: { nodeIds: ['{tender}', '{letter}'] } }],
  [202, 'POST', '/downloads?fields=id,status', { json: { nodeIds: ['{letter}'] } }],
  [400, 'POST', '/downloads', { json: { nodeIds: [] } }],
  [400, 'POST', '/downloads', { json: { nodeIds: ['{letter}', '{letter}'] } }],
  [400, 'POST', '/downloads', { json: { nodeIds: 'letter' } }],
  [401, 'POST', '/downloads', { json: { nodeIds: ['{letter}'] }, user: null }],
  [403, 'POST', '/downloads', { json: { nodeIds: ['{letter}', '{boardMinutes}'] } }],
  [404, 'POST', '/downloads', { json: { nodeIds: ['{letter}', 'nowhere'] } }],
  [500, 'POST', '/downloads', { json: {} }],
  [500, 'POST', '/downloads', { json: '{"nodeIds":' }],
  [405, 'PUT', '/downloads'],
  [200, 'GET', '/downloads/{done}'],
  [200, 'GET', '/downloads/{pending}?fields=status,bytesAdded'],
  [400, 'GET', '/downloads/{letter}'],
  [401, 'GET', '/downloads/{done}', { user: null }],
  [403, 'GET', '/downloads/{done}', { user: 'eve' }],
  [404, 'GET', '/downloads/nowhere'],
  [202, 'DELETE', '/downloads/{done}'],
  [400, 'DELETE', '/downloads/{letter}'],
  [401, 'DELETE', '/downloads/{done}', { user: null }],
  [403, 'DELETE', '/downloads/{done}', { user: 'eve' }],
  [404, 'DELETE', '/downloads/nowhere'],
  [200, 'GET', '/nodes/-root-'],
  [200, 'GET', '/nodes/-my-?include=path,allowableOperations,isFavorite,isLocked,aspectNames'],
  [200, 'GET', '/nodes/-root-?relativePath=Sites/harbour/documentLibrary'],
  [200, 'GET', '/nodes/{letter}?fields=id,name,content,modifiedAt'],
  [200, 'GET', '/nodes/{pending}'],
  [200, 'GET', '/nodes/{done}?include=path'],
  [401, 'GET', '/nodes/-root-', { user: null }],
  [403, 'GET', '/nodes/{boardMinutes}'],
  [404, 'GET', '/nodes/nowhere'],
  [404, 'GET', '/nodes/-root-?relativePath=No/such/folder'],
  [200, 'GET', '/nodes/-root-/children'],
  [200, 'GET', '/nodes/{handover}/children?include=association,path,allowableOperations&includeSource=true'],
  [200, 'GET', '/nodes/{tender}/children?skipCount=3&maxItems=2&orderBy=name DESC&fields=id,name'],
  [200, 'GET', '/nodes/{oddNames}/children?where=(isFile=true)'],
  [400, 'GET', '/nodes/{letter}/children'],
  [400, 'GET', '/nodes/-root-/children?maxItems=0'],
  [400, 'GET', '/nodes/-root-/children?orderBy=colour'],
  [400, 'GET', '/nodes/-root-/children?where=(moon=full)'],
  [401, 'GET', '/nodes/-root-/children', { user: null }],
  [403, 'GET', '/nodes/{boardMinutes}/children'],
  [200, 'GET', '/nodes/{embargoed}'],
  [403, 'GET', '/nodes/{embargoed}/children'],
  [404, 'GET', '/nodes/nowhere/children'],
  [200, 'GET', '/nodes/{letter}/content'],
  [200, 'GET', '/nodes/{done}/content'],
  [206, 'GET', '/nodes/{letter}/content', { headers: { Range: 'bytes=0-9' } }],
  [
    304,
    'GET',
    '/nodes/{letter}/content',
    { headers: { 'If-Modified-Since': 'Sat, 21 Nov 2026 12:00:00 GMT' } },
  ],
  [400, 'GET', '/nodes/{tender}/content'],
  [401, 'GET', '/nodes/{letter}/content', { user: null }],
  [403, 'GET', '/nodes/{sealedPaper}/content'],
  [404, 'GET', '/nodes/{pending}/content'],
  [416, 'GET', '/nodes/{letter}/content', { headers: { Range: 'bytes=5120-' } }],
  [202, 'POST', '/nodes/{tender}/size-details'],
  [401, 'POST', '/nodes/{tender}/size-details', { user: null }],
  [403, 'POST', '/nodes/{boardMinutes}/size-details'],
  [404, 'POST', '/nodes/nowhere/size-details'],
  [422, 'POST', '/nodes/{letter}/size-details'],
  [200, 'GET', '/nodes/{photos}/size-details/{job}'],
  [404, 'GET', '/nodes/{photos}/size-details/nowhere'],
  [200, 'GET', '/queries/nodes?term=quay*&rootNodeId=-root-&nodeType=cm:content&maxItems=5'],
  [400, 'GET', '/queries/nodes?term=q*'],
  [401, 'GET', '/queries/nodes?term=quay', { user: null }],
  [200, 'POST', search, { json: { query: { query: 'quay*' } } }],
  [
    200,
    'POST',
    search,
    {
      json: {
        query: { query: '(cm:name:"pier*" OR TEXT:"pier*") AND NOT TYPE:"cm:folder"', language: 'afts' },
        filterQueries: [{ query: 'ANCESTOR:"workspace://SpacesStore/{tender}"' }],
        sort: [{ type: 'FIELD', field: 'cm:modified', ascending: false }],
        paging: { maxItems: 3, skipCount: 2 },
        include: ['path', 'allowableOperations', 'isFavorite'],
      },
    },
  ],
  [200, 'POST', search, { json: { query: { query: 'cm:modifier:demo' } } }],
  [400, 'POST', search, { json: { query: { query: '(quay' } } }],
  [400, 'POST', search, { json: { query: { query: 'moon:full' } } }],
  [400, 'POST', search, { json: {} }],
  [401, 'POST', search, { json: { query: { query: 'quay*' } }, user: null }],
  [404, 'GET', '/queries/nodes?term=quay&rootNodeId=nowhere'],
  [200, 'GET', '/sites'],
  [200, 'GET', '/sites', { user: 'eve' }],
  [401, 'GET', '/sites', { user: null }],
  [200, 'GET', '/sites/harbour'],
  [200, 'GET', '/sites/customs'],
  [200, 'GET', '/sites/harbour/containers'],
  [401, 'GET', '/sites/harbour/containers', { user: null }],
  [404, 'GET', '/sites/pilots/containers'],
  [403, 'GET', '/sites/customs/containers/documentLibrary'],
  [404, 'GET', '/sites/pilots'],
  [200, 'GET', '/sites/harbour/containers/documentLibrary'],
  [404, 'GET', '/sites/harbour/containers/wiki'],
  [200, 'GET', '/people/-me-'],
  [200, 'GET', '/people/admin'],
  [401, 'GET', '/people/-me-', { user: null }],
  [404, 'GET', '/people/nobody'],
  [200, 'GET', '/people/-me-/sites'],
  [404, 'GET', '/people/nobody/sites'],
  [200, 'GET', '/people/-me-/favorites?where=(EXISTS(target/file) OR EXISTS(target/folder))'],
  [200, 'GET', '/people/-me-/favorites?include=path&maxItems=1'],
  [200, 'GET', '/people/-me-/favorites?where=(EXISTS(target/site))'],
  [400, 'GET', '/people/-me-/favorites?where=(moon=full)'],
  [200, 'GET', '/shared-links'],
  [200, 'GET', '/shared-links?include=path&maxItems=1'],
  [200, 'GET', '/shared-links/{link}', { user: null }],
  [404, 'GET', '/shared-links/nowhere', { user: null }],
  [206, 'GET', '/shared-links/{link}/content', { user: null, headers: { Range: 'bytes=0-99' } }],
  [404, 'GET', '/shared-links/nowhere/content', { user: null }],
  [200, 'GET', '/probes/-ready-', { user: null }],
  [200, 'GET', '/probes/-live-', { user: null }],
  [404, 'GET', '/probes/-dead-', { user: null }],
  [200, 'GET', '/alfresco/api/discovery'],
  [201, 'POST', `${authentication}/tickets`, { user: null, json: { userId: 'demo', password: 'demo' } }],
  [400, 'POST', `${authentication}/tickets`, { user: null, json: { userId: 'demo' } }],
  [403, 'POST', `${authentication}/tickets`, { user: null, json: { userId: 'demo', password: 'wrong' } }],
  [200, 'GET', `${authentication}/tickets/-me-`, { user: null, headers: { Authorization: '{ticket}' } }],
  [400, 'GET', `${authentication}/tickets/-me-`],
  [204, 'DELETE', `${authentication}/tickets/-me-`, { user: null, headers: { Authorization: '{ticket}' } }],
  [400, 'DELETE', `${authentication}/tickets/-me-`],
  [204, 'DELETE', '/nodes/{removed}?permanent=true'],
  [204, 'DELETE', '/nodes/{mine}'],
  [401, 'DELETE', '/nodes/{letter}', { user: null }],
  [403, 'DELETE', '/nodes/{root}'],
  [404, 'DELETE', '/nodes/nowhere'],
];

const fill = (text: string): string =>
  text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => ids[name] ?? whole);
const names = walk.map(([status, method, path, more]) => {
  const who = more?.user === null ? 'nobody' : (more?.user ?? 'demo');
  return [
    `${method} ${path.replace(core, '')} by ${who} is answered with ${status}`,
    status,
    method,
    path,
    more,
  ] as const;
});

/** The path from the root on. */
const whole = (path: string): string => (path.startsWith('/alfresco') ? path : `${core}${path}`);

async function isAsDefined(
  status: number,
  method: string,
  path: string,
  more: Partial<Question> = {},
): Promise<void> {
  const headers = Object.fromEntries(
    Object.entries(more.headers ?? {}).map(([name, value]) => [
      name,
      value === '{ticket}' ? basic(ids.ticket ?? '') : value,
    ]),
  );
  const json =
    typeof more.json === 'object' ? (JSON.parse(fill(JSON.stringify(more.json))) as unknown) : more.json;
  const answer = await ask(server, { ...more, method, path: fill(path), headers, json });
  expect(answer.status).toBe(status);
  // Bytes of a content are none of the definitions' business; any other body is.
  const isContent = /\/content$/.test(path) && (status === 200 || status === 206);
  const body = answer.json ?? (isContent || answer.bytes.length === 0 ? undefined : answer.bytes.toString());
  expect(complaints(method, whole(fill(path)), status, body)).toEqual([]);
}

test.each(names)('%s as the official definition says', async (_name, status, method, path, more) => {
  await isAsDefined(status, method, path, more);
});

test('a server that is not ready or has no discovery says so as the official definition says', async () => {
  server.control.knobs.ready = false;
  server.control.knobs.discovery = false;
  await isAsDefined(503, 'GET', '/probes/-ready-', { user: null });
  await isAsDefined(501, 'GET', '/alfresco/api/discovery');
  server.control.knobs.ready = true;
  server.control.knobs.discovery = true;
});

test('the walk has a success and a refusal for every route, and uses every listed gap', () => {
  const walked = walk.map(([status, method, path]) => {
    return { status, method, path: whole(path).split('?')[0] ?? '' };
  });
  for (const route of routes) {
    const statuses = walked
      .filter(({ method, path }) => method === route.method && match(route.path, path))
      .map(({ status }) => status);
    expect(
      statuses.some((status) => status < 300),
      `${route.method} ${route.path}`,
    ).toBe(true);
    const canRefuse = !['/shared-links', '/alfresco/api/discovery'].some((path) => route.path.endsWith(path));
    if (canRefuse)
      expect(
        statuses.some((status) => status >= 400),
        `${route.method} ${route.path}`,
      ).toBe(true);
  }
  const gaps = walked.map(({ status, method, path }) => `${operationOf(method, path)} ${status}`);
  for (const gap of Object.keys(unlistedStatuses)) expect(gaps).toContain(gap);
});

test('the check itself notices a missing field, a wrong type, an unknown field and an unknown status', () => {
  const download = { id: 'a', status: 'DONE', filesAdded: 1, totalFiles: 1, bytesAdded: 1, totalBytes: 1 };
  const path = `${core}/downloads/a`;
  expect(complaints('GET', path, 200, { entry: download })).toEqual([]);
  expect(complaints('GET', path, 200, {})).not.toEqual([]);
  expect(complaints('GET', path, 200, { entry: { ...download, status: 'FAILED' } })).not.toEqual([]);
  expect(complaints('GET', path, 200, { entry: { ...download, bytesAdded: '1' } })).not.toEqual([]);
  expect(complaints('GET', path, 200, { entry: { ...download, nodeIds: [] } })).not.toEqual([]);
  expect(complaints('GET', path, 418, {})).not.toEqual([]);
});
