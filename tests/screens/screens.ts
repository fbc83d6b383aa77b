/**
 * `npm run screenshots [-- FOLDER]`: pictures of every screen and state, light and dark, in three sizes, and of some in
 * high contrast, other languages and zoomed, with a contact sheet for each look. They go to a new folder in the system's
 * one for such files unless another is given.
 * `--only empty,busy` and `--looks light,german` take some of them; `--keep` takes those that docs/screenshots keeps.
 * Ends with 1 when a page logged an error, broke the content policy, or has something that axe finds.
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { chromiumOptions } from '../chromium.ts';
import { buildRenderer } from '../../scripts/builds.ts';
import { contactSheet } from './contact-sheet.ts';
import type { Taken } from './contact-sheet.ts';
import { keptPictures } from './kept-pictures.ts';
import { furtherLooks, hasRoom, themes } from './looks.ts';
import { allSizes } from './screen-parts.ts';
import { screens } from './screen-list.ts';
import { nameOf, takePicture } from './take-picture.ts';
import type { Picture } from './take-picture.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const assets = join(root, 'dist/renderer');
const kept = join(root, 'docs/screenshots');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string' }, looks: { type: 'string' }, keep: { type: 'boolean', default: false } },
});
const only = values.only?.split(',');
const onlyLooks = values.looks?.split(',');

/** Everything that there is, in the order of the list. */
function allPictures(): Picture[] {
  const order = [...themes, ...furtherLooks];
  return screens.flatMap((screen) =>
    order
      .filter((look) => themes.includes(look) || screen.also?.includes(look))
      .flatMap((look) =>
        (screen.sizes ?? allSizes)
          .filter((size) => hasRoom(size, look))
          .map((size) => ({ screen, size, look })),
      ),
  );
}

/** What was asked for: with `--keep` what is kept, else what the names leave. Throws where that is nothing. */
function wantedPictures(): Picture[] {
  const wanted = values.keep
    ? keptPictures.map(({ screen: name, size, look }) => {
        const screen = screens.find((each) => each.name === name);
        if (!screen) throw new Error(`There is no screen “${name}” to keep a picture of.`);
        return { screen, size, look };
      })
    : allPictures().filter(
        ({ screen, look }) => (only?.includes(screen.name) ?? true) && (onlyLooks?.includes(look) ?? true),
      );
  if (wanted.length === 0) throw new Error('No screen has that name and that look.');
  return wanted;
}

/** Takes them two at a time, and says how each went. */
async function takeAll(browser: Browser, pictures: Picture[], folder: string): Promise<Taken[]> {
  const taken = new Map<Picture, string[]>();
  const left = pictures.values();
  const work = async (): Promise<void> => {
    for (const picture of left) {
      const name = nameOf(picture);
      const faults = await takePicture(browser, assets, picture, join(folder, name));
      taken.set(picture, faults);
      console.log(faults.length === 0 ? name : `${name} FAILED\n  ${faults.join('\n  ')}`);
    }
  };
  await Promise.all([work(), work()]);
  return pictures.map((picture) => ({ picture, faults: taken.get(picture) ?? [] }));
}

async function writeSheets(taken: Taken[], folder: string): Promise<void> {
  for (const [look, ofLook] of Map.groupBy(taken, ({ picture }) => picture.look)) {
    const sheet = join(folder, `${look}.html`);
    await writeFile(sheet, contactSheet(look, ofLook));
    console.log(`Contact sheet: ${sheet}`);
  }
}

/** Gives the kept pictures the names that they have in docs/screenshots. */
async function keepAll(folder: string): Promise<void> {
  for (const [index, picture] of wantedPictures().entries())
    await rename(join(folder, nameOf(picture)), join(kept, `${keptPictures[index]!.file}.png`));
  console.log(`${keptPictures.length} pictures are in ${kept}`);
}

const pictures = wantedPictures();
await buildRenderer(() => console.log('Building the screen…'));
const folder =
  positionals[0] === undefined ? await mkdtemp(join(tmpdir(), 'ferry-screens-')) : resolve(positionals[0]);
await mkdir(folder, { recursive: true });
const own = process.env.FERRY_CHROMIUM;
if (own !== undefined && !existsSync(own)) throw new Error(`There is no browser at ${own}`);
const browser = await chromium.launch(
  own === undefined ? await chromiumOptions() : { executablePath: own, args: ['--no-sandbox'] },
);
try {
  const taken = await takeAll(browser, pictures, folder);
  if (values.keep) await keepAll(folder);
  else await writeSheets(taken, folder);
  const broken = taken.filter(({ faults }) => faults.length > 0).length;
  console.log(`${taken.length} pictures, ${broken} with faults: ${folder}`);
  if (broken > 0) process.exitCode = 1;
} finally {
  await browser.close();
}
