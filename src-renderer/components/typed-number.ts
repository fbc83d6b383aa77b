import { localeNow } from '../../src-shared/language/index.ts';

/**
 * The number that somebody typed, as their language writes it; a point and a comma both do for the decimal sign where
 * only that makes sense. Null for what is no number of 0 or more.
 */
export function readNumber(text: string): number | null {
  const parts = new Intl.NumberFormat(localeNow()).formatToParts(1_234_567.8);
  const group = parts.find((part) => part.type === 'group')?.value ?? ',';
  const typed = text.trim().replace(/[\s\u00a0\u202f’']/g, '');
  const signs = typed.match(/[.,]/g) ?? [];
  const isGrouped = signs.every((sign) => sign === group) && /^\d{1,3}([.,]\d{3})+$/.test(typed);
  const plain = isGrouped ? typed.replaceAll(group, '') : withoutGroups(typed, signs);
  return /^(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : null;
}

/** The last sign divides the decimals where it differs from those before it. */
function withoutGroups(typed: string, signs: string[]): string {
  const last = signs.at(-1);
  if (last === undefined) return typed;
  if (signs.filter((sign) => sign === last).length > 1) return '';
  const before = last === '.' ? ',' : '.';
  return typed.replaceAll(before, '').replace(last, '.');
}

/** Units in which a bandwidth is typed. */
export type RateUnit = 'kB' | 'MB';
export const rateUnits: Record<RateUnit, number> = { kB: 1_000, MB: 1_000_000 };

/** The unit in which a bandwidth (bytes a second) reads best: the larger one where that keeps it exact. */
export function unitOf(rate: number): RateUnit {
  return rate >= rateUnits.MB && rate % (rateUnits.MB / 100) === 0 ? 'MB' : 'kB';
}

/** The number to show in a field for a bandwidth in a unit, as the language writes it and without groups. */
export function rateText(rate: number, unit: RateUnit): string {
  return new Intl.NumberFormat(localeNow(), { maximumFractionDigits: 3, useGrouping: false }).format(
    rate / rateUnits[unit],
  );
}
