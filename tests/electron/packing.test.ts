import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { extractFile, listPackage, statFile } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packageOptions } from '../../scripts/package-options.ts';
import { launch, newHome, useBrowser } from './desktop-harness.ts';
import { packApps } from './packed-apps.ts';
import type { PackedApps } from './packed-apps.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const browser = useBrowser();

let folder: string;
let apps: PackedApps;
let archive: string;
/** All files in the archive, without those whose name is their content's. */
let files: Map<string, number>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ferry-packed-'));
  apps = await packApps(folder);
  archive = join(apps.linux, 'resources', 'app.asar');
  const paths = listPackage(archive, { isPack: false }).map((path) => path.replaceAll('\\', '/').slice(1));
  files = new Map(
    paths.flatMap((path) => {
      const stat = statFile(archive, path, true);
      return 'files' in stat ? [] : [[path, 'size' in stat ? stat.size : 0] as const];
    }),
  );
}, 180_000);
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

/** Without the content's hash that the screen's files carry; how the bundler divides scripts doesn't matter. */
const plain = (path: string): string =>
  path
    .replace(/-[\w-]{6}(?=\.\w+$)/, '')
    .replace(/^(dist\/(?:electron\/main|renderer\/assets)\/)[\w.-]+\.js$/, '$1*.js');

test('what is packed is what docs/packed.txt lists, and within its budget', () => {
  const listed = readFileSync(join(root, 'docs', 'packed.txt'), 'utf8');
  const names = [...listed.matchAll(/^ +\d+ +(\S+)$/gm)].map(([, name]) => name!);
  expect([...new Set([...files.keys()].map(plain))].sort()).toEqual(names.sort());
  const budget = Number(/^Budget: (\d+) bytes/m.exec(listed)![1]);
  const bytes = [...files.values()].reduce((sum, size) => sum + size, 0);
  expect(bytes).toBeLessThanOrEqual(budget);
});

