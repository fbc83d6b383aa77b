import type { Connection } from '../../src-shared/connection.ts';
import type { RawRequest, RawServer, RawServerOptions } from './raw-server.ts';
import { startRawServer } from './raw-server.ts';
import { ScriptQueue } from './script-queue.ts';
import { json, redirect, serve, text } from './wire.ts';
import type { Content, HeaderLine, Serving, Step } from './wire.ts';

/**
 * The requests that Ferry sends to a Bridge: `greeting` without credentials, to see whether it is one, and `object` to
 * the storage that Bridge points to.
 */
export type BridgeRequest = 'greeting' | 'probe' | 'create' | 'poll' | 'file' | 'object' | 'unknown';

export interface RawExport {
  content: Content;
  name: string;
  /** Sent with each answer of the storage. */
  etag: string | null;
}

/** A refusal as storages word it. */
export const storageError = (status: string, code: string): Step[] =>
  text(
    status,
    'application/xml',
    `<?xml version="1.0"?><Error><Code>${code}</Code><Message>canary</Message></Error>`,
  );

/** A Bridge on a raw socket, with a storage of another origin: right in everything that isn't scripted otherwise. */
export class RawBridge {
  readonly scripts = new ScriptQueue<BridgeRequest>();
  readonly exports = new Map<string, RawExport>();
  readonly token = 'canary-token-of-ada';
  /** What the next export is. */
  prepares: RawExport = { content: { pattern: 1, size: 0 }, name: 'users.csv', etag: '"one"' };
  /** The origin that links lead to; the storage's own unless told otherwise. */
  linksTo: string | null = null;
  readonly #good = new Set<string>();
  #signed = 0;
  #made = 0;
  #server: RawServer | null = null;
  #storage: RawServer | null = null;

  get server(): RawServer {
    return this.#server!;
  }

  get storage(): RawServer {
    return this.#storage!;
  }

  get connection(): Connection {
    return {
      id: 'bridge-1',
      kind: 'bridge',
      name: 'Learning',
      baseUrl: this.server.origin,
      tenant: '-default-',
      user: '',
      createdAt: 0,
    };
  }

  get secret(): string {
    return this.token;
  }

  get secrets(): string[] {
    return [this.token, 'canary-signature'];
  }

  /** All that was ever there. */
  readonly contents: Content[] = [];

  async start(options: RawServerOptions = {}): Promise<this> {
    this.#server = await startRawServer((request) => this.#answer(request), options);
    this.#storage = await startRawServer((request) => this.#object(request), options);
    return this;
  }

  /** Puts an export there, or another version of it. */
  put(id: string, entry: RawExport): void {
    this.contents.push(entry.content);
    this.exports.set(id, entry);
  }

  seen(kind: BridgeRequest): RawRequest[] {
    if (kind === 'object') return this.storage.requests;
    return this.server.requests.filter((request) => this.#kindOf(request) === kind);
  }

  /** The Range headers of all requests to the storage. */
  ranges(): (string | undefined)[] {
    return this.storage.requests.map((request) => request.header('range'));
  }

  /** All links that were handed out so far are good no more. */
  expireLinks(): void {
    this.#good.clear();
  }

  /** A fresh link to an export's bytes. */
  link(id: string): string {
    this.#signed += 1;
    const signature = `canary-signature-${this.#signed}`;
    this.#good.add(signature);
    return `${this.linksTo ?? this.storage.origin}/exports/${id}?X-Amz-Expires=60&X-Amz-Signature=${signature}`;
  }

  /** The bytes as a storage sends them. */
  serve(id: string, request: RawRequest, options: Serving = {}): Step[] {
    const { content, name, etag } = this.exports.get(id)!;
    const lines: HeaderLine[] = [`Content-Disposition: attachment; filename="${name}"`];
    if (etag !== null) lines.push(`ETag: ${etag}`);
    const ifRange = request.header('if-range');
    const range = ifRange === undefined || ifRange === etag ? request.header('range') : undefined;
    return serve(content, range, { ...options, lines: [...lines, ...(options.lines ?? [])] });
  }

  #kindOf(request: RawRequest): BridgeRequest {
    const { method, path } = request;
    if (request.header('authorization') === undefined) return 'greeting';
    if (path === '/api/downloads' && method === 'POST') return 'create';
    if (path === '/api/downloads/0') return 'probe';
    if (/^\/api\/downloads\/[^/]+$/.test(path)) return 'poll';
    return /^\/api\/downloads\/[^/]+\/file$/.test(path) ? 'file' : 'unknown';
  }

  #answer(request: RawRequest): Step[] {
    const kind = this.#kindOf(request);
    const scripted = this.scripts.take(kind, request);
    if (scripted) return scripted;
    if (request.header('authorization') !== `Bearer ${this.token}`)
      return json('401 Unauthorized', { errors: [{ title: 'Unauthorized' }] });
    const id = /\/downloads\/([^/]+)/.exec(request.path)?.[1] ?? '';
    if (kind === 'create') {
      const made = String((this.#made += 1));
      this.put(made, this.prepares);
      return json('201 Created', this.shown(made, 'pending'));
    }
    if (!this.exports.has(id)) return json('404 Not Found', { errors: [{ title: 'Not found' }] });
    if (kind === 'poll') return json('200 OK', this.shown(id, 'done'));
    return redirect(this.link(id));
  }

  /** A download as Bridge shows it. */
  shown(id: string, state: string): object {
    const url = state === 'done' ? `/api/downloads/${id}/file` : null;
    return { download: { id, download_type: 'user_export', user_id: '7', state, url } };
  }

  #object(request: RawRequest): Step[] {
    const scripted = this.scripts.take('object', request);
    if (scripted) return scripted;
    const { searchParams } = new URL(request.target, 'http://storage');
    if (request.header('authorization') !== undefined)
      return storageError('400 Bad Request', 'InvalidArgument');
    if (!this.#good.has(searchParams.get('X-Amz-Signature') ?? ''))
      return storageError('403 Forbidden', 'AccessDenied');
    const id = request.path.split('/').at(-1)!;
    return this.exports.has(id) ? this.serve(id, request) : storageError('404 Not Found', 'NoSuchKey');
  }
}

/** Starts one for the running test. */
export const startRawBridge = (options: RawServerOptions = {}): Promise<RawBridge> =>
  new RawBridge().start(options);
