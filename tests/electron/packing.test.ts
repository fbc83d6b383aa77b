import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { extractAll, extractFile, listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { build, Platform } from 'electron-builder';
import type { Configuration } from 'electron-builder';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { launch, newHome, useBrowser } from './desktop-harness.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const browser = useBrowser();

/** What marks the fuses in Electron's binary, then their version, their number and a state for each (all on). */
const fuseWire = Buffer.concat([
  Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
  Buffer.from([1, 9]),
  Buffer.from('1'.repeat(9)),
]);

/** A folder that the packer takes for Electron's: a binary without anything but its fuses. */
function dummyElectron(folder: string): string {
  const electron = join(folder, 'electron');
  mkdirSync(electron);
  writeFileSync(join(electron, 'electron'), fuseWire, { mode: 0o755 });
  writeFileSync(join(electron, 'version'), '0.0.0');
  return electron;
}

interface Manifest {
  main?: string;
  dependencies?: Record<string, string>;
}

/** Packages that a part of the bundle asks for at run time. */
function importedBy(text: string): string[] {
  const specifiers = [
    ...text.matchAll(/^(?:import|export) (?:[^"\n]* from )?"([^"\n]+)";$/gm),
    ...text.matchAll(/\b(?:import|require)\("([^"\n]+)"\)/g),
  ].map(([, name]) => name!);
  const packages = specifiers
    .filter((name) => !name.startsWith('.') && !isBuiltin(name) && name !== 'electron')
    .map((name) =>
      name
        .split('/')
        .slice(0, name.startsWith('@') ? 2 : 1)
        .join('/'),
    );
  return [...new Set(packages)];
}

test('the packed app holds all that it needs and nothing else, starts out of its archive, and has its fuses set', async () => {
  const folder = newHome();
  const config = parse(readFileSync(join(root, 'electron-builder.yml'), 'utf8')) as Configuration;
  await build({
    projectDir: root,
    targets: Platform.LINUX.createTarget('dir'),
    publish: 'never',
    config: {
      ...config,
      electronDist: dummyElectron(folder),
      directories: { ...config.directories, output: join(folder, 'out') },
    },
  });
  const packed = join(folder, 'out', 'linux-unpacked');
  const archive = join(packed, 'resources', 'app.asar');
  const files = new Set(
    listPackage(archive, { isPack: false }).map((path) => path.replaceAll('\\', '/').slice(1)),
  );
  const manifest = (path: string): Manifest =>
    JSON.parse(extractFile(archive, path).toString('utf8')) as Manifest;

  // Nothing of the workshop.
  const own = [...files].filter((path) => !path.startsWith('node_modules') && path.includes('.'));
  const allowed =
    /^(package\.json|resources\/(icon|tray(Template)?(@2x)?)\.png|dist\/electron\/main\/[\w-]+\.js|dist\/electron\/preload\/preload\.cjs|dist\/renderer\/(index\.html|assets\/[\w.-]+))$/;
  expect(own.filter((path) => !allowed.test(path))).toEqual([]);
  const runtime = new Set<string>();

  // All that the bundle imports, and all that those packages depend on.
  const entry = manifest('package.json').main!;
  const bundle = own.filter((path) => path.startsWith('dist/electron/main/'));
  expect(bundle).toContain(entry);
  const needed = bundle
    .flatMap((path) => importedBy(extractFile(archive, path).toString('utf8')))
    .map((name) => ({ name, from: '' }));
  expect(needed.length).toBeGreaterThan(5);
  // Loaded by name when the keychain is first used.
  needed.push({ name: 'keytar', from: '' });
  const missing: string[] = [];
  for (const { name, from } of needed) {
    const steps = from.split('/node_modules/');
    const places = steps.map((_, index) =>
      [...steps.slice(0, steps.length - index), name].filter(Boolean).join('/node_modules/'),
    );
    const found = [...places, name]
      .map((place) => `node_modules/${place.replace(/^node_modules\//, '')}`)
      .find((place) => files.has(`${place}/package.json`));
    if (!found) missing.push(`${name} for ${from || entry}`);
    else if (!runtime.has(found)) {
      runtime.add(found);
      for (const next of Object.keys(manifest(`${found}/package.json`).dependencies ?? {}))
        needed.push({ name: next, from: found.slice('node_modules/'.length) });
    }
  }
  expect(missing).toEqual([]);
  const packages = [...files].flatMap((path) => /^node_modules\/.*(?=\/package\.json$)/.exec(path) ?? []);
  const roots = packages.filter((path) => /(?:^|\/)node_modules\/(?:@[^/]+\/)?[^/]+$/.test(path));
  expect(roots.filter((path) => !runtime.has(path))).toEqual([]);

  // Native code lies beside the archive: the system can't load it out of one.
  const native = [...files].filter((path) => path.endsWith('.node'));
  expect(native.length).toBeGreaterThan(0);
  expect(native.filter((path) => !existsSync(join(`${archive}.unpacked`, path)))).toEqual([]);

  // The main process out of the archive, with the archive's packages alone.
  const unpacked = join(folder, 'app');
  extractAll(archive, unpacked);
  const app = await launch(browser(), { appFolder: unpacked, environment: { STAND_IN_PACKAGED: '1' } });
  const page = await app.window();
  await page.getByRole('heading', { name: 'Add a server to begin' }).waitFor();
  expect(await app.close()).toBe(0);

  const fuses = await getCurrentFuseWire(join(packed, 'ferry'));
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
    cookies: FuseState.ENABLE,
    nodeOptions: FuseState.DISABLE,
    inspect: FuseState.DISABLE,
    integrity: FuseState.ENABLE,
    onlyAsar: FuseState.ENABLE,
    fileProtocol: FuseState.DISABLE,
  });
}, 180_000);
