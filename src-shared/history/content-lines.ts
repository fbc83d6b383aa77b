/** A file in a zip, as its directory says. */
export interface ContentEntry {
  path: string;
  /** Bytes unpacked. */
  size: number;
  /** CRC-32 of the unpacked bytes, eight lower-case hex digits. */
  crc32: string;
}

/**
 * The line that stands for a file in a list of contents: size, CRC-32, path, with a blank between them and a line feed
 * behind. Backslashes and line breaks in a path are written as `\\`, `\n` and `\r`. Receipts prove long lists by a
 * digest over these lines in UTF-8, so that their form never changes.
 */
export function lineOf({ path, size, crc32 }: ContentEntry): string {
  return `${size} ${crc32} ${path.replace(/[\\\n\r]/g, (sign) => escapes[sign]!)}\n`;
}

/** Reads what `lineOf` wrote, without its line feed. */
export function entryOf(line: string): ContentEntry {
  const size = line.indexOf(' ');
  const crc32 = line.indexOf(' ', size + 1);
  const path = line.slice(crc32 + 1);
  return {
    path: path.includes('\\') ? path.replace(/\\[\\nr]/g, (sign) => unescapes[sign]!) : path,
    size: Number(line.slice(0, size)),
    crc32: line.slice(size + 1, crc32),
  };
}

const escapes: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r' };
const unescapes: Record<string, string> = { '\\\\': '\\', '\\n': '\n', '\\r': '\r' };
