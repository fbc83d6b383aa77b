import { Ajv2019 } from 'ajv/dist/2019.js';
import { parse } from 'yaml';
import { match } from '../../src-main/demo/alfresco/routing.ts';
import { fixture } from './asking.ts';

type Json = Record<string, unknown>;

interface Operation {
  operationId: string;
  responses: Record<string, { schema?: Json }>;
}

interface Definition {
  paths: Record<string, Record<string, Operation>>;
  definitions: Record<string, Json>;
}

/** Where each of the official files has its paths. */
const files = [
  { name: 'core', base: '/alfresco/api/-default-/public/alfresco/versions/1' },
  { name: 'search', base: '/alfresco/api/-default-/public/search/versions/1' },
  { name: 'auth', base: '/alfresco/api/-default-/public/authentication/versions/1' },
  { name: 'discovery', base: '/alfresco/api' },
].map((file) => ({ ...file, definition: parse(fixture(`specs/alfresco-${file.name}.yaml`)) as Definition }));

/**
 * Where the official files and the real server part, and the demo follows the server: the status that an
 * operation gives though its list of responses lacks it.
 */
export const unlistedStatuses: Record<string, string> = {
  'createDownload 404': 'an unknown node: thrown by validateNode, missing in the file',
  'createDownload 500': 'a body without nodeIds or with broken JSON ends in an unmapped exception',
  'getDownload 404': 'TestDownloads reads a deleted download',
  'cancelDownload 404': 'as getDownload',
  'getSiteContainer 403': 'a moderated site: its container can’t be read by others',
};

/**
 * Other differences:
 * - with `fields`, required properties that were not asked for are missing;
 * - times have the zone `+0000` where the format `date-time` wants a colon;
 * - the answer to `getNodeSizeDetails` is wrapped in `entry`, which its schema leaves out;
 * - a path's elements have a type and aspects in search results as well, though the search file knows only the core
 *   file's older form;
 * - 405 can come from every path and is listed nowhere;
 * - 304 and 416 have no body, and so has every success without a schema.
 */
const wrapped = new Set(['getNodeSizeDetails']);

const ajv = new Ajv2019({ strict: false, allErrors: true, unicodeRegExp: false });
ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/);
for (const format of ['int32', 'int64'])
  ajv.addFormat(format, { type: 'number', validate: Number.isSafeInteger });
for (const { name, definition } of files) {
  // Nothing may be answered that the files don't know, which plain schemas would let pass.
  for (const [key, schema] of Object.entries(definition.definitions))
    if (name !== 'search' || key !== 'PathElement')
      definition.definitions[key] = closed(schema, key !== 'Node');
  ajv.addSchema({ $id: name, definitions: definition.definitions });
}

/** Closes objects against unknown properties. Other types build on Node, so it is closed where it is used, not by itself. */
function closed(schema: Json, isWhole: boolean): Json {
  const result: Json = { ...schema };
  const parts = schema.properties as Record<string, Json> | undefined;
  if (parts)
    result.properties = Object.fromEntries(
      Object.entries(parts).map(([key, part]) => [key, closed(part, true)]),
    );
  if (schema.items) result.items = closed(schema.items as Json, true);
  if (schema.allOf) result.allOf = (schema.allOf as Json[]).map((part) => closed(part, false));
  const isObject = parts !== undefined || schema.allOf !== undefined || schema.$ref === '#/definitions/Node';
  if (isObject && isWhole) result.unevaluatedProperties = false;
  return result;
}

/** What is wrong with a reply by the official files; empty when all is well. Throws for a path they don't know. */
export function complaints(method: string, url: string, status: number, body: unknown): string[] {
  const path = url.split('?')[0] ?? '';
  const { file, template, operation } = find(method, path);
  if (status === 405) return validate('core#/definitions/Error', body, false);
  if (!operation) return [`${method} ${template} is not in the file`];
  // One file says only what a success is, and leaves every refusal to `default`.
  const isAnyRefusal = status >= 400 && !Object.keys(operation.responses).some((code) => /^[45]/.test(code));
  const listed = operation.responses[isAnyRefusal ? 'default' : String(status)];
  if (!listed && !(`${operation.operationId} ${status}` in unlistedStatuses)) {
    return [`${operation.operationId} doesn't list the status ${status}`];
  }
  if (status === 304 || status === 416) return body === undefined ? [] : ['a body where none should be'];
  if (status >= 400) return validate(`${file}#/definitions/Error`, body, false);
  const schema = listed?.schema;
  if (!schema || schema.type === 'file' || status === 206)
    return body === undefined ? [] : ['a body where none should be'];
  const reference = `${file}${String(schema.$ref)}`;
  const isPartial = url.includes('fields=');
  if (!wrapped.has(operation.operationId)) return validate(reference, body, isPartial);
  return validate(reference, (body as { entry?: unknown }).entry, isPartial);
}

/** The official name of what a request does, or undefined. */
export const operationOf = (method: string, path: string): string | undefined =>
  find(method, path).operation?.operationId;

function find(method: string, path: string) {
  for (const { name, base, definition } of files) {
    for (const [template, operations] of Object.entries(definition.paths)) {
      const pattern = `${base}${template.replaceAll(/\{(\w+)\}/g, ':$1')}`;
      if (match(pattern, path)) return { file: name, template, operation: operations[method.toLowerCase()] };
    }
  }
  throw new Error(`No official file knows ${path}`);
}

function validate(reference: string, body: unknown, isPartial: boolean): string[] {
  const check = ajv.getSchema(reference);
  if (!check) throw new Error(`There is no schema ${reference}`);
  if (check(body)) return [];
  return (check.errors ?? [])
    .filter(({ keyword }) => !(isPartial && keyword === 'required'))
    .map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`);
}
