/** Numbers to text, as the current language writes them: the same on every host. */
import { localeNow, t } from './language/translate.ts';

const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

const numbers = new Map<string, Intl.NumberFormat>();

/** A number: `4,012`, in German `4.012`. `digits` are those behind the decimal sign. */
export function formatNumber(value: number, digits = 0): string {
  const locale = localeNow();
  const name = `${locale} ${digits}`;
  let format = numbers.get(name);
  if (!format) {
    format = new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });
    numbers.set(name, format);
  }
  return format.format(value);
}

/** Decimal units as file managers show them: `0 B`, `999 B`, `1.5 kB`, `212 MB`. Negative or non-finite: `–`. */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes) || bytes < 0) return t('units.unknown');
  let size = bytes;
  let unit = 0;
  while (size >= 999.5 && unit < byteUnits.length - 1) {
    size /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || size >= 99.95 ? 0 : 1;
  return t(`units.bytes.${byteUnits[unit]!}`, { number: formatNumber(size, digits) });
}

/** Bytes a second: `41.2 MB/s`. */
export function formatRate(bytesPerSecond: number): string {
  return t('units.perSecond', { size: formatBytes(bytesPerSecond) });
}

/** A span of seconds in at most two units: `8 s`, `1 min 18 s`, `2 h 5 min`, `3 d 4 h`. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return t('units.unknown');
  const both = (big: string, rest: number, unit: 'seconds' | 'minutes' | 'hours'): string =>
    rest === 0 ? big : t('units.both', { big, small: t(`units.${unit}`, { number: formatNumber(rest) }) });
  const whole = Math.round(seconds);
  if (whole < 60) return t('units.seconds', { number: formatNumber(whole) });
  if (whole < 3600)
    return both(t('units.minutes', { number: formatNumber(Math.floor(whole / 60)) }), whole % 60, 'seconds');
  const minutes = Math.round(whole / 60);
  if (minutes < 1440)
    return both(
      t('units.hours', { number: formatNumber(Math.floor(minutes / 60)) }),
      minutes % 60,
      'minutes',
    );
  const hours = Math.round(whole / 3600);
  return both(t('units.days', { count: Math.floor(hours / 24) }), hours % 24, 'hours');
}

/** A moment (milliseconds since 1970) in full, here: `3 Nov 2026, 14:02`. */
export function formatMoment(at: number): string {
  return new Date(at).toLocaleString(localeNow(), { dateStyle: 'medium', timeStyle: 'short' });
}

/** Its day: `3 Nov 2026`. */
export function formatDay(at: number): string {
  return new Date(at).toLocaleDateString(localeNow(), { dateStyle: 'medium' });
}

/** A share (0 to 1) as whole percent, never 100 before it is all. */
export function wholePercent(share: number): number {
  if (share >= 1) return 100;
  // 0.29 * 100 is a hair below 29: so much less is the arithmetic's, not the download's.
  return Math.min(99, Math.floor(share * 100 + 1e-9));
}

/** A part of a whole in percent, never 100 before it is all: `62 %`. */
export function formatPercent(done: number, total: number): string {
  if (total <= 0) return t('units.unknown');
  return t('units.percent', { number: formatNumber(wholePercent(done / total)) });
}

/** Names or other texts in one sentence: `a, b and c`. */
export function formatList(parts: readonly string[]): string {
  return new Intl.ListFormat(localeNow(), { type: 'conjunction' }).format(parts);
}
