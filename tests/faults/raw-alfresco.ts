import type { Connection } from '../../src-shared/connection.ts';
import type { RawRequest, RawServer, RawServerOptions } from './raw-server.ts';
import { startRawServer } from './raw-server.ts';
import { ScriptQueue } from './script-queue.ts';
import { head, json, serve, sizeOf } from './wire.ts';
import type { Content, Step } from './wire.ts';

/** The requests that Ferry sends to an Alfresco. */
export type AlfrescoRequest =
  /** Without credentials: whether this is an Alfresco at all. */
  | 'greeting'
  | 'signIn'
  | 'ticket'
  | 'discovery'
  | 'person'
  | 'create'
  | 'poll'
  | 'cancel'
  | 'node'
  | 'content'
  | 'remove'
  | 'unknown';

/** A document, or something prepared. */
export interface RawNode {
  name: string;
  content: Content;
  modifiedAt: string;
  mimeType: string;
  /** Nodes without this flag are the user's own documents and folders. */
  isPrepared?: boolean;
  isFolder?: boolean;
}

export const alfrescoError = (status: string, words: string, lines: string[] = []): Step[] =>
  json(
    status,
    { error: { briefSummary: `07120013 ${words}`, statusCode: Number(status.slice(0, 3)) } },
    lines,
  );

/** An Alfresco on a raw socket: right in everything that isn't scripted otherwise. */
export class RawAlfresco {
  readonly scripts = new ScriptQueue<AlfrescoRequest>();
  readonly nodes = new Map<string, RawNode>();
  readonly password = 'canary-password-of-ada';
  /** What the next preparation brings. */
  prepares: { content: Content; files: number } | null = null;
  /** Which tokens of a company's provider are taken; none as it is by itself. */
  takesBearer: (token: string) => boolean = () => false;
  readonly #tickets = new Set<string>();
  #issued = 0;
  #prepared = 0;
  #server: RawServer | null = null;

  get server(): RawServer {
    return this.#server!;
  }

  get connection(): Connection {
    return {
      id: 'alfresco-1',
      kind: 'alfresco',
      name: 'Records',
      baseUrl: `${this.host === null ? this.server.origin : `http://${this.host}:${this.server.port}`}/alfresco`,
      tenant: '-default-',
      user: 'ada',
      createdAt: 0,
    };
  }

  get secret(): string {
    return this.password;
  }

  /** What must not turn up anywhere but in requests to this server. */
  get secrets(): string[] {
    return [this.password, 'TICKET_canary'];
  }

  /** What it will be called. */
  preparedName = 'Papers.zip';
  /** Whether the password is good with each request, and the tickets are. */
  takesPasswords = false;
  takesTickets = true;

  /** All that was ever there. */
  readonly contents: Content[] = [];

  /** Another host name for the same server, as the connection has it. */
  host: string | null = null;

  async start(options: RawServerOptions = {}): Promise<this> {
    this.#server = await startRawServer((request) => this.#answer(request), options);
    return this;
  }

  /** Puts a document there, or another version of it. */
  put(id: string, node: Partial<RawNode> & { content: Content }): void {
    this.contents.push(node.content);
    this.nodes.set(id, {
      name: `${id}.bin`,
      modifiedAt: '2026-09-21T10:00:00.000+0000',
      mimeType: 'application/octet-stream',
      ...node,
    });
  }

  folder(id: string): void {
    this.put(id, { name: id, isFolder: true, content: { bytes: new Uint8Array() } });
  }

  /** All tickets are void, as after an hour or a restart. */
  expireTickets(): void {
    this.#tickets.clear();
  }

  /** Whether an Authorization header carries a good ticket. */
  isSignedIn(authorization: string | undefined): boolean {
    const bearer = /^Bearer (.+)$/.exec(authorization ?? '')?.[1];
    return bearer !== undefined ? this.takesBearer(bearer) : this.#tickets.has(authorization ?? '');
  }

  /** The requests of a kind, oldest first. */
  seen(kind: AlfrescoRequest): RawRequest[] {
    return this.server.requests.filter((request) => this.#kindOf(request) === kind);
  }

  /** The Range headers of all requests for content. */
  ranges(): (string | undefined)[] {
    return this.seen('content').map((request) => request.header('range'));
  }

  #kindOf(request: RawRequest): AlfrescoRequest {
    const { method, path } = request;
    if (path.endsWith('/authentication/versions/1/tickets')) return 'signIn';
    if (request.header('authorization') === undefined) return 'greeting';
    if (path.endsWith('/versions/1/tickets/-me-')) return 'ticket';
    if (path.endsWith('/api/discovery')) return 'discovery';
    if (path.endsWith('/people/-me-')) return 'person';
    if (path.endsWith('/downloads')) return 'create';
    if (/\/downloads\/[^/]+$/.test(path)) return method === 'DELETE' ? 'cancel' : 'poll';
    if (/\/nodes\/[^/]+\/content$/.test(path)) return 'content';
    if (/\/nodes\/[^/]+$/.test(path)) return method === 'DELETE' ? 'remove' : 'node';
    return 'unknown';
  }

