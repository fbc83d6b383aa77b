import { existsSync, readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import type { NativeImage, Size } from 'electron';
import { record } from './records.ts';

const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Samples a pixel by PNG's colour types. */
const samples: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Decodes a PNG down to its lines. Throws where one byte is missing. */
function decodePng(bytes: Buffer): Size {
  if (!bytes.subarray(0, 8).equals(pngSignature)) throw new Error('no PNG');
  let size: Size | null = null;
  let bits = 0;
  const data: Buffer[] = [];
  for (let at = 8; ;) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    const body = bytes.subarray(at + 8, at + 8 + length);
    if (body.length < length) throw new Error('cut short');
    if (type === 'IHDR') {
      size = { width: body.readUInt32BE(0), height: body.readUInt32BE(4) };
      bits = body[8]! * samples[body[9]!]!;
    } else if (type === 'IDAT') data.push(body);
    else if (type === 'IEND') break;
    at += 12 + length;
  }
  const line = 1 + Math.ceil((size!.width * bits) / 8);
  if (inflateSync(Buffer.concat(data)).length !== line * size!.height) throw new Error('lines are missing');
  return size!;
}

/** Decodes an ICO of PNGs: each entry, and that it is as large as it says. Resolves with the largest. */
function decodeIco(bytes: Buffer): Size {
  if (bytes.readUInt32LE(0) !== 0x00010000) throw new Error('no ICO');
  const sizes = Array.from({ length: bytes.readUInt16LE(4) }, (_, index) => {
    const entry = 6 + index * 16;
    const start = bytes.readUInt32LE(entry + 12);
    const size = decodePng(bytes.subarray(start, start + bytes.readUInt32LE(entry + 8)));
    if (size.width % 256 !== bytes[entry]) throw new Error('another size than it says');
    return size;
  });
  return sizes.sort((one, other) => other.width - one.width)[0]!;
}

/** The parts of `NativeImage` that are used. */
export type ImagePart = Pick<NativeImage, 'getSize' | 'isEmpty' | 'setTemplateImage'> & {
  /** The file that it is of. */
  readonly path: string;
};

/** `electron.nativeImage`: really decoded; a file that is no image makes an empty one, as Electron's does. */
export const nativeImage = {
  createFromPath: (path: string): ImagePart => {
    record('nativeImage.createFromPath', path);
    let size: Size = { width: 0, height: 0 };
    try {
      if (existsSync(path)) size = (path.endsWith('.ico') ? decodeIco : decodePng)(readFileSync(path));
    } catch {
      // Electron's image is empty too, and says nothing.
    }
    return { path, isEmpty: () => size.width === 0, getSize: () => size, setTemplateImage: () => undefined };
  },
};
