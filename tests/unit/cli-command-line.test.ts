import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { understandCommandLine } from '../../src-main/hosts/cli/command-line.ts';

const surroundings = {
  directory: resolve('/home/dana'),
  dataFolder: resolve('/data/Ferry'),
  version: '1.2.3',
};
const understand = (...argv: string[]) => understandCommandLine(argv, surroundings);
const get = ['get', '--kind', 'alfresco', '--url', 'docs.example.com', '--user', 'dana', '--out', 'files'];

test('a get with all that it needs', () => {
  expect(understand(...get, '--node', 'a', '--node', 'b')).toEqual({
    is: 'command',
    command: {
      ...{ name: 'get', kind: 'alfresco', url: 'docs.example.com', tenant: null, user: 'dana' },
      ...{ ways: {}, nodes: ['a', 'b'], out: resolve('/home/dana/files') },
      ...{ askAgain: false, cancelOnExit: false },
      ...{ dataFolder: resolve('/data/Ferry'), json: false, patience: 900_000 },
    },
  });
});

const server = ['--kind', 'alfresco', '--url', 'docs.example.com', '--user', 'dana'];

test.each([
  ['get', get],
  ['browse', ['browse', ...server]],
  ['find', ['find', ...server, 'contract']],
  ['sign-in', ['sign-in', ...server]],
])('a %s names the ways to its server, and files start where the user is', (_name, command) => {
  const ways = ['--ca', 'ca.pem', '--client-cert', '/me.p12', '--sign-in', 'oidc'];
  expect(understand(...command, ...ways, '--proxy', 'http://al%20ice@proxy.example.com:3128')).toMatchObject({
    command: {
      ways: {
        authorities: resolve('/home/dana/ca.pem'),
        clientCertificate: resolve('/me.p12'),
        signIn: 'oidc',
        proxy: { use: 'own', url: 'http://proxy.example.com:3128', user: 'al ice' },
      },
    },
  });
  expect(understand(...command, '--sign-in', 'password')).toMatchObject({
    command: { ways: { signIn: 'password' } },
  });
  expect(understand(...command, '--sign-in', 'ticket')).toMatchObject({ is: 'refused' });
});

test('a proxy is none, or an address without a scheme', () => {
  expect(understand(...get, '--proxy', 'none')).toMatchObject({
    command: { ways: { proxy: { use: 'none' } } },
  });
  expect(understand(...get, '--proxy', '[::1]:3128')).toMatchObject({
    command: { ways: { proxy: { url: 'http://[::1]:3128', user: '' } } },
  });
});

test.each([
  'http://alice:canary-secret@proxy.example.com:3128',
  'alice:canary-secret@proxy.example.com:3128',
  'http://alice:canary-secret@',
])('a password in the address of a proxy is refused, and never repeated (%#)', (address) => {
  const understood = understand(...get, `--proxy=${address}`);
  expect(understood).toMatchObject({ is: 'refused' });
  const { reason } = understood as { reason: string };
  expect(reason).toContain('FERRY_PROXY_SECRET');
  expect(reason).not.toContain('canary');
});

test.each(['', 'socks5://proxy.example.com:1080', 'http://proxy.example.com/path', 'http://'])(
  'an address that is none of a proxy is refused (“%s”)',
  (address) => {
    expect(understand(...get, '--proxy', address)).toMatchObject({
      reason: expect.stringContaining('That is not the address of a proxy') as string,
    });
  },
);

test('a get of an export, with a token alone or with a key', () => {
  const bridge = ['get', '--kind', 'bridge', '--url', 'acme', '--type', 'user_export', '--out', 'files'];
  expect(understand(...bridge)).toMatchObject({
    is: 'command',
    command: {
      ...{ kind: 'bridge', url: 'acme', user: '', nodes: [] },
      ...{ export: { downloadType: 'user_export', info: '' } },
    },
  });
  expect(understand(...bridge, '--user', 'key', '--info', '{"a":1}')).toMatchObject({
    command: { user: 'key', export: { downloadType: 'user_export', info: '{"a":1}' } },
  });
});

test('options of the other commands', () => {
  expect(understand(...get, '--node', 'a', '--when-exists', 'replace')).toMatchObject({
    command: { whenExists: 'replace' },
  });
  expect(understand(...get, '--node', 'a', '--when-exists', 'overwrite')).toMatchObject({ is: 'refused' });
  expect(understand(...get, '--node', 'a', '--ask-again')).toMatchObject({ command: { askAgain: true } });
  for (const command of [[...get, '--node', 'a'], ['resume']])
    expect(understand(...command, '--cancel-on-exit')).toMatchObject({ command: { cancelOnExit: true } });
  expect(
    understand('resume', '--json', '--ask-again', '--patience', '2', '--data-dir', 'mine'),
  ).toMatchObject({
    command: {
      name: 'resume',
      json: true,
      askAgain: true,
      patience: 120_000,
      dataFolder: resolve('/home/dana/mine'),
    },
  });
  expect(understand('resume')).toMatchObject({ command: { askAgain: false, url: null, user: null } });
  expect(understand('resume', '--url', 'docs.example.com', '--user', 'dana')).toMatchObject({
    command: { url: 'docs.example.com', user: 'dana' },
  });
  expect(understand('list', '--all')).toMatchObject({ command: { name: 'list', all: true } });
  expect(understand('cancel', 'a', 'b')).toMatchObject({ command: { name: 'cancel', jobs: ['a', 'b'] } });
});

