import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Arch, build, Platform } from 'electron-builder';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What marks the fuses in Electron's binary, then their version, their number and a state for each (all on). */
const fuseWire = Buffer.concat([
  Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
  Buffer.from([1, 9]),
  Buffer.from('1'.repeat(9)),
]);

const plist = (entries: Record<string, string>): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>${Object.entries(entries)
    .map(([key, value]) => `<key>${key}</key><string>${value}</string>`)
    .join('')}</dict></plist>`;

/** An `Electron.app` of nothing but what the packer renames, fills in and flips. */
function dummyApp(folder: string): void {
  const contents = join(folder, 'Electron.app', 'Contents');
  const write = (path: string, content: string | Buffer): void => {
    mkdirSync(join(contents, path, '..'), { recursive: true });
    writeFileSync(join(contents, path), content, { mode: 0o755 });
  };
  write('Info.plist', plist({ CFBundleExecutable: 'Electron', CFBundleIdentifier: 'com.github.Electron' }));
  write('MacOS/Electron', 'no program');
  write('Resources/electron.icns', 'no icon');
  write('Frameworks/Electron Framework.framework/Electron Framework', fuseWire);
  for (const kind of ['', ' (GPU)', ' (Plugin)', ' (Renderer)']) {
    const name = `Electron Helper${kind}`;
    write(`Frameworks/${name}.app/Contents/Info.plist`, plist({ CFBundleExecutable: name }));
    write(`Frameworks/${name}.app/Contents/MacOS/${name}`, 'no program');
  }
}

/** A folder that the packer takes for Electron's of each system: binaries without anything but their fuses. */
function dummyElectron(folder: string): string {
  const electron = join(folder, 'electron');
  mkdirSync(electron);
  writeFileSync(join(electron, 'electron'), fuseWire, { mode: 0o755 });
  writeFileSync(join(electron, 'version'), '0.0.0');
  dummyApp(electron);
  return electron;
}

/** A PATH with a `codesign` that only notes what it was asked, one argument a line, in the file of that name. */
function notingCodesign(folder: string): string {
  const programs = join(folder, 'programs');
  mkdirSync(programs);
  const note = join(folder, 'codesign');
  const script = `#!/bin/sh\nprintf '%s\\n' "$@" >> '${note}'\n`;
  writeFileSync(join(programs, 'codesign'), script, { mode: 0o755 });
  return [programs, process.env.PATH].join(delimiter);
}

/** The app packed for Linux and macOS, and what its packages for Linux would be made of. */
export interface PackedApps {
  /** The folder of the program. */
  linux: string;
  /** `Ferry.app`. */
  mac: string;
  /** The deb's arguments for fpm, its entry in the menu, what it runs once installed, and the AppImage's entry. */
  deb: { args: string[]; entry: string; afterInstall: string };
  appImage: { entry: string; name: string };
  /** What macOS' signing program was asked, one argument each. */
  codesign: string[];
}

/** Packs the built app for two systems, without Electron and without asking anybody. */
export async function packApps(folder: string): Promise<PackedApps> {
  const output = join(folder, 'out');
  const found: Partial<Pick<PackedApps, 'appImage' | 'deb'>> = {};
  process.env.FERRY_UPDATE_FEED = 'https://downloads.publisher.test/ferry';
  process.env.PATH = notingCodesign(folder);
  await build({
    projectDir: root,
    targets: new Map<Platform, Map<Arch, string[]>>([
      [Platform.LINUX, new Map([[Arch.x64, ['dir', 'AppImage', 'deb']]])],
      [Platform.MAC, new Map([[Arch.arm64, ['dir']]])],
    ]),
    publish: 'never',
    // What electron-builder.yml says is read beside it.
    config: {
      electronDist: dummyElectron(folder),
      directories: { output },
      extraMetadata: { homepage: 'https://ferry.publisher.test' },
      linux: { maintainer: 'A Publisher <packages@publisher.test>' },
    },
    // Called when a package is about to be made of what was packed; true makes none.
    effectiveOptionComputed: (options: unknown) => {
      if (Array.isArray(options)) {
        const [args, entry] = options as [string[], string];
        const afterInstall = args[args.indexOf('--after-install') + 1]!;
        found.deb = {
          args,
          entry: readFileSync(entry, 'utf8'),
          afterInstall: readFileSync(afterInstall, 'utf8'),
        };
      } else {
        const { desktop, desktopFileName } = options as { desktop: string; desktopFileName: string };
        found.appImage = { entry: desktop, name: desktopFileName };
      }
      return Promise.resolve(true);
    },
  });
  return {
    linux: join(output, 'linux-unpacked'),
    mac: join(output, 'mac-arm64', 'Ferry.app'),
    deb: found.deb!,
    appImage: found.appImage!,
    codesign: readFileSync(join(folder, 'codesign'), 'utf8').trim().split('\n'),
  };
}
