import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { StartHarness } from './start-harness.ts';

const instead =
  'Electron’s runtime can’t be had here (“npx install-electron” fetches it once), so Ferry is served to your browser.';

let harness: StartHarness;
beforeEach(() => {
  harness = new StartHarness();
});

describe('npm start, in the browser', () => {
  test('builds the screen only if it is missing or its sources changed', async () => {
    const first = await harness.serve('--web', '--no-open');
    expect(first).toMatchObject({ code: 0, errors: '' });
    expect(first.output).toMatch(/^Building the screen…\n/);
    expect((await harness.serve('--web', '--no-open')).output).not.toContain('Building');
    expect(harness.built()).toEqual(['renderer']);

    harness.write('src-renderer/main.ts', 'second');
    expect((await harness.serve('--web', '--no-open')).output).toContain('Building the screen…');
    harness.write('src-renderer/added.ts', 'new');
    await harness.serve('--web', '--no-open');
    // What only the program itself is made of is no part of the screen.
    harness.write('src-main/added.ts', '');
    await harness.serve('--web', '--no-open');
    expect(harness.built()).toEqual(['renderer', 'renderer', 'renderer']);
  });

  test('reports a failed build, and keeps the previous screen', async () => {
    await harness.serve('--web', '--no-open');
    harness.write('src-renderer/main.ts', 'broken');
    harness.breakBuild();
    for (const _try of [1, 2]) {
      const { code, errors } = await harness.start('--web', '--no-open').ended;
      expect(code).toBe(1);
      expect(errors).toMatch(/^The screen could not be built\.\n[^]*no such component/);
    }
    expect(existsSync(join(harness.root, 'dist/renderer/index.html'))).toBe(true);
  });

  test.each(['--port=0', '--no-open', '--web'])(
    '%s asks for it even where there is a window',
    async (option) => {
      harness.placeRuntime(0);
      const { output } = await harness.serve(option);
      expect(output).not.toContain(instead);
      expect(harness.opened()).toEqual([]);
      expect(harness.built()).toEqual(['renderer']);
    },
  );

  test.each([
    [['--prot', '1'], /--prot/],
    [['--port', '99999'], /--port/],
    [['extra'], /argument/],
  ])('%s makes no sense, which is said before anything is built', async (args, words) => {
    const { code, output, errors } = await harness.start(...args).ended;
    expect({ code, output }).toEqual({ code: 1, output: '' });
    expect(errors).toMatch(words);
    expect(errors).not.toMatch(/\n\s+at /);
    expect(harness.built()).toEqual([]);
  });

  test('is used where Electron is missing, which is said in one line', async () => {
    const { code, output, errors } = await harness.serve();
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(output.split('\n').filter((line) => line.includes('Electron'))).toEqual([instead]);
    expect(harness.built()).toEqual(['renderer']);
  });
});

describe.skipIf(process.platform === 'win32')('npm start, with Electron', () => {
  test('builds the desktop app and opens it with the options that it knows', async () => {
    harness.placeRuntime(0);
    expect(await harness.start('--demo').ended).toMatchObject({ code: 0, errors: '' });
    expect(harness.opened()).toEqual([`${harness.root}/`, `--data-dir=${harness.data}`, '--demo']);
    expect(await harness.start().ended).toMatchObject({ code: 0, output: '' });
    expect(harness.built()).toEqual(['renderer', 'desktop']);

    harness.write('src-main/added.ts', '');
    await harness.start().ended;
    expect(harness.built()).toEqual(['renderer', 'desktop', 'desktop']);
    expect(readFileSync(join(harness.root, 'dist/electron/main/main.js'), 'utf8')).not.toBe('');
  });

  test('a window that fails is an error with advice, never silently the browser', async () => {
    harness.placeRuntime(7);
    const { code, output, errors } = await harness.start().ended;
    expect(code).toBe(7);
    expect(errors).toBe('Electron ended with 7. “npm start -- --web” uses the browser.\n');
    expect(output).not.toContain('Ferry is running');
  });
});
