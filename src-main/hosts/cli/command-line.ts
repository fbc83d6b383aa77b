import { t } from '../../../src-shared/language/index.ts';
import { resolve } from 'node:path';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { CliCommand, Common, Following, LookingCommand } from './commands.ts';
import { addBackupCommands } from './backup-commands.ts';
import { addHistoryCommands } from './history-commands.ts';
import type { OwnHelp } from './history-commands.ts';
import { RefusedOption, waysOf, withConnectionOptions } from './connection-options.ts';
import type { GivenWays, Ways } from './connection-options.ts';
import { connectionKinds } from '../../../src-shared/kinds/kinds.ts';
import type { ConnectionKind } from '../../../src-shared/kinds/kinds.ts';
import { kindsAtTerminal } from './kind-options.ts';
import { whenExistsSchema } from '../../../src-shared/when-exists.ts';
import type { WhenExists } from '../../../src-shared/when-exists.ts';
import { inLanguage, refusalIn } from '../terminal-language.ts';

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

interface Given extends GivenWays {
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
  whenExists?: WhenExists;
  askAgain?: boolean;
  cancelOnExit?: boolean;
  all?: boolean;
}

/** Nobody else on the machine may see a password, and everybody sees the arguments of programs. */
const secretOption = /^--?(?:pass|passwd|password|passphrase|pw|pwd|secret|token|ticket)(?:=|$)/i;
const collect = (value: string, before: string[]): string[] => [...before, value];

function minutes(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < 0 || value > 100_000)
    throw new InvalidArgumentError(t('usage.refused.notMinutes'));
  return value * 60_000;
}

/** Reads a command line, without program and script. Nothing is printed, the process goes on. */
export function understandCommandLine(argv: readonly string[], surroundings: Surroundings): Understood {
  const end = argv.indexOf('--');
  if (argv.slice(0, end < 0 ? undefined : end).some((text) => secretOption.test(text)))
    return { is: 'refused', reason: t('usage.refused.secret') };
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
  return command ? { is: 'command', command } : { is: 'refused', reason: t('usage.refused.noCommand') };
}

function refusal({ code, message }: CommanderError, isNamed: boolean): string {
  if (code === 'commander.help') return t('usage.refused.noCommand');
  if (code === 'commander.unknownOption' && !isNamed) return t('usage.refused.optionFirst');
  return t('usage.refused.helpTellsMore', { reason: refusalIn(message) });
}

const kindOption = (): Option =>
  new Option('--kind <kind>', t('usage.kind')).choices(connectionKinds).makeOptionMandatory(true);

