import type { Connection } from '../../src-shared/connection.ts';
import { FailedError } from '../../src-shared/failures/failure.ts';
import type { Servers } from '../../src-main/core/ports.ts';
import { createFakeServer } from './fake-server-api.ts';
import type { FakeServer, FakeServerOptions } from './fake-server-script.ts';

export type * from './fake-server-script.ts';
export { createFakeServer };
export { seededBytes } from './seeded-bytes.ts';

/** `Servers` made of fakes: one for each connection id, made when it is first asked for. */
export interface FakeServers extends Servers {
  server(connectionId: string): FakeServer;
  /** Connection ids in the order in which they were forgotten. */
  forgotten: string[];
}

/** Makes `FakeServers`; the options hold for all of them. */
export function createFakeServers(options: FakeServerOptions = {}): FakeServers {
  const made = new Map<string, FakeServer>();
  const server = (connectionId: string): FakeServer => {
    const known = made.get(connectionId) ?? createFakeServer(options);
    made.set(connectionId, known);
    return known;
  };
  const forgotten: string[] = [];
  return {
    server,
    forgotten,
    api: (connection: Connection) => server(connection.id).api,
    forget: (connectionId) => {
      forgotten.push(connectionId);
    },
    understandAddress: (_kind, text) => {
      const url = URL.parse(text.includes('://') ? text : `https://${text}`);
      if (!url || text.trim() === '') {
        throw new FailedError({ kind: 'invalid-input', detail: 'That is not the address of a server.' });
      }
      return { baseUrl: url.origin, tenant: '-default-' };
    },
    findSignIn: async () => null,
    openSignIn: async () => {
      throw new FailedError({ kind: 'invalid-input', detail: 'There is no company to sign in at.' });
    },
    readAuthorities: () => {
      throw new FailedError({ kind: 'invalid-input', detail: 'There is no certificate in this file.' });
    },
    understandExport: (_kind, downloadType, info) => ({
      kind: 'bridge',
      downloadType,
      ...(info ? { info: JSON.parse(info) as Record<string, unknown> } : {}),
    }),
    readPasted: (_kind, items) => items.map((text) => ({ text, host: null })),
    understandItems: (kind, items) => {
      const ids = items.map((item) => item.trim()).filter((item) => item !== '');
      const [first] = ids;
      if (first === undefined) throw new FailedError({ kind: 'empty-selection' });
      const wrong = ids.find((id) => /\s/.test(id));
      if (wrong !== undefined) {
        throw new FailedError({ kind: 'invalid-input', detail: `“${wrong}” can’t be understood.` });
      }
      const nodeIds = [...new Set(ids)];
      const notes = nodeIds.length < ids.length ? ['Something was named more than once.'] : [];
      return {
        request: kind === 'bridge' ? { kind, downloadType: first } : { kind, nodeIds },
        links: [],
        notes,
      };
    },
  };
}
