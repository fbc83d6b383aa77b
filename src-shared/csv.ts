import { invisible } from './printable.ts';

/** What a spreadsheet would take for a formula: https://owasp.org/www-community/attacks/CSV_Injection */
const formula = /^[=+\-@\t\r\n＝＋－＠]/;

/** A field of a CSV file (RFC 4180), in which a text is never a formula. */
function csvField(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const plain = value
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, ' ')
    .replace(invisible, '');
  // A terminal paints over the line at a return by itself.
  const text = (formula.test(plain) ? `'${plain}` : plain).replace(/\r(?!\n)|[\u2028\u2029]/g, ' ');
  return /[",\r\n\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Begins a CSV file: without it, Excel reads the text in the code page of its system. */
export const csvMark = '\uFEFF';

/** A line of a CSV file. */
export function csvLine(values: readonly (string | number | null)[]): string {
  return `${values.map(csvField).join(',')}\r\n`;
}
