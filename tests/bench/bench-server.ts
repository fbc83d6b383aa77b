import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** Signed by itself, for `localhost` and 127.0.0.1: whoever asks over https trusts this file. */
export const certificate = fileURLToPath(new URL('../fixtures/tls/self-signed.crt', import.meta.url));
const key = fileURLToPath(new URL('../fixtures/tls/self-signed.key', import.meta.url));

/** The one document that the server has. */
export const documentId = '6f9619ff-8b86-4d01-b42d-00cf4fc964ff';
export const documentName = 'source.bin';

/** How long nginx may take until it listens. Milliseconds. */
const patience = 10_000;

export interface BenchServer {
  /** What it is, for people. */
  name: string;
  /** `http://127.0.0.1:PORT` and `https://127.0.0.1:PORT`. */
  origins: { http: string; https: string };
  /** Ends it, at once. */
  end: () => void;
}

/**
 * Starts nginx as an Alfresco with one document: static answers to the few requests of a download, and the file itself
 * sent as nginx sends any file. Everything that it writes stays in `folder`. Its settings are those of Debian's
 * nginx.conf, but for one worker process: there is one client at a time.
 */
export async function startNginx(options: {
  folder: string;
  source: string;
  size: number;
}): Promise<BenchServer> {
  const { folder } = options;
  const [http, https] = await Promise.all([freePort(), freePort()]);
  mkdirSync(join(folder, 'logs'), { recursive: true });
  writeFileSync(join(folder, 'nginx.conf'), configuration({ ...options, http, https }));
  const errors = join(folder, 'logs', 'error.log');
  const child = spawn('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', errors], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await once(child, 'spawn');
  const origins = { http: `http://127.0.0.1:${http}`, https: `https://127.0.0.1:${https}` };
  for (const started = Date.now(); ; await sleep(20)) {
    if (child.exitCode !== null) throw new Error(`nginx ended at once; see what it said above.`);
    if (await answers(`${origins.http}/alfresco/api/discovery`)) break;
    if (Date.now() - started > patience) {
      child.kill('SIGKILL');
      throw new Error('nginx was started but doesn’t answer.');
    }
  }
  // SIGTERM ends the worker too; it would outlive a master that was killed.
  return { name: 'nginx', origins, end: () => void child.kill('SIGTERM') };
}

const nodeServer = fileURLToPath(new URL('./node-server.ts', import.meta.url));

/** The same out of Node alone, in a process of its own, where there is no nginx. */
export async function startNodeServer(source: string): Promise<BenchServer> {
  const child = spawn(process.execPath, [nodeServer, source, certificate, key], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
  const { http, https } = JSON.parse(line) as { http: number; https: number };
  const origins = { http: `http://127.0.0.1:${http}`, https: `https://127.0.0.1:${https}` };
  return { name: `Node ${process.version}`, origins, end: () => void child.kill('SIGTERM') };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

const apis = '/alfresco/api/-default-/public';

/** Where the document's bytes are, behind an origin. */
export const contentPath = `${apis}/alfresco/versions/1/nodes/${documentId}/content`;

/** What Alfresco answers to a sign-in, a look at the server, and the question for a node, by path. */
export function answersOfAlfresco(size: number): Record<string, unknown> {
  const version = { major: '7', minor: '4', patch: '0' };
  const modifiedAt = '2026-01-01T00:00:00.000+0000';
  const content = { sizeInBytes: size, mimeType: 'application/octet-stream' };
  const node = { id: documentId, name: documentName, isFile: true, isFolder: false, modifiedAt, content };
  return {
    [`${apis}/authentication/versions/1/tickets`]: { entry: { id: 'TICKET_bench', userId: 'bench' } },
    '/alfresco/api/discovery': { entry: { repository: { edition: 'Community', version } } },
    [`${apis}/alfresco/versions/1/people/-me-`]: { entry: { id: 'bench' } },
    [`${apis}/alfresco/versions/1/nodes/${documentId}`]: { entry: node },
  };
}

function configuration(options: {
  folder: string;
  source: string;
  size: number;
  http: number;
  https: number;
}): string {
  const { folder, source, size, http, https } = options;
  const locations = Object.entries(answersOfAlfresco(size)).map(
    ([path, answer]) => `
    location = ${path} { default_type application/json; return 200 '${JSON.stringify(answer)}'; }`,
  );
  // Started by root, its worker would otherwise be a user that may not read the folder.
  const user = process.getuid?.() === 0 ? `user ${userInfo().username};` : '';
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path "${join(folder, kind)}";`,
  );
  return `${user}
daemon off;
worker_processes 1;
pid "${join(folder, 'nginx.pid')}";
events { worker_connections 768; }
http {
  ${temporary.join('\n  ')}
  access_log off;
  sendfile on;
  tcp_nopush on;
  ssl_protocols TLSv1.2 TLSv1.3;
  ssl_prefer_server_ciphers on;
  default_type application/octet-stream;
  server {
    listen 127.0.0.1:${http};
    listen 127.0.0.1:${https} ssl;
    ssl_certificate "${certificate}";
    ssl_certificate_key "${key}";
    location = ${contentPath} { alias "${source}"; }${locations.join('')}
  }
}
`;
}
