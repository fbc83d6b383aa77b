import type { ServerResponse } from 'node:http';
import { createServers } from '../../src-main/adapters/servers/index.ts';
import type { SecretState, ServerApi, Servers } from '../../src-main/core/ports.ts';
import type { Connection } from '../../src-shared/connection.ts';
import { jumpingClock } from '../fakes/bridge-harness.ts';
import type { LocalServer, SeenRequest } from '../fakes/local-server.ts';
import { sendJson, startLocalServer } from '../fakes/local-server.ts';

/** What a route does with a request; nothing found is a 404 as Alfresco sends it. */
export type Route = (response: ServerResponse, request: SeenRequest) => void;

export const core = '/alfresco/api/-default-/public/alfresco/versions/1';
export const tickets = '/alfresco/api/-default-/public/authentication/versions/1/tickets';
/** A secret that must not turn up anywhere but in a sign-in. */
export const canary = 'pässwörd-canary';

/** An error as Alfresco words it. */
export function sendError(
  response: ServerResponse,
  status: number,
  text: string,
  headers: Record<string, string> = {},
): void {
  sendJson(response, status, { error: { briefSummary: `07120013 ${text}`, statusCode: status } }, headers);
}

/** A node as Alfresco shows it. */
export const node = (id: string, more: object = {}) => ({
  entry: {
    id,
    name: `${id}.bin`,
    isFile: true,
    isFolder: false,
    modifiedAt: '2026-11-21T10:00:00.000+0000',
    content: { sizeInBytes: 10, mimeType: 'application/octet-stream' },
    ...more,
  },
});

export const folder = (id: string) =>
  node(id, { name: id, isFile: false, isFolder: true, content: undefined });

/** A download as Alfresco shows it. */
export const download = (
  id: string,
  status: string,
  numbers: [number, number, number, number] = [0, 0, 0, 0],
) => ({
  entry: {
    id,
    status,
    filesAdded: numbers[0],
    totalFiles: numbers[1],
    bytesAdded: numbers[2],
    totalBytes: numbers[3],
  },
});

/** A server that answers as scripted, signs everybody in who asks unless scripted otherwise, and the adapter that asks it. */
export interface ScriptedAlfresco {
  api: ServerApi;
  servers: Servers;
  connection: Connection;
  server: LocalServer;
  /** Routes by `METHOD path` without the query, `METHOD *` for all others. */
  routes: Record<string, Route>;
  /** The requests of a method and path, without those for signing in unless asked for. */
  seen: (method: string, path: string) => SeenRequest[];
  /** How often the secret was read. */
  reads: () => number;
  /** What reading it brings. */
  secret: SecretState;
}

/** Starts one for the running test. */
export async function scriptAlfresco(
  routes: Record<string, Route> = {},
  options: { now?: () => number; user?: string } = {},
): Promise<ScriptedAlfresco> {
  let issued = 0;
  const all: Record<string, Route> = {
    [`POST ${tickets}`]: (response) =>
      sendJson(response, 201, { entry: { id: `TICKET_${(issued += 1)}`, userId: 'ada' } }),
    ...routes,
  };
  const server = await startLocalServer((request, response) => {
    const path = request.path.split('?')[0]!;
    const route = all[`${request.method} ${path}`] ?? all[`${request.method} *`];
    if (route) route(response, request);
    else sendError(response, 404, `The entity with id: ${path} was not found`);
  });
  let reads = 0;
  const scripted = { secret: { is: 'ok', value: canary, kept: 'run' } as SecretState };
  const servers = createServers({
    secrets: {
      read: async () => {
        reads += 1;
        return scripted.secret;
      },
      write: async () => 'run',
      erase: async () => {},
    },
    clock: jumpingClock(),
    ...(options.now && { now: options.now }),
  });
  const connection: Connection = {
    id: 'connection-1',
    kind: 'alfresco',
    name: 'Records',
    baseUrl: `${server.origin}/alfresco`,
    tenant: '-default-',
    user: options.user ?? 'ada',
    createdAt: 0,
  };
  return Object.assign(scripted, {
    api: servers.api(connection),
    servers,
    connection,
    server,
    routes: all,
    seen: (method: string, path: string) =>
      server.requests.filter((request) => request.method === method && request.path.split('?')[0] === path),
    reads: () => reads,
  });
}