function build(
  { directory, dataFolder, version }: Surroundings,
  choose: (command: CliCommand) => void,
  write: (text: string) => void,
): Command {
  const program = inLanguage(new Command('ferry'))
    .description(t('usage.ferry'))
    .version(version, '-V, --version', t('usage.showVersion'))
    .helpCommand('help [command]', t('usage.showHelp'))
    // Both go before the command as well as behind it.
    .option('--data-dir <folder>', t('usage.dataFolder', { folder: dataFolder }))
    .option('--json', t('usage.json'))
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ writeOut: write, writeErr: () => undefined })
    .addHelpText('after', `\n${t('usage.exitCodes')}\n\n${t('usage.secret')}`);
  const common = (given: Given): Common => {
    const { dataDir = dataFolder, json = false } = { ...program.opts<Given>(), ...given };
    return { dataFolder: resolve(directory, dataDir), json };
  };
  const following = (given: Given): Following => ({
    ...common(given),
    patience: given.patience ?? 15 * 60_000,
  });
  const add = (
    name: string,
    description: string,
    { json = t('usage.json'), codes = t('usage.exitCodes') }: OwnHelp = {},
  ): Command =>
    program
      .command(name)
      .description(description)
      .option('--data-dir <folder>', t('usage.dataFolder', { folder: dataFolder }))
      .option('--json', json)
      .addHelpText('after', `\n${codes}`);
  const addFollowing = (name: string, description: string): Command =>
    add(name, description).option('--patience <minutes>', t('usage.patience'), minutes);

  const ways = (given: Given, command: Command): Ways => {
    try {
      return waysOf(given, directory);
    } catch (error) {
      if (error instanceof RefusedOption) return command.error(error.message);
      throw error;
    }
  };

  withConnectionOptions(addFollowing('get', t('usage.get')))
    .addOption(kindOption())
    .requiredOption('--url <address>', t('usage.url'))
    .option('--user <name>', t('usage.user'))
    .option('--tenant <name>', t('usage.tenant'))
    .option('--node <id>', t('usage.node'), collect, [])
    .option('--type <type>', t('usage.type'))
    .option('--info <json>', t('usage.info'))
    .requiredOption('--out <folder>', t('usage.out'))
    .addOption(new Option('--when-exists <how>', t('usage.whenExists')).choices(whenExistsSchema.options))
    .option('--ask-again', t('usage.askAgain'), false)
    .option('--cancel-on-exit', t('usage.cancelOnExit'), false)
    .action((given: Given, get: Command) => {
      const reason = kindsAtTerminal[given.kind!].misfitOf(given);
      if (reason !== null) get.error(reason);
      choose({
        name: 'get',
        ...following(given),
        kind: given.kind!,
        url: given.url!,
        tenant: given.tenant ?? null,
        user: given.user ?? '',
        ways: ways(given, get),
        nodes: given.node!,
        ...(given.type !== undefined && { export: { downloadType: given.type, info: given.info ?? '' } }),
        out: resolve(directory, given.out!),
        ...(given.whenExists !== undefined && { whenExists: given.whenExists }),
        askAgain: given.askAgain === true,
        cancelOnExit: given.cancelOnExit === true,
      });
    });
  const looking = (given: Given, command: Command): LookingCommand => {
    if (!kindsAtTerminal[given.kind!].hasFolders) command.error(t('usage.refused.noFolders'));
    if (given.user === undefined && given.signIn !== 'oidc')
      command.error(t('usage.refused.optionMissing', { name: '--user <name>' }));
    return {
      ...common(given),
      kind: given.kind!,
      url: given.url!,
      tenant: given.tenant ?? null,
      user: given.user ?? '',
      ways: ways(given, command),
    };
  };
  const addLooking = (name: string, description: string): Command =>
    withConnectionOptions(add(name, description))
      .addOption(kindOption())
      .requiredOption('--url <address>', t('usage.url'))
      .option('--user <name>', t('usage.user'))
      .option('--tenant <name>', t('usage.tenant'));
  addLooking('browse', t('usage.browse'))
    .argument('[path]', t('usage.path'))
    .action((path: string | undefined, given: Given, command: Command) =>
      choose({ name: 'browse', ...looking(given, command), path: path ?? null }),
    );
  addLooking('find', t('usage.find'))
    .argument('<words...>', t('usage.words'))
    .action((words: string[], given: Given, command: Command) =>
      choose({ name: 'find', ...looking(given, command), words }),
    );
  addFollowing('resume', t('usage.resume'))
    .option('--ask-again', t('usage.resumeAskAgain'), false)
    .option('--cancel-on-exit', t('usage.cancelOnExit'), false)
    .option('--url <address>', t('usage.resumeUrl'))
    .option('--user <name>', t('usage.resumeUser'))
    .action((given: Given) =>
      choose({
        name: 'resume',
        ...following(given),
        askAgain: given.askAgain === true,
        cancelOnExit: given.cancelOnExit === true,
        url: given.url ?? null,
        user: given.user ?? null,
      }),
    );
  withConnectionOptions(add('sign-in', t('usage.signIn')))
    .addOption(
      new Option('--kind <kind>', t('usage.kind')).choices(connectionKinds).default(connectionKinds[0]),
    )
    .requiredOption('--url <address>', t('usage.url'))
    .option('--user <name>', t('usage.user'))
    .option('--tenant <name>', t('usage.tenant'))
    .action((given: Given, signIn: Command) => {
      const named = ways(given, signIn);
      // Whoever names a user means a password.
      const by = named.signIn ?? (given.user === undefined ? 'oidc' : 'password');
      choose({
        name: 'sign-in',
        ...common(given),
        kind: given.kind!,
        url: given.url!,
        tenant: given.tenant ?? null,
        user: given.user ?? '',
        ways: { ...named, signIn: by },
      });
    });
  // It looks for nothing, and is too short to be interrupted.
  add('list', t('usage.list'), {
    codes: t('usage.readCodes')
      .replaceAll(/^ {2}1.*\n?/gm, '')
      .trimEnd(),
  })
    .option('--all', t('usage.listAll'), false)
    .action((given: Given) => choose({ name: 'list', ...common(given), all: given.all === true }));
  addFollowing('cancel', t('usage.cancel'))
    .argument('<job...>', t('usage.job'))
    .action((jobs: string[], given: Given) => choose({ name: 'cancel', ...following(given), jobs }));
  addHistoryCommands({ add, program, common, directory, choose });
  addBackupCommands({ add, common, directory, choose });
  return program;
}
