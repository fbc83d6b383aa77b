import type { Connection } from '../../src-shared/connection.ts';
import type { ByteSink, ResponseHead, Secrets, ServerApi } from '../../src-main/core/ports.ts';
import { createServers } from '../../src-main/adapters/servers/index.ts';
import { startDemoAlfresco } from '../../src-main/demo/alfresco/server.ts';
import { createFakeServer } from '../fakes/fake-server.ts';

/** A server to try the port on: what is on it, and a hand on what happens there. */
export interface Harness {
  name: string;
  api: ServerApi;
  account: string;
  document: { id: string; name: string; bytes: Uint8Array };
  /** A folder with the sizes of all that is in it. */
  folder: { id: string; name: string; bytes: number };
  unknownId: string;
  /** Breaks the next fetch after so many bytes of the file's rest. */
  cutNextAfter(bytes: number): void;
  /** Puts something else under the document's id. */
  changeDocument(): void;
  /** Takes away what was prepared. */
  lose(prepared: string): void;
  /** The next create reaches the server, its answer doesn't reach us. */
  loseNextAnswer(): void;
  hasDocument(): boolean;
  close(): Promise<void>;
}

/** Secrets in memory: one password for everything. */
export const passwordOnly = (password: string): Secrets => ({
  read: async () => ({ is: 'ok', value: password, kept: 'run' }),
  write: async () => 'run',
  erase: async () => {},
});

/** A connection to an Alfresco at that address. */
export function composeConnection(baseUrl: string, user = 'demo', id = 'connection-1'): Connection {
  return { id, kind: 'alfresco', name: 'Records', baseUrl, tenant: '-default-', user, createdAt: 0 };
}

/** A sink that keeps everything. */
export interface KeepingSink extends ByteSink {
  heads: ResponseHead[];
  chunks: Uint8Array[];
  readonly bytes: Buffer;
}

export function keepingSink(): KeepingSink {
  const heads: ResponseHead[] = [];
  const chunks: Uint8Array[] = [];
  return {
    heads,
    chunks,
    begin: async (head) => void heads.push(head),
    write: async (chunk) => void chunks.push(Uint8Array.from(chunk)),
    get bytes() {
      return Buffer.concat(chunks);
    },
  };
}

function fakeHarness(): Harness {
  const server = createFakeServer({ account: 'demo', knowsAll: false });
  const letter = server.document('letter');
  const report = server.document('report');
  server.folder('papers', ['letter', 'report'], 'Papers');
  return {
    name: 'the server in memory',
    api: server.api,
    account: 'demo',
    document: letter,
    folder: { id: 'papers', name: 'Papers', bytes: letter.bytes.length + report.bytes.length },
    unknownId: 'no-such-thing',
    cutNextAfter: (bytes) => server.cutAt(bytes),
    changeDocument: () => server.replace('letter', new Uint8Array(letter.bytes.length)),
    lose: (prepared) => void server.prepared.delete(prepared),
    loseNextAnswer: () => server.loseNextAnswer(),
    hasDocument: () => server.documents.has('letter'),
    close: async () => {},
  };
}

async function realHarness(): Promise<Harness> {
  const demo = await startDemoAlfresco();
  const { letter, personnel } = demo.tree.examples;
  const viewer = { id: 'demo', isAdmin: false };
  const inside = demo.repository.children(viewer, personnel);
  const servers = createServers({ secrets: passwordOnly('demo') });
  return {
    name: 'Alfresco',
    api: servers.api(composeConnection(demo.url)),
    account: 'demo',
    document: { id: letter.id, name: letter.name, bytes: demo.repository.read(letter, 0, Infinity) },
    folder: {
      id: personnel.id,
      name: personnel.name,
      bytes: inside.reduce((sum, node) => sum + (node.content?.size ?? 0), 0),
    },
    unknownId: '00000000-0000-4000-8000-000000000000',
    cutNextAfter: (bytes) =>
      demo.control.failNext({ method: 'GET', pathPattern: '/content', action: 'cut-after-bytes', bytes }),
    changeDocument: () => demo.control.changeDocument(letter.id),
    lose: (prepared) => demo.control.loseDownload(prepared),
    loseNextAnswer: () =>
      demo.control.failNext({ method: 'POST', pathPattern: '/downloads', action: 'drop-after-work' }),
    hasDocument: () => demo.control.userDocuments().get(letter.id) === 'present',
    close: () => demo.close(),
  };
}

/** The port's implementations, each made anew for every test. */
export const harnesses: { name: string; make: () => Promise<Harness> }[] = [
  { name: 'the server in memory', make: async () => fakeHarness() },
  { name: 'Alfresco', make: realHarness },
];
