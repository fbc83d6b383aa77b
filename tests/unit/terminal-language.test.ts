import { afterEach, expect, test } from 'vitest';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { understandCommandLine } from '../../src-main/hosts/cli/command-line.ts';
import { speakInTerminal } from '../../src-main/hosts/terminal-language.ts';
import { webCommand } from '../../src-main/hosts/web/main.ts';
import { tempFolder } from '../fakes/temp-folder.ts';
import { languageNow, localeNow, setLanguage } from '../../src-shared/language/index.ts';

afterEach(() => setLanguage('en'));

test.each([
  [{ LANG: 'de_AT.UTF-8' }, 'de', 'de-AT'],
  [{ LANG: 'de_DE.UTF-8', LC_MESSAGES: 'en_US.UTF-8' }, 'en', 'en-US'],
  [{ LANG: 'en_US.UTF-8', LC_MESSAGES: 'en_US', LC_ALL: 'de_DE@euro' }, 'de', 'de-DE'],
  [{ LANG: 'en_US.UTF-8', LC_ALL: '' }, 'en', 'en-US'],
  [{ LANG: 'C.UTF-8' }, 'en', 'en-GB'],
  [{ LANG: 'POSIX' }, 'en', 'en-GB'],
  [{ LANG: 'fr_FR.UTF-8' }, 'en', 'en-GB'],
])('a terminal with %j is spoken to in %s', (environment, language, locale) => {
  speakInTerminal(['--data-dir', tempFolder()], environment);
  expect([languageNow(), localeNow()]).toEqual([language, locale]);
});

test.each([
  ['{"settings":{"language":"de"}}', 'de'],
  ['{"settings":{"language":"system"}}', 'en'],
  ['{"settings":{"language":"xx"}}', 'en'],
  ['not JSON', 'en'],
])('with the settings %s a data folder’s Ferry speaks %s in an English terminal', (config, language) => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'config.json'), config);
  speakInTerminal(['list', `--data-dir=${folder}`, '--unknown'], { LANG: 'en_US.UTF-8' });
  expect(languageNow()).toBe(language);
});

test('settings that are larger than any can be aren’t read before the first word', () => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'config.json'), `{"settings":{"language":"de"}}${' '.repeat(20_000_000)}`);
  speakInTerminal(['list', `--data-dir=${folder}`], { LANG: 'en_US.UTF-8' });
  expect(languageNow()).toBe('en');
});

test('the browser host’s own help is in the language that is set', () => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'config.json'), '{"settings":{"language":"de"}}');
  expect(webCommand(['--data-dir', folder, '--help']).helpInformation()).toContain('Aufruf: ferry-web');
});

const surroundings = { directory: '/home/dana', dataFolder: '/data/Ferry', version: '1.2.3' };

test('help is in the language of the terminal', () => {
  setLanguage('de');
  const shown = understandCommandLine(['get', '--help'], surroundings);
  const text = shown.is === 'answer' ? shown.text.replaceAll(/\s+/g, ' ') : '';
  expect(text).toContain('Aufruf: ferry get');
  expect(text).toContain('die Art des Servers (Auswahl: "alfresco", "bridge")');
  expect(text).toContain('Exit-Codes:');
  expect(text).not.toMatch(/Usage|Options|default|choices|display|server’s/);
});

test.each([
  [[], 'Nennen Sie einen Befehl: get, browse, find, resume, list oder cancel. „--help“ zeigt mehr.'],
  [['fetch'], 'Unbekannter Befehl „fetch“. „--help“ zeigt mehr.'],
  [['list', '--unknown=value'], 'Unbekannte Option „--unknown“. „--help“ zeigt mehr.'],
  [['resume', '--user'], 'Der Wert der Option „--user <name>“ fehlt. „--help“ zeigt mehr.'],
  [['cancel'], 'Das Argument „job“ fehlt. „--help“ zeigt mehr.'],
  [['get'], 'Die Option „--kind <kind>“ fehlt. „--help“ zeigt mehr.'],
  [['list', 'surplus'], 'Zu viele Argumente für „list“. „--help“ zeigt mehr.'],
  [
    ['get', '--kind', 'ftp'],
    'Der Wert „ftp“ der Option „--kind <kind>“ ist ungültig. Möglich sind alfresco, bridge. „--help“ zeigt mehr.',
  ],
  [
    ['resume', '--patience', 'long'],
    'Der Wert „long“ der Option „--patience <minutes>“ ist ungültig. Geben Sie eine Anzahl von Minuten an. „--help“ zeigt mehr.',
  ],
])('%j is refused in German', (argv, reason) => {
  setLanguage('de');
  expect(understandCommandLine(argv, surroundings)).toEqual({ is: 'refused', reason });
});
