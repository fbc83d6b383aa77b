import { t } from '../../../src-shared/language/index.ts';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import type { Connection } from '../../../src-shared/connection.ts';

/** The name of the environment variable that may hold the password. */
const variable = 'FERRY_SECRET';

/** Where passwords come from when Ferry has none. */
export interface SecretSource {
  /** Whether there is one without asking anybody. */
  readonly isGiven: boolean;
  /** Whether somebody is there to ask. */
  readonly canAsk: boolean;
  /** Resolves with the password for a connection, or null where there is none and nobody to ask. Rejects when aborted. */
  secretFor(connection: Connection, signal: AbortSignal): Promise<string | null>;
  /** The same without the one that is there already: only what the person at the terminal types. */
  askFor(connection: Connection, signal: AbortSignal): Promise<string | null>;
}

/** Takes the password out of the environment, so that no child process ever gets it. Null when there is none. */
export function takeSecret(environment: NodeJS.ProcessEnv): string | null {
  const secret = environment[variable];
  delete environment[variable];
  return secret === undefined || secret === '' ? null : secret;
}

/** The person at the terminal. */
export interface Terminal {
  input: NodeJS.ReadStream;
  /** What is asked goes here; what is typed goes nowhere. */
  output: NodeJS.WriteStream;
  /** Ctrl+C while asking, which the terminal doesn't turn into a signal then. */
  interrupt: () => void;
}

/** The given password for all connections, else one asked for each. */
export function createSecretSource(given: string | null, terminal: Terminal): SecretSource {
  // Pipes have no such property.
  const canAsk = Boolean(terminal.input.isTTY);
  const askFor: SecretSource['askFor'] = async (connection, signal) =>
    canAsk ? ask(questionFor(connection), terminal, signal) : null;
  return {
    isGiven: given !== null,
    canAsk,
    secretFor: async (connection, signal) => given ?? askFor(connection, signal),
    askFor,
  };
}

const questionFor = ({ kind, user, baseUrl: address }: Connection): string => {
  if (kind === 'bridge')
    return user === ''
      ? t('terminal.secret.token', { address })
      : t('terminal.secret.key', { user, address });
  return t('terminal.secret.password', { user, address });
};

/** Asks one line without echo. An empty answer is none. */
async function ask(question: string, terminal: Terminal, signal: AbortSignal): Promise<string | null> {
  signal.throwIfAborted();
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({
    input: terminal.input,
    output: nowhere,
    terminal: true,
    historySize: 0,
  });
  terminal.output.write(question);
  const heard = new AbortController();
  try {
    return await new Promise<string | null>((resolve, reject) => {
      const stop = (): void => reject(signal.reason as Error);
      signal.addEventListener('abort', stop, { once: true, signal: heard.signal });
      reader.once('SIGINT', () => terminal.interrupt());
      reader.once('close', () => resolve(null));
      reader.once('line', (line) => resolve(line === '' ? null : line));
    });
  } finally {
    heard.abort();
    reader.close();
    terminal.output.write('\n');
  }
}
