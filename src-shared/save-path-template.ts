import { refusal } from './failures/failure.ts';
import { phrase } from './language/phrase.ts';
import type { SavePathTemplate } from './settings.ts';
import { extensionOf, safeName } from './safe-name.ts';

/** What the tokens of a save path template stand for. */
export interface SavePathFacts {
  /** What the user calls the server. */
  server: string;
  /** The file's name as the server tells it, raw. */
  name: string;
  /** What kind of thing it is: the kind of an export, else empty for the file's extension. */
  type: string;
  /** When it was asked for, milliseconds since 1970; shown in this machine's time zone. */
  at: number;
}

/** Where a file goes: folders inside the chosen one, outermost first, and its name. All are safe on every system. */
export interface SavePath {
  folders: string[];
  name: string;
}

/** The tokens that a rule's text can hold, for explaining it. */
export const savePathTokens = ['{server}', '{name}', '{date:yyyy-MM-dd}', '{type}'] as const;

const token = /\{([^{}]*)\}/g;
const datePart = /yyyy|MM|dd|HH|mm/g;

/** Why a rule can't be used, or null: a token that doesn't exist, a brace that isn't closed, a date that says nothing. */
export function templateFault(rule: SavePathTemplate): { in: 'folder' | 'name'; text: string } | null {
  for (const part of ['folder', 'name'] as const) {
    const rest = rule[part].replace(token, (whole, inner: string) => (isKnown(inner) ? '' : whole));
    const left = /\{[^{}]*\}|[{}]/.exec(rest);
    if (left) return { in: part, text: left[0] };
  }
  return null;
}

/** Refuses a rule that says something that can't be filled in. */
export function demandSavePathTemplate(rule: SavePathTemplate): void {
  const fault = templateFault(rule);
  if (fault)
    throw refusal(phrase('validationErrors.filing', { text: fault.text, tokens: savePathTokens.join(', ') }));
}

/**
 * The place by a template. Each folder and the name are made safe one by one, so that no token and no server can lead
 * anywhere else. The name keeps the file's own extension.
 */
export function fillSavePath(rule: SavePathTemplate, facts: SavePathFacts): SavePath {
  const own = safeName(facts.name);
  const extension = extensionOf(own);
  const stem = extension === '' ? own : own.slice(0, -extension.length);
  const values: Record<string, string> = {
    server: facts.server,
    name: stem,
    type: facts.type || extension.slice(1) || 'file',
  };
  const fill = (text: string): string =>
    // What a token brings is one name: a slash in it divides nothing.
    text.replace(token, (whole, inner: string) =>
      isKnown(inner) ? plain(values[inner] ?? dateText(inner, facts.at)) : whole,
    );
  const folders = rule.folder
    .split(/[/\\]/)
    .map((part) => fill(part).trim())
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .map(safeName);
  const filled = fill(rule.name);
  const named = filled.toLowerCase().endsWith(extension.toLowerCase()) ? filled : filled + extension;
  return { folders, name: safeName(plain(named)) };
}

function isKnown(inner: string): boolean {
  if (inner === 'server' || inner === 'name' || inner === 'type' || inner === 'date') return true;
  return inner.startsWith('date:') && inner.slice(5).search(datePart) >= 0;
}

const plain = (text: string): string => text.replace(/[/\\]/g, '_');

/** `yyyy-MM-dd` where a pattern isn't given; other letters of the pattern stay. */
function dateText(inner: string, at: number): string {
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  const parts: Record<string, string> = {
    yyyy: String(date.getFullYear()),
    MM: two(date.getMonth() + 1),
    dd: two(date.getDate()),
    HH: two(date.getHours()),
    mm: two(date.getMinutes()),
  };
  return (inner.slice(5) || 'yyyy-MM-dd').replace(datePart, (part) => parts[part]!);
}
