import { safeName } from './safe-name.ts';

/**
 * A file's name as the user typed it, made safe; empty for nothing. All of it is one name: a slash stands as `_` in it
 * as other letters do that no name can have, where of a name of a server's only what follows the slash is used.
 */
export function typedName(typed: string, isZip: boolean): string {
  const own = typed.trim();
  if (own === '') return '';
  const name = safeName(own.replace(/[/\\]/g, '_'));
  return isZip && !/\.zip$/i.test(name) ? `${name}.zip` : name;
}

/** The folders of a path that the user typed, made safe, outermost first; null where it would lead out, as `..` does. */
export function typedFolders(typed: string): string[] | null {
  const parts = typed
    .split(/[/\\]/)
    .map((part) => part.trim())
    .filter((part) => part !== '' && part !== '.');
  return parts.some((part) => /^[. ]+$/.test(part)) ? null : parts.map(safeName);
}
