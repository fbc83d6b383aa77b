import { Help } from 'commander';
import type { Command } from 'commander';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import '../../src-shared/language/all.ts';
import { languages, speak, t } from '../../src-shared/language/index.ts';
import type { LanguageChoice } from '../../src-shared/language/index.ts';
import { defaultDataFolder } from '../adapters/default-data-folder.ts';
import { largestConfig, readSmallFile } from '../adapters/small-file.ts';

/** The language that the settings of a data folder name; null where they leave it to the system, or can't be read. */
function languageSet(dataFolder: string): LanguageChoice | null {
  try {
    // Without a schema: its library would be most of what a call for help loads.
    const config: unknown = JSON.parse(readSmallFile(join(dataFolder, 'config.json'), largestConfig) ?? '');
    const { language } = (config as { settings: { language?: unknown } }).settings;
    return languages.find(({ value }) => value === language)?.value ?? null;
  } catch {
    return null;
  }
}

/** The data folder that a command line names, before it is understood as a whole: its refusals are said in words, too. */
function dataFolderIn(args: readonly string[]): string {
  const { values } = parseArgs({
    args: [...args],
    options: { 'data-dir': { type: 'string' } },
    strict: false,
  });
  const named = values['data-dir'];
  return typeof named === 'string' ? named : defaultDataFolder();
}

/**
 * Speaks the language that the settings of the command line's data folder name; where they leave it to the system, that of
 * the terminal: the first of LC_ALL, LC_MESSAGES and LANG that says anything (POSIX, section 8.2), else the system's.
 */
export function speakInTerminal(args: readonly string[], environment: NodeJS.ProcessEnv): void {
  speakAsChosen(languageSet(dataFolderIn(args)) ?? 'system', environment);
}

/** Speaks what was chosen, or where that is the system's what the terminal prefers. */
export function speakAsChosen(choice: LanguageChoice, environment: NodeJS.ProcessEnv): void {
  const said = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG;
  const own = said ? tagOf(said) : new Intl.DateTimeFormat().resolvedOptions().locale;
  speak(choice, [own]);
}

/** A locale's name as BCP 47 writes it: `de_AT.UTF-8@euro` is `de-AT`. */
function tagOf(locale: string): string {
  return locale.replace(/[.@].*$/, '').replaceAll('_', '-');
}

/** Gives a command Ferry's own words and language, for its help and its errors. */
export function inLanguage(command: Command): Command {
  const titles: Record<string, string> = {
    'Usage:': t('usage.usage'),
    'Arguments:': t('usage.arguments'),
    'Options:': t('usage.options'),
    'Commands:': t('usage.commands'),
  };
  return command
    .helpOption('-h, --help', t('usage.showHelp'))
    .configureHelp({
      styleTitle: (title) => titles[title] ?? title,
      optionDescription: (option) =>
        Help.prototype.optionDescription
          .call(command.createHelp(), option)
          .replace('(choices:', `(${t('usage.choices')}:`)
          .replace('(default:', `(${t('usage.default')}:`),
    })
    .configureOutput({ outputError: (text, write) => write(`${refusalIn(text)}\n`) });
}

/** An English message of the command line parser, in the current language; one line. */
export function refusalIn(message: string): string {
  const [text = ''] = message.replace(/^error: /, '').split('\n');
  const [, name = '', value = ''] = /'([^']*)'(?:[^']*'([^']*)')?/.exec(text) ?? [];
  if (/^unknown option/.test(text))
    // What stands behind a `=` may be a password.
    return t('usage.refused.unknownOption', { name: name.replace(/=.*$/, '') });
  if (/^unknown command/.test(text)) return t('usage.refused.unknownCommand', { name });
  if (/^missing required argument/.test(text)) return t('usage.refused.missingArgument', { name });
  if (/argument missing$/.test(text)) return t('usage.refused.valueMissing', { name });
  if (/^required option/.test(text)) return t('usage.refused.optionMissing', { name });
  if (/^too many arguments/.test(text)) return t('usage.refused.tooMany', { name });
  const [, reason] = /is invalid\. (.*)$/.exec(text) ?? [];
  if (reason === undefined) return text;
  const [, choices] = /^Allowed choices are (.*)\.$/.exec(reason) ?? [];
  return t('usage.refused.invalid', {
    name,
    value,
    reason: choices === undefined ? reason : t('usage.refused.choices', { choices }),
  });
}
