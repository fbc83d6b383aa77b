/** Whether a Content-Type is a web page's. */
export const isPage = (type: string): boolean => /^(text\/html|application\/xhtml\+xml)\b/i.test(type.trim());

/** Start, last and total of a Content-Range (RFC 9110 section 14.4); null when it isn't one of a single part of bytes. */
export function contentRangeOf(
  header: string | undefined,
): { start: number; last: number; total: number } | null {
  const found = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/.exec(header?.trim() ?? '');
  if (!found) return null;
  const [start, last, total] = found.slice(1).map(Number) as [number, number, number];
  return start <= last && last < total ? { start, last, total } : null;
}

/** The value of an ETag header if it is a strong one (RFC 9110 section 8.8.3), short enough to be kept; else null. */
export function strongEtagOf(header: string | undefined): string | null {
  const tag = header?.trim() ?? '';
  return tag.length <= 200 && /^"[\x21\x23-\x7e\x80-\xff]*"$/.test(tag) ? tag : null;
}

/** The value of a Content-Length header; null when there is none that makes sense. */
export function contentLengthOf(header: string | undefined): number | null {
  return header !== undefined && /^\d{1,15}$/.test(header.trim()) ? Number(header) : null;
}
