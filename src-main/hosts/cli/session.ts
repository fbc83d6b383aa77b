import type { EventData } from '../../../src-shared/contract.ts';
import { said, t } from '../../../src-shared/language/index.ts';
import { createDesktop } from '../../adapters/desktop-node.ts';
import { withGiven } from '../../adapters/secrets-given.ts';
import { createMemorySecrets } from '../../adapters/secrets-memory.ts';
import { createApp } from '../../core/app.ts';
import type { App } from '../../core/app-types.ts';
import type { CleanUp, Ports, SecretKey } from '../../core/ports.ts';
import { openNodePorts } from '../node-ports.ts';
import { openSecrets } from '../secrets.ts';
import type { ExitCode } from './exit-codes.ts';
import type { Output } from './output.ts';
import type { SecretSource } from './secret-source.ts';

/** How long the end of the program waits for the server to be tidied up. Milliseconds. */
const tidyingGrace = 15_000;

/** What a command works with while Ferry runs. */
export interface Session {
  app: App;
  ports: Ports;
  output: Output;
  secrets: SecretSource;
  /** Aborted by Ctrl+C. */
  signal: AbortSignal;
}

export interface SessionOptions {
  dataFolder: string;
  output: Output;
  secrets: SecretSource;
  signal: AbortSignal;
  /** Wraps the ports, for tests. */
  wrapPorts: (ports: Ports) => Ports;
  /** No job works while the command runs: it looks at them, gives them up, tidies up. */
  onlyCleanUps: boolean;
}

/**
 * Runs a command with the whole app around it: takes the data folder, starts, and afterwards tidies up, stops and lets
 * the folder go, however the command ends. Throws `DataFolderInUseError`, `FailedError`, or the signal's reason.
 */
export async function inSession(
  options: SessionOptions,
  command: (session: Session) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { output, secrets, signal } = options;
  let config: Ports['config'] | null = null;
  /** The given ones are of one proxy and of one file: where connections name several, they are sent nowhere. */
  const isFor = ({ role }: SecretKey): boolean => {
    const named = (config?.connections() ?? []).flatMap(({ removed, proxy, clientCertificate }) => {
      if (removed) return [];
      if (role === 'proxy') return proxy?.use === 'own' ? [`${proxy.user}@${proxy.url}`] : [];
      return clientCertificate ? [clientCertificate.file] : [];
    });
    return new Set(named).size <= 1;
  };
  const opened = await openNodePorts({
    desktop: createDesktop(),
    dataFolder: options.dataFolder,
    secrets: withGiven(
      // A password that was given counts for this run alone: the keychain is neither asked nor changed.
      secrets.isGiven ? createMemorySecrets() : openSecrets(options.dataFolder),
      { secrets: secrets.others, isFor },
    ),
    demo: false,
  });
  try {
    config = opened.ports.config;
    const ports = options.wrapPorts(opened.ports);
    const app = createApp(ports);
    try {
      app.start(options.onlyCleanUps ? { only: 'cleanUps' } : {});
      const { notices } = await app.handlers['app.info']({});
      for (const notice of notices) output.noted(said(notice));
      app.subscribe((name, data) => {
        if (name === 'app.trouble') output.noted(said((data as EventData<'app.trouble'>).news));
      });
      const code = await command({ app, ports, output, secrets, signal });
      await tidied(app, ports, output, signal);
      return code;
    } finally {
      await app.stop();
    }
  } finally {
    await opened.close();
  }
}

async function tidied(app: App, ports: Ports, output: Output, signal: AbortSignal): Promise<void> {
  const grace = new AbortController();
  const time = ports.clock
    .sleep(tidyingGrace, AbortSignal.any([grace.signal, signal]))
    .catch(() => undefined);
  await Promise.race([app.cleanedUp(grace.signal).catch(() => undefined), time]);
  grace.abort();
  const left = removable(ports).length;
  if (left === 0) return;
  output.noted(t('terminal.untidy', { count: left }));
}

/** What is left on servers that have a way to remove it: a Bridge has none. */
export function removable({ store, config, servers }: Ports): CleanUp[] {
  const connections = new Map(config.connections().map((connection) => [connection.id, connection]));
  return store.cleanUps().filter(({ connectionId }) => {
    const connection = connections.get(connectionId);
    return connection !== undefined && servers.api(connection).cleanUp !== undefined;
  });
}
