import { nameOf } from './take-picture.ts';
import type { Picture } from './take-picture.ts';

/** A picture that was taken, with what went wrong on its page. */
export interface Taken {
  picture: Picture;
  faults: string[];
}

const escape = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => `&#${character.codePointAt(0)};`);

function figureOf({ picture, faults }: Taken): string {
  const { width, height } = picture.size;
  const name = nameOf(picture);
  const list = faults.map((fault) => `<li>${escape(fault)}</li>`).join('');
  return `<figure class="${faults.length > 0 ? 'faulty' : 'good'}" style="width: ${Math.round(width / 2.5)}px">
  <a href="${name}"><img src="${name}" loading="lazy" width="${width}" height="${height}" alt=""></a>
  <figcaption>${escape(picture.screen.name)} <span>${width} × ${height}</span></figcaption>
  <ul>${list}</ul>
</figure>`;
}

/**
 * A page with all pictures of one look, small, a screen a line, for a quick look through. The pictures lie in the same
 * folder.
 */
export function contactSheet(look: string, taken: readonly Taken[]): string {
  const faulty = taken.filter(({ faults }) => faults.length > 0).length;
  const screens = Map.groupBy(taken, ({ picture }) => picture.screen.name);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Ferry, ${escape(look)}</title>
<style>
  body { margin: 16px; background: #777; color: #fff; font: 13px system-ui; }
  section { display: flex; align-items: start; gap: 16px; margin-bottom: 16px; }
  figure { margin: 0; }
  img { display: block; width: 100%; height: auto; }
  span { opacity: 0.7; }
  .faulty { outline: 4px solid #d00; }
  ul { margin: 0; padding-left: 16px; overflow-wrap: anywhere; }
</style>
<h1>${escape(look)}: ${taken.length} pictures, ${faulty} with faults</h1>
${[...screens.values()].map((ofScreen) => `<section>\n${ofScreen.map(figureOf).join('\n')}\n</section>`).join('\n')}
</html>
`;
}
