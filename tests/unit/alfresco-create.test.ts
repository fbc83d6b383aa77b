import { expect, test } from 'vitest';
import { understandAlfrescoItems } from '../../src-main/adapters/servers/alfresco-items.ts';
import { sendJson } from '../fakes/local-server.ts';
import type { Route } from './alfresco-harness.ts';
import { core, download, folder, node, scriptAlfresco, sendError } from './alfresco-harness.ts';
import { failureOf, signal } from './http-harness.ts';
import { saying } from '../fakes/saying.ts';

const options = { signal };
const wanting = (...nodeIds: string[]) => ({ kind: 'alfresco' as const, nodeIds });
const accepted: Route = (response) => sendJson(response, 202, download('zip-1', 'PENDING'));
const downloads = `POST ${core}/downloads`;
const at = (id: string): string => `GET ${core}/nodes/${id}`;
const shows =
  (body: object): Route =>
  (response) =>
    sendJson(response, 200, body);

test('a single document is not prepared', async () => {
  const { api, seen } = await scriptAlfresco({ [at('a')]: shows(node('a', { name: 'Plan.pdf' })) });
  expect(await api.create(wanting('a'), options)).toEqual({
    content: {
      documentId: 'a',
      name: 'Plan.pdf',
      size: 10,
      modifiedAt: Date.parse(node('a').entry.modifiedAt),
    },
  });
  expect(seen('POST', `${core}/downloads`)).toEqual([]);
});

test('a folder becomes a zip of its name', async () => {
  const { api, seen } = await scriptAlfresco({ [at('f')]: shows(folder('f')), [downloads]: accepted });
  expect(await api.create(wanting('f'), options)).toEqual({ prepared: 'zip-1', name: 'f.zip' });
  expect(seen('POST', `${core}/downloads`).map(({ body }) => JSON.parse(body) as unknown)).toEqual([
    { nodeIds: ['f'] },
  ]);
});

test('ids are freed of what people paste around them, and each goes out once', async () => {
  const { api, seen } = await scriptAlfresco({
    [at('a')]: shows(node('a')),
    [at('b')]: shows(node('b')),
    [downloads]: accepted,
  });
  await api.create(wanting(' a ', 'workspace://SpacesStore/b', 'a;1.0', 'b'), options);
  expect(seen('POST', `${core}/downloads`).map(({ body }) => JSON.parse(body) as unknown)).toEqual([
    { nodeIds: ['a', 'b'] },
  ]);
});

test('an alias is asked for under its real id', async () => {
  const { api, seen } = await scriptAlfresco({
    [at('-my-')]: shows(folder('home')),
    [at('home')]: shows(folder('home')),
    [downloads]: accepted,
  });
  await api.create(wanting('-my-', 'home'), options);
  expect(seen('POST', `${core}/downloads`).map(({ body }) => JSON.parse(body) as unknown)).toEqual([
    { nodeIds: ['home'] },
  ]);
});

test('a node that may not be read is named', async () => {
  const { api, seen } = await scriptAlfresco({
    [at('a')]: shows(node('a')),
    [at('b')]: (response) => sendError(response, 403, 'Permission was denied'),
    [downloads]: accepted,
  });
  expect(await failureOf(api.create(wanting('a', 'b'), options))).toEqual({
    kind: 'refused',
    status: 403,
    detail: saying(' It is about b. The server says: “Permission was denied”.'),
    answerLost: false,
  });
  expect(seen('POST', `${core}/downloads`)).toEqual([]);
});

test('a large selection is checked by the server in one request', async () => {
  const { api, server } = await scriptAlfresco({ [downloads]: accepted });
  await api.create(wanting(...Array.from({ length: 5_000 }, (_, index) => `node-${index}`)), options);
  expect(server.requests).toHaveLength(2);
});

test.each([
  [[], 'empty-selection'],
  [['no such\u0000thing'], 'bad-request'],
  [['../people'], 'bad-request'],
] as const)('%j is refused before anything is sent', async (ids, kind) => {
  const { api, server } = await scriptAlfresco();
  expect(await failureOf(api.create(wanting(...ids), options))).toMatchObject({ kind, answerLost: false });
  expect(server.requests).toEqual([]);
});

