import { mkdir, realpath } from 'node:fs/promises';
import { calls, events } from '../../../src-shared/contract.ts';
import type { CallName, EventData, EventName, Handlers } from '../../../src-shared/contract.ts';
import { FailedError } from '../../../src-shared/failures/failure.ts';
import { said, t } from '../../../src-shared/language/index.ts';
import { connect } from '../../../src-shared/rpc-client.ts';
import type { Client, Timer } from '../../../src-shared/rpc-client.ts';
import type { Served } from '../../../src-shared/rpc.ts';
import { createClock } from '../../adapters/clock-node.ts';
import { adapterOf } from '../../adapters/servers/kind-adapters.ts';
import { readJobStore } from '../../adapters/store/job-reader.ts';
import { joinHolder } from '../door/join-holder.ts';
import { ownVersion } from '../own-version.ts';
import type { ExitCode } from './exit-codes.ts';
import { Interrupted } from './interruption.ts';
import type { SecretSource } from './secret-source.ts';
import type { Session, SessionOptions } from './session.ts';

/** The Ferry that holds the data folder can't be joined. The message says why, for people. */
export class NotJoinedError extends Error {}

/** Runs a command in the session. */
type Run = (command: (session: Session) => Promise<ExitCode>) => Promise<ExitCode>;

/**
 * A session in the Ferry that holds the data folder, or null where none lets anybody in. Throws `NotJoinedError` where
 * there is one that can't be joined. What that Ferry does goes on when the session ends.
 */
export async function joinedSession(options: SessionOptions): Promise<Run | null> {
  const { dataFolder, output, secrets, signal } = options;
  const joined = await joinHolder(dataFolder, ownVersion);
  if (joined.is === 'absent') return null;
  if (joined.is === 'stranger') throw new NotJoinedError(t('terminal.door.stranger', { folder: dataFolder }));
  if (joined.is === 'otherVersion') {
    const versions = { version: joined.version, own: ownVersion };
    throw new NotJoinedError(t('terminal.door.otherVersion', { folder: dataFolder, ...versions }));
  }
  const client = connect(joined.transport, timer);
  const ended = new AbortController();
  client.onClose(() => ended.abort(new FailedError({ kind: 'disconnected' })));
  return async (command) => {
    const app = appOver(client);
    output.noted(t('terminal.door.joined'));
    app.subscribe((name, data) => {
      if (name === 'app.trouble') output.noted(said((data as EventData<'app.trouble'>).news));
    });
    try {
      return await command({
        app,
        ports: { clock: createClock(), servers, store: { job: (id) => jobIn(dataFolder, id) } },
        isJoined: true,
        removable: () => [],
        targetFolder,
        output,
        secrets: handedOn(secrets),
        signal: AbortSignal.any([signal, ended.signal]),
      });
    } catch (error) {
      if (error instanceof Interrupted && error.leaves === 'kept') error.leaves = 'goingOn';
      throw error;
    } finally {
      client.close();
    }
  };
}

const timer: Timer = {
  after: (milliseconds, run) => {
    const timeout = setTimeout(run, milliseconds);
    return () => clearTimeout(timeout);
  },
};

/** The app as it is at the other end. */
function appOver(client: Client): Served {
  const handlers = Object.fromEntries(
    (Object.keys(calls) as CallName[]).map((name) => [
      name,
      async (input: never) => {
        const result = await client.call(name, input);
        if (!result.ok) throw new FailedError(result.failure);
        return result.value;
      },
    ]),
  ) as unknown as Handlers;
  return {
    handlers,
    subscribe: (listener) => {
      const leave = (Object.keys(events) as EventName[]).map((name) =>
        client.on(name, (data) => listener(name, data)),
      );
      return () => leave.forEach((one) => one());
    },
  };
}

const servers: Session['ports']['servers'] = {
  understandAddress: (kind, text) => adapterOf(kind).understandAddress(text),
  understandItems: (kind, items) => adapterOf(kind).understandItems(items),
  understandExport: (kind, downloadType, info) => adapterOf(kind).understandExport(downloadType, info),
};

function jobIn(dataFolder: string, id: string): ReturnType<Session['ports']['store']['job']> {
  const store = readJobStore(dataFolder);
  try {
    return store.job(id);
  } finally {
    store.close();
  }
}

/**
 * The folder without links, made here where it is missing: the holder may be one that takes a link that leads away from its
 * own places for somebody else's.
 */
async function targetFolder(path: string): Promise<string> {
  try {
    await mkdir(path, { recursive: true });
    return await realpath(path);
  } catch {
    // Whoever saves there says what is wrong with it.
    return path;
  }
}

/** Secrets of the environment go to the holder when it asks for them, as those that are typed do. */
function handedOn(secrets: SecretSource): SecretSource {
  return {
    ...secrets,
    others: {},
    askFor: async (connection, signal, role = 'password') =>
      (role === 'password' ? undefined : secrets.others[role]) ?? secrets.askFor(connection, signal, role),
  };
}
