import { readFileSync } from 'node:fs';
import { fromBufferPromise } from 'yauzl';
import type { DemoAlfresco } from '../../src-main/demo/alfresco/server.ts';

/** How to ask the demo server for something. */
export interface Question {
  /** Below the content API's base, or from the root when it begins with `/alfresco`. */
  path: string;
  method?: string;
  /** User whose password is the name; null asks without signing in. */
  user?: string | null;
  headers?: Record<string, string>;
  json?: unknown;
}

/** What came back. `json` is undefined where there was none. */
export interface Answer {
  status: number;
  headers: Headers;
  bytes: Buffer;
  json: unknown;
}

/** The value of an Authorization header for a name and password, or a ticket. */
export const basic = (credentials: string): string => `Basic ${Buffer.from(credentials).toString('base64')}`;

/** Asks the demo server. Rejects when the connection breaks. */
export async function ask(server: DemoAlfresco, question: Question | string): Promise<Answer> {
  const {
    path,
    method = 'GET',
    user = 'demo',
    headers = {},
    json,
  } = typeof question === 'string' ? { path: question } : question;
  const base = path.startsWith('/alfresco')
    ? server.origin
    : `${server.url}/api/-default-/public/alfresco/versions/1`;
  const response = await fetch(`${base}${path}`, {
    method,
    headers: {
      ...(user === null ? {} : { Authorization: basic(`${user}:${user}`) }),
      ...(json === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(json === undefined ? {} : { body: typeof json === 'string' ? json : JSON.stringify(json) }),
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  const isJson =
    bytes.length > 0 && response.headers.get('content-type')?.startsWith('application/json') === true;
  return {
    status: response.status,
    headers: response.headers,
    bytes,
    json: isJson ? JSON.parse(bytes.toString()) : undefined,
  };
}

/** A download as the API shows it. */
export interface DownloadEntry {
  id: string;
  status: string;
  filesAdded: number;
  totalFiles: number;
  bytesAdded: number;
  totalBytes: number;
}

/** The `entry` of a reply. */
export const entryOf = <Entry = Record<string, unknown>>(answer: Answer): Entry =>
  (answer.json as { entry: Entry }).entry;

/** The error's summary without the log number in front; throws when there is none. */
export function summaryOf(answer: Answer): string {
  const { briefSummary } = (answer.json as { error: { briefSummary: string } }).error;
  const found = /^\d{8} (.+)$/.exec(briefSummary)?.[1];
  if (found === undefined) throw new Error(`No log number before: ${briefSummary}`);
  return found;
}

/** Asks for a zip and gives the first reply's entry. */
export async function createDownload(server: DemoAlfresco, ...nodeIds: string[]): Promise<DownloadEntry> {
  return entryOf(await ask(server, { method: 'POST', path: '/downloads', json: { nodeIds } }));
}

/** The download as it is now. */
export async function readDownload(server: DemoAlfresco, id: string): Promise<DownloadEntry> {
  return entryOf(await ask(server, `/downloads/${id}`));
}

/** The zip's entries in order: path and bytes; folders end in `/` and are empty. */
export async function unzip(zip: Buffer): Promise<{ path: string; bytes: Buffer }[]> {
  const entries: { path: string; bytes: Buffer }[] = [];
  const file = await fromBufferPromise(zip);
  for await (const entry of file.eachEntry()) {
    const chunks: Buffer[] = [];
    if (!entry.fileName.endsWith('/')) {
      for await (const chunk of (await file.openReadStreamPromise(entry)) as AsyncIterable<Buffer>)
        chunks.push(chunk);
    }
    entries.push({ path: entry.fileName, bytes: Buffer.concat(chunks) });
  }
  return entries;
}

/** A file of the fixtures as text. */
export const fixture = (name: string): string =>
  readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8');
