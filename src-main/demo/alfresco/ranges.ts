/** A part of a content, both ends included; `end` can lie behind the content's own end. */
export interface ByteRange {
  start: number;
  end: number;
}

/**
 * Reads one range the way HttpRangeProcessor.java's `constructRange` does, traps included (seen):
 * - the end is not clamped: `0-999999` of a small file is taken at its word;
 * - `-500` doesn't mean the last 500 bytes but 0 to 500;
 * - null (which becomes a 416) is for nonsense and for a start behind the end, so `n-` of n bytes is
 *   refused while `n-(n+5)` is "served" with no bytes at all.
 *
 * @param size the content's length in bytes
 */
export function readRange(text: string, size: number): ByteRange | null {
  const range = text.split('/')[0] ?? '';
  const separator = range.indexOf('-');
  if (separator < 0) return null;
  const start = separator === 0 ? 0 : wholeNumber(range.slice(0, separator));
  const end = separator === range.length - 1 ? size - 1 : wholeNumber(range.slice(separator + 1));
  if (start === null || end === null || start > end) return null;
  return { start, end };
}

const wholeNumber = (text: string): number | null => (/^[+-]?\d+$/.test(text) ? Number(text) : null);

/** The boundary of multipart replies (seen: HttpRangeProcessor.java). */
const boundary = '<ALF4558907921887235966L>';

/** Content-Type of a reply to several ranges. */
export const multipartType = `multipart/byteranges; boundary=${boundary}`;

/** The lines before one part of a multipart reply. */
export function partHeader(range: ByteRange, size: number, mimeType: string): Buffer {
  return Buffer.from(
    `--${boundary}\r\nContent-Type: ${mimeType}\r\nContent-Range: bytes ${range.start}-${range.end}/${size}\r\n\r\n`,
  );
}

/** The line after the last part. */
export const multipartEnd = Buffer.from(`--${boundary}--\r\n`);

/** The line break after each part. */
export const partEnd = Buffer.from('\r\n');

/**
 * `attachment` with both forms of the name (seen: ContentStreamer.setAttachment). In the quoted form every
 * character from U+0100 on, quotes and controls become spaces; the starred form is right.
 */
export function contentDisposition(name: string): string {
  const quoted = Array.from({ length: name.length }, (_, index) => {
    const code = name.charCodeAt(index);
    return code < 256 && code > 31 && code !== 127 && code !== 34 ? name.charAt(index) : ' ';
  }).join('');
  const starred = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${quoted}"; filename*=UTF-8''${starred}`;
}
