/**
 * `node scripts/icons.ts`: draws every icon under `resources/` from the one mark, `src-renderer/assets/mark.svg`, with
 * the tests' Chromium. Run it when the mark has changed, and commit what it writes: packing needs no browser.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import packagedChromium from '@sparticuz/chromium';
import { chromium } from 'playwright-core';
import { icnsOf, icnsTypes, icoOf } from './icon-files.ts';
import type { Square } from './icon-files.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const resources = join(root, 'resources');
const mark = readFileSync(join(root, 'src-renderer', 'assets', 'mark.svg'), 'utf8');

/** The mark's lines alone, in black: macOS gives them the menu bar's colour. */
const lines = mark.replace(/<rect[^>]*\/>/, '').replace('#fff', '#000');

const isPackaged = process.platform === 'linux' && process.arch === 'x64';
const browser = await chromium.launch(
  isPackaged ? { executablePath: await packagedChromium.executablePath(), args: ['--no-sandbox'] } : {},
);
const page = await browser.newPage();

/** @param margin of each side, as a part of it: Apple's icons leave room around */
async function draw(svg: string, size: number, margin = 0): Promise<Square> {
  await page.setViewportSize({ width: size, height: size });
  const edge = size * (1 - 2 * margin);
  await page.setContent(
    `<style>*{margin:0}body{display:grid;place-items:center;height:${size}px;background:none}svg{width:${edge}px;height:${edge}px}</style>${svg}`,
  );
  return { size, png: await page.screenshot({ omitBackground: true }) };
}

async function drawAll(svg: string, sizes: readonly number[], margin = 0): Promise<Square[]> {
  const squares: Square[] = [];
  for (const size of sizes) squares.push(await draw(svg, size, margin));
  return squares;
}

function write(name: string, content: Buffer | string): void {
  const path = join(resources, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/** 100 of 1024 pixels, by Apple's template. */
const appleMargin = 100 / 1024;

rmSync(join(resources, 'icons'), { recursive: true, force: true });
for (const { size, png } of await drawAll(mark, [16, 24, 32, 48, 64, 128, 256, 512]))
  write(`icons/${size}x${size}.png`, png);
write('icon.png', (await draw(mark, 512)).png);
write('icon.ico', icoOf(await drawAll(mark, [16, 20, 24, 32, 40, 48, 64, 256])));
const appleSizes = [...new Set(icnsTypes.map(([, size]) => size))];
write('icon.icns', icnsOf(await drawAll(mark, appleSizes, appleMargin)));
/** A dot at the lower right, cut out of what is below it: a ring says that something runs, a full one that something waits. */
const trayStates = { '': null, '-working': '#1f9d55', '-attention': '#d9342b' } as const;
function withDot(svg: string, state: keyof typeof trayStates, colour: string | null): string {
  if (state === '') return svg;
  const fill = colour ?? '#000';
  const dot = `<circle cx="24" cy="24" r="6" fill="${state === '-attention' ? fill : 'none'}" stroke="${fill}" stroke-width="3"/>`;
  const hole =
    '<mask id="hole"><rect width="32" height="32" fill="#fff"/><circle cx="24" cy="24" r="9"/></mask>';
  const [head, body] = [svg.slice(0, svg.indexOf('>') + 1), svg.slice(svg.indexOf('>') + 1)];
  return `${head}${hole}<g mask="url(#hole)">${body.replace('</svg>', '')}</g>${dot}</svg>`;
}
for (const state of Object.keys(trayStates) as (keyof typeof trayStates)[])
  for (const [scale, suffix] of [
    [1, ''],
    [2, '@2x'],
  ] as const) {
    const colour = trayStates[state];
    write(`tray${state}${suffix}.png`, (await draw(withDot(mark, state, colour), 24 * scale)).png);
    write(`tray${state}Template${suffix}.png`, (await draw(withDot(lines, state, null), 16 * scale)).png);
  }
for (const state of Object.keys(trayStates) as (keyof typeof trayStates)[])
  write(
    `tray${state}.ico`,
    icoOf(await drawAll(withDot(mark, state, trayStates[state]), [16, 20, 24, 32, 48])),
  );
/** Laid over the window's icon in Windows' taskbar, in the one size that Electron takes: what the tray's full dot says. */
const badge = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="8" fill="#fff"/><circle cx="8" cy="8" r="7" fill="${trayStates['-attention']}"/><path d="M7 3.500h2v6H7zM7 10.500h2v2H7z" fill="#fff"/></svg>`;
write('badge.png', (await draw(badge, 16)).png);
write('mark.sha256', `${createHash('sha256').update(mark).digest('hex')}\n`);
await browser.close();
