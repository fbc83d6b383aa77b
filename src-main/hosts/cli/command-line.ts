import { resolve } from 'node:path';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { ConnectionKind } from '../../../src-shared/connection.ts';
import { exitCodesHelp } from './exit-codes.ts';

interface Common {
  /** Absolute. */
  dataFolder: string;
  json: boolean;
}

interface Following extends Common {
  /** How long a server may stay out of reach in the middle of a download. Milliseconds. */
  patience: number;
}

export interface GetCommand extends Following {
  name: 'get';
  kind: ConnectionKind;
  url: string;
  tenant: string | null;
  /** Empty for a Bridge's token, which says by itself whose it is. */
  user: string;
  nodes: string[];
  /** What a Bridge is asked for instead of nodes. */
  export?: { downloadType: string; info: string };
  /** Absolute. */
  out: string;
  /** Ask once more, should the same have been asked for and the answer be unknown. */
  askAgain: boolean;
}

export interface ResumeCommand extends Following {
  name: 'resume';
  askAgain: boolean;
  /** Only the downloads of this server, and of this user; null for all. */
  url: string | null;
  user: string | null;
}

export interface ListCommand extends Common {
  name: 'list';
  all: boolean;
}

export interface CancelCommand extends Following {
  name: 'cancel';
  /** Ids of jobs, or their beginnings. */
  jobs: string[];
}

export type CliCommand = GetCommand | ResumeCommand | ListCommand | CancelCommand;

/** What a command line asks for. */
export type Understood =
  | { is: 'command'; command: CliCommand }
  /** Help or the version. */
  | { is: 'answer'; text: string }
  /** One line for people. What was typed behind a `=` is never in it: it may be a password. */
  | { is: 'refused'; reason: string };

/** What the command line is understood in. */
export interface Surroundings {
  /** Relative folders start here. */
  directory: string;
  dataFolder: string;
  version: string;
}

interface Given {
  dataDir?: string;
  json?: boolean;
  patience?: number;
  kind?: ConnectionKind;
  url?: string;
  tenant?: string;
  user?: string;
  node?: string[];
  type?: string;
  info?: string;
  out?: string;
  askAgain?: boolean;
  all?: boolean;
}

/** Nobody else on the machine may see a password, and everybody sees the arguments of programs. */
const secretOption = /^--?(?:pass|passwd|password|passphrase|pw|pwd|secret|token|ticket)(?:=|$)/i;
const secretRefused =
  'A password is never taken from the command line, where others can see it: put it into FERRY_SECRET, or type it when Ferry asks.';

const collect = (value: string, before: string[]): string[] => [...before, value];

function minutes(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < 0 || value > 100_000)
    throw new InvalidArgumentError('It is a number of minutes.');
  return value * 60_000;
}

