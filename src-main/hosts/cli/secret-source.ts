import { t } from '../../../src-shared/language/index.ts';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { kindsAtTerminal } from './kind-options.ts';
import type { Connection } from '../../../src-shared/connection.ts';
import { oneLine } from '../print.ts';

/** What can be given in the environment, and where. */
const variables = {
  password: 'FERRY_SECRET',
  proxy: 'FERRY_PROXY_SECRET',
  clientKey: 'FERRY_KEY_SECRET',
} as const;

/** Secrets that are known without asking anybody: of the account, of the proxy, of the client certificate's key. */
export type GivenSecrets = Partial<Record<keyof typeof variables, string>>;

/** What is said of a connection when its password is asked for. */
type Asked = Pick<Connection, 'kind' | 'user' | 'baseUrl' | 'proxy' | 'clientCertificate'>;

/** Where passwords come from when Ferry has none. */
export interface SecretSource {
  /** Whether there is one without asking anybody. */
  readonly isGiven: boolean;
  /** What is given besides the account's password: it counts for this run alone. */
  readonly others: Omit<GivenSecrets, 'password'>;
  /** Whether there is a terminal to ask at. */
  readonly canAsk: boolean;
  /** Resolves with a connection's password, or null where there is none and no terminal to ask at. Rejects when aborted. */
  secretFor(connection: Asked, signal: AbortSignal): Promise<string | null>;
  /** The same without the one that is there already: only what the person at the terminal types. */
  askFor(connection: Asked, signal: AbortSignal, role?: keyof GivenSecrets): Promise<string | null>;
  /** The passphrase of the encrypted file, as `askFor`; null where nothing is typed as well. */
  askPassphrase(signal: AbortSignal): Promise<string | null>;
}

/** Takes the secrets out of the environment, so that no child process ever gets them. */
export function takeSecrets(environment: NodeJS.ProcessEnv): GivenSecrets {
  const given: GivenSecrets = {};
  for (const role of Object.keys(variables) as (keyof typeof variables)[]) {
    const secret = environment[variables[role]];
    delete environment[variables[role]];
    if (secret !== undefined && secret !== '') given[role] = secret;
  }
  return given;
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
export function createSecretSource(given: GivenSecrets, terminal: Terminal): SecretSource {
  // Pipes have no such property.
  const canAsk = Boolean(terminal.input.isTTY);
  const { password, ...others } = given;
  const askFor: SecretSource['askFor'] = async (connection, signal, role = 'password') =>
    canAsk ? ask(questionFor(connection, role), terminal, signal) : null;
  return {
    isGiven: password !== undefined,
    others,
    canAsk,
    secretFor: async (connection, signal) => password ?? askFor(connection, signal),
    askFor,
    askPassphrase: async (signal) => (canAsk ? ask(t('terminal.secret.file'), terminal, signal) : null),
  };
}

const questionFor = (connection: Asked, role: keyof GivenSecrets): string => {
  const { kind, proxy, clientCertificate } = connection;
  if (role === 'proxy' && proxy?.use === 'own')
    return t('terminal.secret.proxy', { user: proxy.user, address: proxy.url });
  if (role === 'clientKey' && clientCertificate)
    return t('terminal.secret.clientKey', { file: clientCertificate.file });
  return kindsAtTerminal[kind].questionFor(connection);
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
  terminal.output.write(oneLine(question) + ' '.repeat(question.length - question.trimEnd().length));
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
