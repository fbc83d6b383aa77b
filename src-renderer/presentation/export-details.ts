import { exportInfoIn } from '../../src-shared/export-info.ts';

/** One parameter of an export, as it stands in a form. */
export interface ExportDetail {
  name: string;
  /** A text as it is; anything else, and a text that could be taken for it, as JSON. */
  value: string;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const shown = (value: unknown): string =>
  typeof value === 'string' && !isJson(value) ? value : JSON.stringify(value);

/** The parameters in a JSON text, one after the other; null where it isn't one. */
export function detailsIn(info: string): ExportDetail[] | null {
  try {
    return Object.entries(exportInfoIn(info) ?? {}).map(([name, value]) => ({ name, value: shown(value) }));
  } catch {
    return null;
  }
}

/** The same as JSON text; empty where there are none. What has no name yet isn't in it, of two with one name the last is. */
export function infoOf(details: readonly ExportDetail[]): string {
  const named = details.filter(({ name }) => name.trim() !== '');
  if (named.length === 0) return '';
  const lines = [...new Map(named.map(({ name, value }) => [name.trim(), value]))].map(
    ([name, value]) => `  ${JSON.stringify(name)}: ${isJson(value) ? value.trim() : JSON.stringify(value)}`,
  );
  return `{\n${lines.join(',\n')}\n}`;
}
