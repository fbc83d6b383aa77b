import { parse } from 'content-disposition';
import { cutText } from '../../../src-shared/cut-text.ts';
import { longestJobName } from '../../../src-shared/job/job-name.ts';

/**
 * Text whose UTF-8 bytes were taken for Latin-1, put right: HTTP headers have no other encoding, and many servers
 * send UTF-8 all the same. Text that doesn't look like that stays as it is.
 */
function repaired(text: string): string {
  if (!/[\x80-\xff]/.test(text) || /[^\x00-\xff]/.test(text)) return text;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(text, 'latin1'));
  } catch {
    return text;
  }
}

/** Text without its percent-coding, where all of it is UTF-8; else as it is. */
function uncoded(text: string): string {
  if (!/%[\da-f]{2}/i.test(text)) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What servers put into the plain form although it is for Latin-1: UTF-8, words of e-mail (RFC 2047), percent-coding. */
async function plainName(text: string): Promise<string> {
  if (!/=\?[^?\s]+\?[bq]\?/i.test(text)) return uncoded(repaired(text));
  // Its tables of encodings take 14 MB.
  const { default: libmime } = await import('libmime');
  return libmime.decodeWords(text);
}

const unquoted = /(?:^|;)\s*filename\s*=\s*([^\s";][^";]*)(?:;|$)/i;

function parameterIn(header: string): string {
  try {
    return parse(header).parameters['filename'] ?? '';
  } catch {
    // A name with blanks and no quotes.
    return unquoted.exec(header)?.[1] ?? '';
  }
}

/**
 * The file name in a Content-Disposition header (RFC 6266: the starred form wins), raw: whoever makes a path of it
 * has to make it safe first. Null when there is none.
 */
export async function nameFrom(header: string | undefined): Promise<string | null> {
  if (header === undefined) return null;
  const found = parameterIn(header);
  const name = (/\bfilename\*\s*=/i.test(header) ? repaired(found) : await plainName(found)).trim();
  return name === '' ? null : cutText(name, longestJobName);
}

/** Whether a Content-Disposition header names a file. */
export const isNamed = (header: string | undefined): boolean =>
  header !== undefined && parameterIn(header).trim() !== '';

/** The name that a storage's key ends with, percent-coded as it comes; null where that doesn't look like a file's name. */
export function nameOfKey(lastSegment: string): string | null {
  const name = uncoded(lastSegment);
  return /[^.]\.[A-Za-z0-9]{1,10}$/.test(name) ? cutText(name, longestJobName) : null;
}

const extensions: Record<string, string> = {
  'application/zip': '.zip',
  'application/x-zip-compressed': '.zip',
  'text/csv': '.csv',
  'application/json': '.json',
  'application/pdf': '.pdf',
  'text/plain': '.txt',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': '.xlsx',
};

/** The extension that files of a Content-Type usually have, with its dot; empty when it says nothing. */
export function extensionFor(type: string | undefined): string {
  return extensions[type?.split(';')[0]?.trim().toLowerCase() ?? ''] ?? '';
}
