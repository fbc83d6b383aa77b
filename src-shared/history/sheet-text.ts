/** Letters that a line of the sheet surely has room for. */
const perLine = 75;

/** What a character takes of a line: capitals more than other letters, Chinese and its like twice as much. */
const widthOf = (sign: string): number => (sign > '\u10ff' ? 2 : /\p{Lu}|[@%…]/u.test(sign) ? 1.5 : 1);

function widthOfAll(signs: readonly string[]): number {
  return signs.reduce((sum, sign) => sum + widthOf(sign), 0);
}

/** Lines that a text takes at most. */
export function linesOf(text: string): number {
  return text
    .split('\n')
    .reduce((sum, row) => sum + Math.max(1, Math.ceil(widthOfAll([...row]) / perLine)), 0);
}

/** A text for so many lines. What is too long loses its middle: a path says the most at both its ends. */
export function shortened(text: string, lines: number): string {
  const rows = text.split('\n', lines + 1);
  const isLonger = rows.length > lines;
  const kept = rows.slice(0, lines);
  const most = Math.floor(lines / kept.length) * perLine - (isLonger ? 4 : 0);
  return `${kept.map((row) => withoutMiddle(row, most)).join('\n')}${isLonger ? ' …' : ''}`;
}

function withoutMiddle(row: string, most: number): string {
  // Longer texts than that are cut whatever they hold.
  const signs = [...(row.length > 4 * most ? row.slice(0, 2 * most) + row.slice(-2 * most) : row)];
  if (widthOfAll(signs) <= most) return row;
  const half = (most - 4) / 2;
  const take = (from: Iterable<string>): string[] => {
    const taken: string[] = [];
    let left = half;
    for (const sign of from) {
      left -= widthOf(sign);
      if (left < 0) break;
      taken.push(sign);
    }
    return taken;
  };
  return `${take(signs).join('')} … ${take(signs.toReversed()).toReversed().join('')}`;
}