  #answer(request: RawRequest): Step[] {
    const kind = this.#kindOf(request);
    const scripted = this.scripts.take(kind, request);
    if (scripted) return scripted;
    if (kind === 'signIn') return this.#signIn();
    const authorization = request.header('authorization');
    const hasPassword = authorization === `Basic ${Buffer.from(`ada:${this.password}`).toString('base64')}`;
    if (!(this.takesPasswords && hasPassword) && !(this.takesTickets && this.isSignedIn(authorization)))
      return alfrescoError('401 Unauthorized', 'Authentication failed');
    return this.#usual(kind, request);
  }

  #signIn(): Step[] {
    this.#issued += 1;
    const ticket = `TICKET_canary${this.#issued}`;
    this.#tickets.add(`Basic ${Buffer.from(ticket).toString('base64')}`);
    return json('201 Created', { entry: { id: ticket, userId: 'ada' } });
  }

  #usual(kind: AlfrescoRequest, request: RawRequest): Step[] {
    const id = /\/(?:nodes|downloads)\/([^/]+)/.exec(request.path)?.[1] ?? '';
    const node = this.nodes.get(id);
    const unknown = (): Step[] => alfrescoError('404 Not Found', `The entity with id: ${id} was not found`);
    switch (kind) {
      case 'discovery': {
        const version = { major: '7', minor: '4', patch: '0' };
        return json('200 OK', { entry: { repository: { edition: 'Community', version } } });
      }
      case 'ticket':
        return this.#signIn();
      case 'person':
        return json('200 OK', { entry: { id: 'ada' } });
      case 'create':
        return json('202 Accepted', { entry: this.#prepare() });
      case 'poll':
        return node?.isPrepared ? json('200 OK', { entry: this.#download(id) }) : unknown();
      case 'node':
        return node ? json('200 OK', { entry: this.#shown(id, node) }) : unknown();
      case 'content':
        return node ? this.serve(id, request) : unknown();
      case 'cancel':
        return node ? [head('202 Accepted', ['Content-Length: 0'])] : unknown();
      case 'remove':
        return this.nodes.delete(id) ? [head('204 No Content')] : unknown();
      default:
        return unknown();
    }
  }

  /** The bytes as Alfresco sends them: its ETag with whole answers only. */
  serve(id: string, request: RawRequest, options: Parameters<typeof serve>[2] = {}): Step[] {
    const node = this.nodes.get(id)!;
    const range = request.header('range');
    const whole = range === undefined ? [`ETag: "${Date.parse(node.modifiedAt)}"`] : [];
    return serve(node.content, range, { ...options, lines: [...whole, ...(options.lines ?? [])] });
  }

  /** A status as the server tells it: files and bytes done and in all. */
  status(id: string, word: string, numbers: number[] = []): Step[] {
    const [filesAdded = 0, totalFiles = 0, bytesAdded = 0, totalBytes = 0] = numbers;
    return json('200 OK', {
      entry: { id, status: word, filesAdded, totalFiles, bytesAdded, totalBytes },
    });
  }

  #prepare(): object {
    this.#prepared += 1;
    const id = `prepared-${this.#prepared}`;
    const { content } = this.prepares!;
    this.put(id, { name: this.preparedName, content, isPrepared: true });
    return { ...this.#download(id), status: 'PENDING' };
  }

  #download(id: string): object {
    const files = this.prepares?.files ?? 0;
    const bytes = sizeOf(this.nodes.get(id)!.content);
    return {
      id,
      status: 'DONE',
      filesAdded: files,
      totalFiles: files,
      bytesAdded: bytes,
      totalBytes: bytes,
    };
  }

  #shown(id: string, { name, content, modifiedAt, mimeType, isFolder = false }: RawNode): object {
    return {
      id,
      name,
      isFile: !isFolder,
      isFolder,
      modifiedAt,
      ...(!isFolder && { content: { sizeInBytes: sizeOf(content), mimeType } }),
    };
  }
}

/** Starts one for the running test. */
export const startRawAlfresco = (options: RawServerOptions = {}): Promise<RawAlfresco> =>
  new RawAlfresco().start(options);
