import { session } from 'electron';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import type { Server } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { connect } from 'node:net';
import { join } from 'node:path';
import { getCACertificates } from 'node:tls';
import { readPacAnswer } from '../../adapters/proxies-pac.ts';
import { createFileSecrets } from '../../adapters/secrets-file.ts';
import { createDialer } from '../../adapters/servers/dialer.ts';
import type { DialerOptions } from '../../adapters/servers/dialer.ts';
import { createHttp } from '../../adapters/servers/http-client.ts';
import { systemResolver } from '../../adapters/servers/http-redirects.ts';
import { defaultTimeouts } from '../../adapters/servers/http.ts';
import { createRequestLimiter } from '../../adapters/servers/request-limiter.ts';
import { toFailure } from '../../../src-shared/failures/failure.ts';
import type { Failure } from '../../../src-shared/failures/failure.ts';
import { authority, identity, passphrase } from './self-test-identity.ts';
import { expectThat, noted, passed } from './self-test-outcomes.ts';
import type { Check } from './self-test-outcomes.ts';

async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A server of this machine that wants a client certificate, and a proxy in front of it. */
async function onLoopback<Result>(
  work: (at: { server: string; proxy: string; tunnels: string[] }) => Promise<Result>,
): Promise<Result> {
  const tls = { pfx: identity, passphrase, requestCert: true, ca: [authority] };
  const server = createServer(tls, (_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end('{"is":"there"}');
  });
  const tunnels: string[] = [];
  const sockets = new Set<Socket>();
  const proxy = createHttpServer().on('connect', (request, socket: Socket) => {
    tunnels.push(request.url ?? '');
    const [host, port] = (request.url ?? '').split(':');
    const onward = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      socket.pipe(onward).pipe(socket);
    });
    for (const each of [socket, onward]) {
      sockets.add(each);
      each.on('error', () => socket.destroy());
    }
  });
  try {
    return await work({ server: await listening(server), proxy: await listening(proxy), tunnels });
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
    proxy.close();
  }
}

/** Asks the server as any other; resolves with its answer's status, or why there was none. */
async function ask(server: string, options: Omit<DialerOptions, 'origin'>): Promise<number | Failure> {
  const origin = new URL(`https://${server}`);
  const dialer = createDialer({ origin, ...options });
  const http = createHttp({
    ...{ origin, dialer, limiter: createRequestLimiter(1), resolve: systemResolver },
    timeouts: defaultTimeouts,
  });
  try {
    const { signal } = new AbortController();
    return (await http.json({ method: 'GET', url: origin, authorization: null, signal })).status;
  } catch (error) {
    return toFailure(error);
  } finally {
    http.close();
  }
}

/** What company networks need of Electron's Node: each was only ever seen on plain Node. */
export function networkChecks(folder: string): Check[] {
  return [
    {
      name: 'node',
      run: () => {
        const { node, openssl } = process.versions;
        const [major = 0, minor = 0] = node.split('.').map(Number);
        expectThat(major > 24 || (major === 24 && minor >= 5), `Node ${node} has no agents for proxies`);
        return passed(`${node} on ${openssl}`);
      },
    },
    {
      name: 'system certificates',
      run: () => {
        const own = getCACertificates('default').length;
        const system = getCACertificates('system').length;
        expectThat(own > 0, 'there are no built-in ones');
        const words = `${own} built in, ${system} of the system`;
        return system > 0 ? passed(words) : noted(words);
      },
    },
    {
      name: 'client certificate',
      run: () =>
        onLoopback(async ({ server, proxy, tunnels }) => {
          const answer = await ask(server, {
            proxies: async () => [{ url: new URL(`http://${proxy}`), account: null }],
            authorities: async () => [authority],
            identity: async () => ({ pfx: identity, passphrase }),
          });
          expectThat(answer === 200, `the server answered ${JSON.stringify(answer)}`);
          expectThat(tunnels.join() === server, `the proxy was asked for ${tunnels.join() || 'nothing'}`);
          const without = await ask(server, { authorities: async () => [authority] });
          const isNamed = typeof without === 'object' && without.kind === 'client-certificate';
          expectThat(isNamed, `without one the server answered ${JSON.stringify(without)}`);
          return passed('shown through a proxy, and missed where it is not');
        }),
    },
    {
      name: 'refused certificate',
      run: () =>
        onLoopback(async ({ server }) => {
          const failure = await ask(server, {});
          expectThat(
            typeof failure === 'object' && failure.kind === 'untrusted',
            `an unknown authority was answered with ${JSON.stringify(failure)}`,
          );
          const { certificate } = failure as Failure;
          return certificate?.subject === 'Ferry self-test'
            ? passed('it can be shown')
            : noted('it can’t be shown: people see no fingerprint');
        }),
    },
    {
      name: 'proxy script',
      run: async () => {
        const script = 'function FindProxyForURL() { return "PROXY 127.0.0.1:9"; }';
        const other = session.fromPartition('self-test');
        const encoded = Buffer.from(script).toString('base64');
        await other.setProxy({
          mode: 'pac_script',
          pacScript: `data:application/x-ns-proxy-autoconfig;base64,${encoded}`,
        });
        const answer = await other.resolveProxy('https://example.invalid');
        expectThat(readPacAnswer(answer).join() === 'http://127.0.0.1:9', `it leads to ${answer}`);
        return passed(answer);
      },
    },
    {
      name: 'encrypted file',
      run: async () => {
        const place = join(folder, 'secrets');
        mkdirSync(place);
        const key = { connectionId: 'self-test', origin: 'https://self-test.invalid' };
        const open = () => createFileSecrets({ folder: place, passphrase }).secrets;
        expectThat((await open().write(key, 'canary')) === 'file', 'nothing could be written');
        const state = await open().read(key);
        expectThat(state.is === 'ok' && state.value === 'canary', `what was written is ${state.is}`);
        return passed('written and read back');
      },
    },
  ];
}
