import { setTimeout as sleep } from 'node:timers/promises';
import type { EventData } from '../../../src-shared/contract.ts';
import { isAllThere, isUnchanged } from '../../../src-shared/history/comparison.ts';
import { changesWords, listingWords } from '../../../src-shared/history/comparison-words.ts';
import { said, t } from '../../../src-shared/language/index.ts';
import { DataFolderInUseError } from '../../adapters/data-folder.ts';
import { createDesktop } from '../../adapters/desktop-node.ts';
import { withGiven } from '../../adapters/secrets-given.ts';
import { createMemorySecrets } from '../../adapters/secrets-memory.ts';
import { createApp } from '../../core/app.ts';
import type { App } from '../../core/app-types.ts';
import { inTime } from '../../core/in-time.ts';
import type { CleanUp, Ports, SecretKey } from '../../core/ports.ts';
import { openDoor } from '../door/open-door.ts';
import type { Door } from '../door/open-door.ts';
import { openNodePorts } from '../node-ports.ts';
import type { NodePorts } from '../node-ports.ts';
import { openSecrets } from '../secrets.ts';
import type { ExitCode } from './exit-codes.ts';
import { joinedSession } from './joined-session.ts';
import type { Output } from './output.ts';
import type { Session, SessionOptions } from './session.ts';

/** How long the end of the program waits for the server to be tidied up. Milliseconds. */
const tidyingGrace = 15_000;
/** Milliseconds between two tries to get the data folder or to be let in, and how many: its holder may begin or end just now. */
const tryAgain = 100;
const mostTries = 50;

type Command = (session: Session) => Promise<ExitCode>;

/**
 * Runs a command in the app that holds the data folder: in another Ferry's where one runs, else in one of its own. Throws
 * `DataFolderInUseError` or `NotJoinedError` where it gets neither, `FailedError`, or the signal's reason.
 */
export async function inSession(options: SessionOptions, command: Command): Promise<ExitCode> {
  const { dataFolder, secrets, signal } = options;
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
  // Also where it isn't used: it takes its passphrase out of the environment.
  const own = openSecrets(dataFolder);
  // A password that was given counts for this run alone: the keychain is neither asked nor changed.
  const keeper = secrets.isGiven ? { secrets: createMemorySecrets(), secretsFile: null } : own;
  const kept = withGiven(keeper.secrets, { secrets: secrets.others, isFor });
  for (let tries = 1; ; tries += 1) {
    signal.throwIfAborted();
    try {
      const opened = await openNodePorts({
        desktop: createDesktop(),
        dataFolder,
        secrets: kept,
        secretsFile: keeper.secretsFile,
        demo: false,
      });
      config = opened.ports.config;
      return await inOwnSession(opened, options, command);
    } catch (error) {
      if (!(error instanceof DataFolderInUseError)) throw error;
      const joined = await joinedSession(options);
      if (joined) return await joined(command);
      if (tries === mostTries) throw error;
    }
    await sleep(tryAgain, undefined, { signal }).catch(() => undefined);
  }
}

/**
 * Runs it with the whole app around it: starts, and afterwards tidies up, stops and lets the folder go, however the
 * command ends.
 */
async function inOwnSession(opened: NodePorts, options: SessionOptions, command: Command): Promise<ExitCode> {
  const { dataFolder, output, secrets, signal, onlyCleanUps } = options;
  let door: Door | null = null;
  try {
    const ports = options.wrapPorts(opened.ports);
    const app = createApp(ports);
    try {
      // What comes of comparing is told after all files, whichever is over first.
      app.start(onlyCleanUps ? { only: 'cleanUps' } : { comparesLater: true });
      // Where no job works there is nothing to come in for: it is over soon.
      if (!onlyCleanUps)
        door = await openDoor({
          ...{ dataFolder, app, version: ports.version },
          report: (where, error) =>
            ports.log.event('terminal.fault', {
              detail: `${where}: ${error instanceof Error ? error.message : typeof error}`,
            }),
        });
      const { notices } = await app.handlers['app.info']({});
      for (const notice of notices) output.noted(said(notice));
      app.subscribe((name, data) => {
        if (name === 'app.trouble') output.noted(said((data as EventData<'app.trouble'>).news));
        if (name === 'job.compared') tellCompared(ports, output, (data as EventData<'job.compared'>).jobId);
      });
      const code = await command({
        ...{ app, ports, output, secrets, signal },
        isJoined: false,
        removable: () => removable(ports),
        targetFolder: async (path) => path,
      });
      await tidied(app, ports, output, signal);
      if (door && door.visitors > 0) output.noted(t('terminal.door.staying'));
      await door?.left(signal);
      return code;
    } finally {
      await door?.close();
      await app.stop();
    }
  } finally {
    await opened.close();
  }
}

/** What comparing a saved zip has shown that is worth knowing: the usual lines stay the last ones where all is as it should be. */
function tellCompared({ store }: Ports, output: Output, jobId: string): void {
  const { listing = null, changes = null } = store.comparison(jobId) ?? {};
  if (listing?.is === 'due') return;
  if (listing && !isAllThere(listing)) output.noted(said(listingWords(listing)), jobId);
  if (changes && !isUnchanged(changes)) output.noted(said(changesWords(changes)), jobId);
}

async function tidied(app: App, ports: Ports, output: Output, signal: AbortSignal): Promise<void> {
  const work = async (ended: AbortSignal): Promise<void> => {
    await Promise.all([app.cleanedUp(ended), app.compared()]);
  };
  await inTime(ports.clock, { most: tidyingGrace, late: () => undefined, signal }, work).catch(
    () => undefined,
  );
  const left = removable(ports).length;
  if (left === 0) return;
  output.noted(t('terminal.untidy', { count: left }));
}

/** What is left on servers that have a way to remove it: a Bridge has none. */
function removable({ store, config, servers }: Ports): CleanUp[] {
  const connections = new Map(config.connections().map((connection) => [connection.id, connection]));
  return store.cleanUps().filter(({ connectionId }) => {
    const connection = connections.get(connectionId);
    return connection !== undefined && servers.api(connection).cleanUp !== undefined;
  });
}
