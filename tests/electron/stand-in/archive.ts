/**
 * Electron's files inside archives, for a Node that knows none: `…/app.asar/dist/main.js` is read out of the archive,
 * by the parts of `node:fs` that the app uses and by imports, in threads as well. Loaded with `--import`, which threads
 * inherit. What isn't named here finds no file, as on a real disk.
 */
import fs from 'node:fs';
import { registerHooks, syncBuiltinESMExports } from 'node:module';
import { fileURLToPath } from 'node:url';
import { extractFile, statFile } from '@electron/asar';

/** A path inside an archive; what was unpacked lies beside it, on the disk. */
function inside(path: unknown): { archive: string; inner: string } | null {
  const text = path instanceof URL && path.protocol === 'file:' ? fileURLToPath(path) : path;
  const match = typeof text === 'string' ? /^(.*\.asar)\/(.+)$/.exec(text) : null;
  return match && { archive: match[1]!, inner: match[2]! };
}

interface Entry {
  /** A folder's names. */
  names: string[] | null;
}

function entryOf({ archive, inner }: { archive: string; inner: string }): Entry | null {
  try {
    const stat = statFile(archive, inner, true) as { files?: Record<string, unknown> };
    return { names: stat.files ? Object.keys(stat.files) : null };
  } catch {
    return null;
  }
}

const missing = (path: string): Error =>
  Object.assign(new Error(`ENOENT: no such file or directory, open '${path}'`), { code: 'ENOENT' });

function read(place: { archive: string; inner: string }): Buffer {
  if (entryOf(place)?.names !== null) throw missing(place.inner);
  return extractFile(place.archive, place.inner);
}

const encoded = (bytes: Buffer, options: unknown): Buffer | string => {
  const encoding =
    typeof options === 'string' ? options : (options as { encoding?: BufferEncoding } | undefined)?.encoding;
  return encoding ? bytes.toString(encoding as BufferEncoding) : bytes;
};

/** All paths below a folder, relative to it. */
function below(archive: string, inner: string): string[] {
  const names = entryOf({ archive, inner })?.names;
  if (!names) throw missing(inner);
  return names.flatMap((name) => {
    const path = `${inner}/${name}`;
    const isFolder = entryOf({ archive, inner: path })?.names;
    return isFolder ? [name, ...below(archive, path).map((rest) => `${name}/${rest}`)] : [name];
  });
}

type Any = (...args: unknown[]) => unknown;

/** Puts an answer for archives before a function of a module. */
function before(
  module: object,
  name: string,
  answer: (place: { archive: string; inner: string }, args: unknown[]) => unknown,
): void {
  const functions = module as Record<string, Any>;
  const original = functions[name]!;
  functions[name] = (...args: unknown[]): unknown => {
    const place = inside(args[0]);
    return place ? answer(place, args) : Reflect.apply(original, module, args);
  };
}

before(fs, 'existsSync', (place) => entryOf(place) !== null);
before(fs, 'readFileSync', (place, [, options]) => encoded(read(place), options));
before(fs.promises, 'readFile', async (place, [, options]) => encoded(read(place), options));
before(fs.promises, 'readdir', async ({ archive, inner }) => below(archive, inner));
before(fs.promises, 'lstat', async (place) => {
  const entry = entryOf(place);
  if (!entry) throw missing(place.inner);
  return { isFile: () => entry.names === null, isDirectory: () => entry.names !== null };
});
syncBuiltinESMExports();

registerHooks({
  resolve: (specifier, context, next) => {
    const url = URL.parse(specifier, context.parentURL);
    return url && inside(url) && /^(file:|\.{0,2}\/)/.test(specifier)
      ? { url: url.href, format: 'module', shortCircuit: true }
      : next(specifier, context);
  },
  load: (url, context, next) => {
    const place = url.startsWith('file:') ? inside(new URL(url)) : null;
    return place
      ? { format: 'module', source: read(place).toString('utf8'), shortCircuit: true }
      : next(url, context);
  },
});
