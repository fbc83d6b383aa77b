import { homedir } from 'node:os';
import { isAbsolute, join, normalize, parse } from 'node:path';
import { refusal } from '../../../src-shared/failures/failure.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';

/** Whether the path says all: on Windows one may begin with a backslash and still leave the drive open. */
function isWhole(path: string): boolean {
  if (!isAbsolute(path) || path.includes('\0')) return false;
  return process.platform !== 'win32' || /^(?:[a-z]:|[\\/]{2})/i.test(parse(path).root);
}

/** A typed folder as a whole path, `~` being the user's home. Rejects what isn't one with `invalid-input`. */
export function wholePath(typed: string): string {
  const path = /^~(?:$|[\\/])/.test(typed) ? join(homedir(), typed.slice(1)) : typed;
  if (isWhole(path)) return normalize(path);
  throw refusal(phrase('refusals.folder.whole'));
}