/** Reads a command line, without program and script. Nothing is printed, the process goes on. */
export function understandCommandLine(argv: readonly string[], surroundings: Surroundings): Understood {
  const end = argv.indexOf('--');
  if (argv.slice(0, end < 0 ? undefined : end).some((text) => secretOption.test(text)))
    return { is: 'refused', reason: secretRefused };
  let command: CliCommand | null = null;
  let isNamed = false;
  let shown = '';
  const write = (text: string): void => void (shown += text);
  const program = build(surroundings, (chosen) => (command = chosen), write);
  program.hook('preSubcommand', () => void (isNamed = true));
  try {
    program.parse([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { is: 'answer', text: shown };
    return { is: 'refused', reason: refusal(error, isNamed) };
  }
  return command ? { is: 'command', command } : { is: 'refused', reason: nameOne };
}

const nameOne = 'Name a command: get, resume, list or cancel. “--help” tells more.';

function refusal({ code, message }: CommanderError, isNamed: boolean): string {
  if (code === 'commander.help') return nameOne;
  if (code === 'commander.unknownOption' && !isNamed)
    return 'Name a command first (get, resume, list or cancel), then its options. “--help” tells more.';
  const [first = ''] = message.replace(/^error: /, '').split('\n');
  const text = first.replace(/=[^'\s]*/, '');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.?!)]$/.test(text) ? '' : '.'} “--help” tells more.`;
}

/** What doesn't go together in a `get`, or null. */
function misfitOf({ kind, user, node = [], type, info, tenant }: Given): string | null {
  if (kind === 'bridge') {
    if (type === undefined) return 'For a Bridge --type names the export.';
    return node.length > 0 || tenant !== undefined ? '--node and --tenant are for Alfresco.' : null;
  }
  if (user === undefined) return "required option '--user <name>' not specified";
  return type !== undefined || info !== undefined ? '--type and --info are for a Bridge.' : null;
}

function build(
  { directory, dataFolder, version }: Surroundings,
  choose: (command: CliCommand) => void,
  write: (text: string) => void,
): Command {
  const program = new Command('ferry')
    .description('Brings across what a server prepares: asks, waits, fetches, checks and saves.')
    .version(version)
    // Both go before the command as well as behind it.
    .option('--data-dir <folder>', `where Ferry keeps its data (default: ${dataFolder})`)
    .option('--json', 'print one JSON object a line')
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ writeOut: write, writeErr: () => undefined })
    .addHelpText(
      'after',
      `${exitCodesHelp}\n\nThe password is taken from the environment variable FERRY_SECRET (for this run alone), else from the keychain, else asked for; never from an argument.`,
    );
  const common = (given: Given): Common => {
    const { dataDir = dataFolder, json = false } = { ...program.opts<Given>(), ...given };
    return { dataFolder: resolve(directory, dataDir), json };
  };
  const following = (given: Given): Following => ({
    ...common(given),
    patience: given.patience ?? 15 * 60_000,
  });
  const add = (name: string, description: string): Command =>
    program
      .command(name)
      .description(description)
      .option('--data-dir <folder>', `where Ferry keeps its data (default: ${dataFolder})`)
      .option('--json', 'print one JSON object a line')
      .addHelpText('after', exitCodesHelp);
  const addFollowing = (name: string, description: string): Command =>
    add(name, description).option(
      '--patience <minutes>',
      'how long to wait for a server that can’t be reached anymore (default: 15)',
      minutes,
    );

  addFollowing('get', 'asks a server for documents and folders, or for an export, and saves them as one file')
    .addOption(
      new Option('--kind <kind>', 'the kind of server')
        .choices(['alfresco', 'bridge'])
        .makeOptionMandatory(true),
    )
    .requiredOption('--url <address>', 'the server’s address, as a browser shows it')
    .option('--user <name>', 'the account on the server; for a Bridge the key, where it isn’t a token')
    .option('--tenant <name>', 'Alfresco: the tenant, where the server has several')
    .option('--node <id>', 'Alfresco: a document or folder, by id or link; once for each', collect, [])
    .option('--type <type>', 'Bridge: the kind of export, as the server calls it')
    .option('--info <json>', 'Bridge: parameters of the export, a JSON object')
    .requiredOption('--out <folder>', 'the folder to save to')
    .option('--ask-again', 'ask once more if nobody knows whether the same reached the server before', false)
    .action((given: Given, get: Command) => {
      const reason = misfitOf(given);
      if (reason !== null) get.error(reason);
      choose({
        name: 'get',
        ...following(given),
        kind: given.kind!,
        url: given.url!,
        tenant: given.tenant ?? null,
        user: given.user ?? '',
        nodes: given.node!,
        ...(given.type !== undefined && { export: { downloadType: given.type, info: given.info ?? '' } }),
        out: resolve(directory, given.out!),
        askAgain: given.askAgain === true,
      });
    });
  addFollowing('resume', 'goes on with every unfinished download of the data folder')
    .option('--ask-again', 'ask once more for what is unsure or gone from the server', false)
    .option('--url <address>', 'only with this server, whose password FERRY_SECRET then is')
    .option('--user <name>', 'only with this account')
    .action((given: Given) =>
      choose({
        name: 'resume',
        ...following(given),
        askAgain: given.askAgain === true,
        url: given.url ?? null,
        user: given.user ?? null,
      }),
    );
  add('list', 'shows the downloads, unfinished ones first; works while another Ferry runs')
    .option('--all', 'all finished ones, not only the last 20', false)
    .action((given: Given) => choose({ name: 'list', ...common(given), all: given.all === true }));
  addFollowing(
    'cancel',
    'gives downloads up; what an Alfresco prepared for them is removed there (a Bridge has no way to)',
  )
    .argument('<job...>', 'ids as “list” shows them, or their beginnings')
    .action((jobs: string[], given: Given) => choose({ name: 'cancel', ...following(given), jobs }));
  return program;
}