test.each([
  [400, 'bad-request', false],
  [403, 'refused', false],
  [404, 'not-found', false],
  [412, 'archived', false],
  [429, 'busy', false],
  [408, 'busy', true],
  [500, 'server-error', false],
  [502, 'server-error', true],
  [503, 'busy', false],
  [504, 'server-error', true],
  [520, 'server-error', true],
  [524, 'server-error', true],
] as const)('an answer of %i to the request is %s, lost: %s', async (status, kind, answerLost) => {
  const { api, seen } = await scriptAlfresco({
    [at('f')]: shows(folder('f')),
    [downloads]: (response) => sendError(response, status, 'No'),
  });
  expect(await failureOf(api.create(wanting('f'), options))).toMatchObject({ kind, answerLost });
  expect(seen('POST', `${core}/downloads`)).toHaveLength(1);
});

test('an error of 500 that isn’t in Alfresco’s own words counts as lost: who knows who said it', async () => {
  const { api } = await scriptAlfresco({
    [at('f')]: shows(folder('f')),
    [downloads]: (response) => response.writeHead(500).end('<html>Internal error</html>'),
  });
  expect(await failureOf(api.create(wanting('f'), options))).toMatchObject({ answerLost: true });
});

test.each(['', '{}', '<html>hello</html>', '{"entry":{"id":""}}'])(
  'an answer of %j to a request that was accepted is lost',
  async (text) => {
    const { api } = await scriptAlfresco({
      [at('f')]: shows(folder('f')),
      [downloads]: (response) => response.writeHead(202).end(text),
    });
    expect(await failureOf(api.create(wanting('f'), options))).toMatchObject({ answerLost: true });
  },
);

test('an answer that breaks off is lost, and nothing is sent twice', async () => {
  const { api, seen } = await scriptAlfresco({
    [at('f')]: shows(folder('f')),
    [downloads]: (response) => response.destroy(),
  });
  expect(await failureOf(api.create(wanting('f'), options))).toMatchObject({ kind: 'cut', answerLost: true });
  expect(seen('POST', `${core}/downloads`)).toHaveLength(1);
});

test('a server that calls the user’s own node a download is not believed', async () => {
  const { api } = await scriptAlfresco({
    [at('f')]: shows(folder('f')),
    [downloads]: (response) => sendJson(response, 202, download('f', 'PENDING')),
  });
  expect(await failureOf(api.create(wanting('f'), options))).toMatchObject({
    kind: 'protocol',
    answerLost: true,
  });
});

test('pasted lines become one request, doubles are merged and told', () => {
  expect(understandAlfrescoItems(['a\r\n\n b ', 'workspace://SpacesStore/a', 'c'])).toEqual({
    request: wanting('a', 'b', 'c'),
    links: [],
    notes: [saying('One line named the same as another and is fetched once.')],
  });
  expect(understandAlfrescoItems(['a', 'a', 'a']).notes).toEqual([
    saying('2 lines named the same as others and are fetched once.'),
  ]);
  expect(understandAlfrescoItems(['a']).notes).toEqual([]);
});

test('ids and links in one line, with commas, semicolons or blanks between them, are several', () => {
  const [one, two] = ['5ab63e6c-9c2e-4d0e-8c3f-000000000001', '5ab63e6c-9c2e-4d0e-8c3f-000000000002'];
  const asked = wanting(one, two);
  expect(understandAlfrescoItems([`${one}, ${two}`]).request).toEqual(asked);
  expect(understandAlfrescoItems([`${one};workspace://SpacesStore/${two}`]).request).toEqual(asked);
  expect(understandAlfrescoItems([`${one} ${two}`]).request).toEqual(asked);
  // Words aren't ids, though ids may look like words.
  expect(() => understandAlfrescoItems(['hello world'])).toThrow();
});

test('a line that can’t be understood is named, without what may be secret in it', () => {
  const refusal = (...items: string[]): unknown => {
    try {
      return understandAlfrescoItems(items);
    } catch (error) {
      return error;
    }
  };
  expect(refusal()).toMatchObject({ failure: { kind: 'empty-selection' } });
  expect(refusal('', ' \n')).toMatchObject({ failure: { kind: 'empty-selection' } });
  const wrong = refusal('a', 'https://r.example/share/page/x?alf_ticket=canary');
  expect(wrong).toMatchObject({
    failure: {
      kind: 'invalid-input',
      detail: saying(/https:\/\/r\.example\/share\/page\/x/),
    },
  });
  expect(JSON.stringify(wrong)).not.toContain('canary');
  const many = Array.from({ length: 10_001 }, (_, index) => `n${index}`);
  expect(refusal(...many)).toMatchObject({ failure: { kind: 'invalid-input' } });
});