test('the bundle imports nothing that isn’t packed', () => {
  const bundle = [...files.keys()].filter(
    (path) => path.startsWith('dist/electron/main/') && path.endsWith('.js'),
  );
  const manifest = JSON.parse(extractFile(archive, 'package.json').toString('utf8')) as { main: string };
  expect(bundle).toContain(manifest.main);
  const imported = bundle.flatMap((path) => {
    const text = extractFile(archive, path).toString('utf8');
    return [
      ...text.matchAll(/^(?:import|export) (?:[^"\n]* from )?"([^"\n]+)";$/gm),
      ...text.matchAll(/\bimport\("([^"\n]+)"\)/g),
    ].map(([, name]) => name!);
  });
  const outside = imported.filter((name) => !name.startsWith('.') && !isBuiltin(name) && name !== 'electron');
  expect(new Set(outside)).toEqual(new Set(['keytar']));
  const built = imported
    .filter((name) => name.startsWith('./'))
    .map((name) => `dist/electron/main/${name.slice(2)}`);
  expect(built.filter((path) => !files.has(path))).toEqual([]);
  expect(files.has('node_modules/keytar/lib/keytar.js')).toBe(true);
});

test('native code lies beside the archive, for this system alone', () => {
  const native = [...files.keys()].filter((path) => path.endsWith('.node'));
  expect(native).toEqual([`node_modules/keytar/prebuilds/${process.platform}-x64/keytar.node`]);
  expect(existsSync(join(`${archive}.unpacked`, native[0]!))).toBe(true);
});

test('the self-test passes out of the archive itself, its hashing thread too', async () => {
  const home = newHome();
  const report = join(home, 'report.txt');
  const app = await launch(browser(), {
    home,
    appFolder: archive,
    switches: [`--self-test=${report}`],
    environment: { STAND_IN_PACKAGED: '1' },
  });
  const code = await app.exited;
  const text = existsSync(report) ? readFileSync(report, 'utf8') : app.output;
  expect(text).toMatch(/^passed +hash thread +runs beside .*app\.asar/m);
  expect(text).toMatch(/^passed +tray icon +24 x 24$/m);
  expect(text).toMatch(/^passed +badge icon +16 x 16$/m);
  expect(text).toMatch(/^passed +window +visible$/m);
  expect(text).not.toContain('FAILED');
  expect(code).toBe(0);
});

describe('the command beside the app', () => {
  const cli = (): string => join(apps.linux, 'resources', 'cli');
  /** Runs it as a link on the path does. */
  const run = (environment: Record<string, string>, ...args: string[]) => {
    const link = join(mkdtempSync(join(folder, 'path-')), 'ferry');
    symlinkSync(join(cli(), 'ferry'), link);
    return spawnSync(link, args, { encoding: 'utf8', env: { HOME: folder, ...environment } });
  };
  /** A path with the programs of a shell, and a Node where one is given. */
  const path = (node: string | null): string => {
    const programs = mkdtempSync(join(folder, 'programs-'));
    for (const name of ['readlink', 'dirname']) symlinkSync(`/usr/bin/${name}`, join(programs, name));
    if (node !== null) writeFileSync(join(programs, 'node'), node, { mode: 0o755 });
    return programs;
  };
  const thisNode = `#!/bin/sh\nexec '${process.execPath}' "$@"\n`;

  test('runs on the system’s Node, with the keychain’s package of this system beside it', () => {
    const help = run({ PATH: path(thisNode) }, '--help');
    expect(help).toMatchObject({ status: 0, stderr: '' });
    expect(help.stdout).toContain('browse');
    const list = run({ PATH: path(thisNode) }, 'list', '--data-dir', join(folder, 'none'));
    expect(list).toMatchObject({ status: 0, stderr: '' });
    expect(readdirSync(cli()).sort()).toEqual(['ferry', 'ferry.mjs', 'licenses.md', 'node_modules']);
    const keytar = join(cli(), 'node_modules', 'keytar');
    expect(readdirSync(join(keytar, 'prebuilds'))).toEqual([`${process.platform}-x64`]);
    expect(existsSync(join(keytar, 'lib', 'keytar.js'))).toBe(true);
  });

  test.each([
    ['none', null],
    ['an older one', '#!/bin/sh\necho v22.19.0\n'],
  ])('says what it needs where the Node on the path is %s', (_which, node) => {
    const needs = run({ PATH: path(node) }, '--help');
    expect(needs).toMatchObject({ status: 1, stdout: '' });
    expect(needs.stderr).toContain('needs Node 24.5 or newer');
    expect(run({ PATH: path(node), LANG: 'de_DE.UTF-8' }, '--help').stderr).toContain('benötigt Node 24.5');
  });

  test('is what the deb puts on the path, and is there on macOS', () => {
    expect(apps.deb.afterInstall).toContain("ln -sf '/opt/Ferry/resources/cli/ferry' '/usr/bin/ferry'\n");
    expect(existsSync(join(apps.mac, 'Contents', 'Resources', 'cli', 'ferry'))).toBe(true);
  });
});

test.each([
  ['Linux', (): string => join(apps.linux, 'ferry')],
  ['macOS', (): string => apps.mac],
] as const)('the fuses are read back as they were set from the program for %s', async (_system, program) => {
  const fuses = await getCurrentFuseWire(program());
  expect({
    runAsNode: fuses[FuseV1Options.RunAsNode],
    cookies: fuses[FuseV1Options.EnableCookieEncryption],
    nodeOptions: fuses[FuseV1Options.EnableNodeOptionsEnvironmentVariable],
    inspect: fuses[FuseV1Options.EnableNodeCliInspectArguments],
    integrity: fuses[FuseV1Options.EnableEmbeddedAsarIntegrityValidation],
    onlyAsar: fuses[FuseV1Options.OnlyLoadAppFromAsar],
    fileProtocol: fuses[FuseV1Options.GrantFileProtocolExtraPrivileges],
  }).toEqual({
    runAsNode: FuseState.DISABLE,
    cookies: FuseState.DISABLE,
    nodeOptions: FuseState.DISABLE,
    inspect: FuseState.DISABLE,
    integrity: FuseState.ENABLE,
    onlyAsar: FuseState.ENABLE,
    fileProtocol: FuseState.DISABLE,
  });
});

test('on macOS the signature that flipping fuses breaks is made anew, ad hoc', () => {
  expect(apps.codesign.slice(0, 3)).toEqual(['--sign', '-', '--force']);
  expect(apps.codesign.at(-1)).toBe(apps.mac);
});

test('macOS asks for the local network and the Downloads folder in Ferry’s words, and shows its icon', () => {
  const plist = readFileSync(join(apps.mac, 'Contents', 'Info.plist'), 'utf8');
  const text = (key: string): string | undefined =>
    new RegExp(`<key>${key}</key>\\s*<string>([^<]*)</string>`).exec(plist)?.[1];
  expect(text('NSLocalNetworkUsageDescription')).toContain('servers in your own network');
  expect(text('NSDownloadsFolderUsageDescription')).toContain('Downloads folder');
  expect(text('CFBundleIdentifier')).toBe('app.ferry.desktop');
  const icon = readFileSync(join(apps.mac, 'Contents', 'Resources', text('CFBundleIconFile')!));
  expect(icon).toEqual(readFileSync(join(root, 'resources', 'icon.icns')));
});

describe('the packages for Linux', () => {
  test('have an entry in the menu that starts in the sandbox and belongs to the window', () => {
    expect(apps.appImage.name).toBe('ferry.desktop');
    for (const [entry, program] of [
      [apps.deb.entry, '/opt/Ferry/ferry'],
      [apps.appImage.entry, 'AppRun'],
    ] as const) {
      expect(entry).toContain(`Exec=${program} %U\n`);
      expect(entry).toContain('StartupWMClass=ferry\n');
      expect(entry).toContain('Icon=ferry\n');
      expect(entry).toContain('MimeType=x-scheme-handler/ferry;');
    }
  });

  test('bring the icon in all sizes and name who publishes them', () => {
    const { args } = apps.deb;
    const icons = args.flatMap((arg) => /hicolor\/(\d+)x\1\/apps\/ferry\.png$/.exec(arg)?.[1] ?? []);
    expect(icons.map(Number)).toEqual([16, 24, 32, 48, 64, 128, 256, 512]);
    const after = (name: string): string => args[args.indexOf(name) + 1]!;
    expect(after('--maintainer')).toBe('A Publisher <packages@publisher.test>');
    expect(after('--url')).toBe('https://ferry.publisher.test');
    expect(after('--license')).toBe('MIT');
  });

  test('look for newer ones where the environment says', () => {
    const feed = readFileSync(join(apps.linux, 'resources', 'app-update.yml'), 'utf8');
    expect(feed).toContain('url: https://downloads.publisher.test/ferry');
  });
});

describe('packing takes from the environment who publishes', () => {
  const whole = {
    FERRY_HOMEPAGE: 'https://ferry.publisher.test',
    FERRY_MAINTAINER: 'A Publisher <packages@publisher.test>',
    FERRY_UPDATE_FEED: 'https://downloads.publisher.test/ferry',
  };

  test('and says in words what is missing or can’t be meant', () => {
    const words = packageOptions({ ...whole, FERRY_HOMEPAGE: 'http://', FERRY_MAINTAINER: '' }, 'linux');
    expect(words).toContain('FERRY_MAINTAINER is missing');
    expect(words).toContain('FERRY_HOMEPAGE can’t be “http://”');
    expect(words).not.toContain('FERRY_UPDATE_FEED');
  });

  test('and on macOS signs ad hoc where there is no certificate, and only there', () => {
    const adHoc = '-c.mac.identity=-';
    expect(packageOptions(whole, 'linux')).not.toContain(adHoc);
    expect(packageOptions(whole, 'darwin')).toContain(adHoc);
    for (const name of ['CSC_LINK', 'CSC_NAME'])
      expect(packageOptions({ ...whole, [name]: 'Developer ID' }, 'darwin')).not.toContain(adHoc);
  });
});
