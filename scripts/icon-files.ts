/** A square picture, as PNG. */
export interface Square {
  /** Pixels of a side. */
  size: number;
  png: Buffer;
}

/** Windows' file of pictures in many sizes, each a PNG (https://learn.microsoft.com/windows/win32/menurc/newheader). */
export function icoOf(squares: readonly Square[]): Buffer {
  const header = Buffer.alloc(6 + squares.length * 16);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(squares.length, 4);
  let start = header.length;
  for (const [index, { size, png }] of squares.entries()) {
    const entry = 6 + index * 16;
    // 256 is written as 0.
    header.writeUInt8(size % 256, entry);
    header.writeUInt8(size % 256, entry + 1);
    header.writeUInt16LE(1, entry + 4);
    header.writeUInt16LE(32, entry + 6);
    header.writeUInt32LE(png.length, entry + 8);
    header.writeUInt32LE(start, entry + 12);
    start += png.length;
  }
  return Buffer.concat([header, ...squares.map(({ png }) => png)]);
}

/** macOS' types for PNGs, each with its size in pixels; two of a size are one for fine screens and one for others. */
export const icnsTypes: readonly [type: string, size: number][] = [
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
];

/** macOS' file of pictures in many sizes; all of `icnsTypes` must be there. */
export function icnsOf(squares: readonly Square[]): Buffer {
  const parts = icnsTypes.flatMap(([type, wanted]) => {
    const { png } = squares.find(({ size }) => size === wanted)!;
    const head = Buffer.from(`${type}    `, 'latin1');
    head.writeUInt32BE(head.length + png.length, 4);
    return [head, png];
  });
  const body = Buffer.concat(parts);
  const head = Buffer.from('icns    ', 'latin1');
  head.writeUInt32BE(head.length + body.length, 4);
  return Buffer.concat([head, body]);
}
