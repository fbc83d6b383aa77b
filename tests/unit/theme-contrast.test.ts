import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const styles = readFileSync(new URL('../../src-renderer/tokens.css', import.meta.url), 'utf8');

/** The body of the first rule with that selector. */
function rule(selector: string): string {
  const from = styles.indexOf(`${selector} {`);
  return styles.slice(from, styles.indexOf('\n}', from));
}

/** Tokens that are an opaque colour in light and dark, by name. */
function colours(body: string, scheme: 'light' | 'dark'): Map<string, number> {
  const found = body.matchAll(
    /--([\w-]+): light-dark\(oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\), oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)\)/g,
  );
  return new Map(
    [...found].map(([, name, ...numbers]) => {
      const [lightness, chroma, hue] = numbers.slice(scheme === 'light' ? 0 : 3).map(Number);
      return [name!, luminance(lightness! / 100, chroma!, hue!)];
    }),
  );
}

/** The relative luminance of WCAG 2 of an OKLCH colour: https://www.w3.org/TR/css-color-4/#color-conversion-code */
function luminance(lightness: number, chroma: number, hue: number): number {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const red = 4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s;
  const green = -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s;
  const blue = -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s;
  const [r, g, bl] = [red, green, blue].map((part) => Math.min(1, Math.max(0, part)));
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * bl!;
}

function contrast(one: number, other: number): number {
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

const grounds = ['ground', 'panel', 'surface', 'raised'];
const tinted = ['accent', 'preparing', 'good', 'warning', 'bad'];
/** Text on the grounds that it is used on. */
const pairs: [text: string, ground: string][] = [
  ...['text', 'text-second', 'text-third'].flatMap((text) =>
    [...grounds, 'selected', 'row-hover'].map((ground): [string, string] => [text, ground]),
  ),
  ...tinted.flatMap((name) =>
    [...grounds, `${name}-soft`].map((ground): [string, string] => [`${name}-text`, ground]),
  ),
  ...tinted.map((name): [string, string] => ['text', `${name}-soft`]),
  ['text', 'mark'],
  ['text-second', 'quiet-soft'],
  ['text-second', 'segments'],
  ['on-accent', 'accent'],
];

describe.each(['light', 'dark'] as const)('%s', (scheme) => {
  const usual = colours(rule(':root'), scheme);
  const high = new Map([...usual, ...colours(rule(":root[data-theme='high-contrast']"), scheme)]);

  test.each([
    ['the usual theme', usual, 4.5],
    ['high contrast', high, 7],
  ])('every text of %s stands out from each ground that it is used on', (_, tokens, least) => {
    const poor = pairs
      .map(([text, ground]) => ({ text, ground, ratio: contrast(tokens.get(text)!, tokens.get(ground)!) }))
      .filter(({ ratio }) => !(ratio >= least))
      .map(({ text, ground, ratio }) => `${text} on ${ground}: ${ratio.toFixed(2)}`);
    expect(poor).toEqual([]);
  });

  test('with high contrast lines and signs stand out as well', () => {
    const signs = ['line', 'line-strong', 'accent', 'preparing', 'good', 'warning', 'bad'];
    for (const sign of signs)
      for (const ground of grounds)
        expect(contrast(high.get(sign)!, high.get(ground)!), `${sign} on ${ground}`).toBeGreaterThanOrEqual(
          4.5,
        );
  });
});
