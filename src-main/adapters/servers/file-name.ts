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

/**
 * The file name in a Content-Disposition header (RFC 6266: the starred form wins), raw: whoever makes a path of it
 * has to make it safe first. Null when there is none.
 */
export function nameFrom(header: string | undefined): string | null {
  if (header === undefined) return null;
  try {
    const name = repaired(parse(header).parameters['filename'] ?? '').trim();
    return name === '' ? null : cutText(name, longestJobName);
  } catch {
    return null;
  }
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