test('the data folder and --json may stand before the command', () => {
  const list = { command: { name: 'list', dataFolder: resolve('/home/dana/mine'), json: true } };
  expect(understand('--data-dir', 'mine', '--json', 'list')).toMatchObject(list);
  expect(understand('--data-dir=other', 'list', '--json', '--data-dir', 'mine')).toMatchObject(list);
});

test('help tells every exit code, for the program and for each command', () => {
  const codesOf = (...argv: string[]): number[] => {
    const shown = understand(...argv);
    const lines = shown.is === 'answer' ? shown.text.matchAll(/^  (\d+) +\S/gm) : [];
    return [...lines].map(([, code]) => Number(code));
  };
  const all = [0, 1, 2, 3, 4, 5, 6, 130];
  expect(codesOf('--help')).toEqual(all);
  for (const command of ['get', 'resume', 'cancel']) expect(codesOf(command, '--help')).toEqual(all);
  // Who only reads ends in fewer ways.
  expect(codesOf('list', '--help')).toEqual([0, 2, 5]);
  expect(codesOf('history', '--help')).toEqual([0, 1, 2, 5, 130]);
  expect(understand('--version')).toEqual({ is: 'answer', text: '1.2.3\n' });
});

test.each([
  [[], 'Name a command'],
  [['--data-dir', 'mine'], 'Name a command: get, browse, find, resume'],
  [['--json'], 'Name a command: get, browse, find, resume'],
  [['--patience', '3', 'resume'], 'Name a command first'],
  [['--url=value', 'get'], 'Name a command first'],
  [['fetch'], 'unknown command'],
  [['get', '--url', 'x'], 'required option'],
  [['get', '--kind', 'alfresco', '--url', 'x', '--out', 'y'], "required option '--user"],
  [[...get, '--type', 'user_export'], 'are for a bridge'],
  [['get', '--kind', 'bridge', '--url', 'x', '--out', 'y'], '--type names the export'],
  [['get', '--kind', 'bridge', '--url', 'x', '--out', 'y', '--type', 't', '--node', 'n'], 'are for alfresco'],
  [[...get, '--kind', 'ftp'], 'Allowed choices are alfresco'],
  [[...get, 'surplus'], 'too many arguments'],
  [[...get, '--patience', 'long'], 'Enter a number of minutes'],
  [[...get, '--patience', '-1'], 'Enter a number of minutes'],
  [[...get, '--unknown=value'], "unknown option '--unknown'"],
  [['cancel'], 'missing required argument'],
])('%j is refused in one line', (argv, words) => {
  const refused = understand(...argv);
  expect(refused.is).toBe('refused');
  if (refused.is !== 'refused') return;
  expect(refused.reason.toLowerCase()).toContain(words.toLowerCase());
  expect(refused.reason).not.toContain('\n');
  expect(refused.reason).not.toContain('value');
});

test('the history is narrowed by days, each to its own end, and printed as its reader likes', () => {
  const asked = (...argv: string[]) => {
    const understood = understand('history', ...argv);
    if (understood.is !== 'command' || understood.command.name !== 'history')
      throw new Error('It is refused.');
    return understood.command;
  };
  expect(asked()).toMatchObject({ search: '', since: null, until: null, server: null, format: null });
  const { since, until } = asked('--since', '2026-03-29', '--until', '2026-03-29');
  expect([since, until]).toEqual([new Date(2026, 2, 29), new Date(2026, 2, 30)].map(Number));
  expect(asked('--until', '2026-11-30T12:00:00Z').until).toBe(Date.UTC(2026, 10, 30, 12));
  for (const day of ['yesterday', '2026-13-01', '30.11.2026'])
    expect(understand('history', '--until', day)).toMatchObject({ is: 'refused' });
  expect([asked('--json').format, asked('--format', 'text').format]).toEqual(['json', 'text']);
  expect(understand('history', '--format', 'xml')).toMatchObject({ is: 'refused' });
});

test.each([
  ['--password', 'x'],
  ['--password=x'],
  ['--PASS', 'x'],
  ['-pw', 'x'],
  ['--secret=x'],
  ['--token', 'x'],
])('a password in an argument (%s) is refused with words', (...argv) => {
  expect(understand(...get, '--node', 'a', ...argv)).toEqual({
    is: 'refused',
    reason: expect.stringContaining('never taken from the command line') as string,
  });
});
