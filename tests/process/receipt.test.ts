import { execFileSync } from 'node:child_process';
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { ferry } from './ferry-process.ts';
import { layHarness } from './process-harness.ts';

const schema = JSON.parse(
  readFileSync(new URL('../../docs/receipt.schema.json', import.meta.url), 'utf8'),
) as object;

test('a saved file is found by a name inside it, has a receipt, and is verified without a server', async () => {
  const harness = await layHarness();
  const { examples } = harness.server.tree;
  expect((await ferry(harness.get(examples.mine.id))).code).toBe(0);
  await harness.server.close();
  const [name] = harness.saved() as [string];
  const file = join(harness.out, name);

  const whole = await ferry(harness.command('history', '--format', 'json'));
  const [entry] = JSON.parse(whole.stdout) as { id: string; sha256: string; files: number; path: string }[];
  expect(entry).toMatchObject({ sha256: harness.hashOf(name), path: file, state: 'saved' });

  const printed = await ferry(harness.command('receipt', entry!.id, '--json'));
  const receipt = JSON.parse(printed.stdout) as {
    server: object;
    asked: object;
    contents: { files: number; entries: { path: string }[] };
    announced: object;
  };
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  expect(ajv.validate(schema, receipt), JSON.stringify(ajv.errors)).toBe(true);
  expect(receipt).toMatchObject({
    asked: { kind: 'alfresco', items: [{ id: examples.mine.id }] },
    account: 'demo',
    server: { address: harness.server.url, version: expect.stringContaining('Alfresco') as string },
    announced: { files: entry!.files },
    file: { name, folder: harness.out, sha256: entry!.sha256 },
    leftOut: [],
  });
  expect(receipt.contents.entries).toHaveLength(entry!.files);

  const inside = receipt.contents.entries.at(-1)!.path.split('/').at(-1)!;
  const searched = await ferry(harness.command('history', '--search', inside, '--json'));
  expect(JSON.parse(searched.stdout)).toMatchObject([
    {
      id: entry!.id,
      found: {
        in: expect.arrayContaining(['inside']) as unknown,
        inside: receipt.contents.entries.at(-1)!.path,
      },
    },
  ]);
  const none = await ferry(harness.command('history', '--search', 'nowhere', '--json'));
  expect(none).toMatchObject({ code: 1, stdout: '[]' });
  expect(none.stderr).toContain('“nowhere”');
  expect((await ferry(harness.command('history', '--since', '2999-01-01', '--json'))).stdout).toBe('[]');
  const early = await ferry(harness.command('history', '--until', '2020-01-01', '--json'));
  expect(early.stdout).toBe('[]');
  const unknown = await ferry(harness.command('history', '--server', 'Nobody’s'));
  expect(unknown.code).toBe(1);
  expect(unknown.stderr).toContain('No server is called “Nobody’s”.');
  // What isn't a terminal gets CSV, and text where that is wanted.
  const plain = await ferry(harness.command('history', '--until', '2999-01-01'));
  expect(plain.stdout).toMatch(new RegExp(`^id,name,.*\n${entry!.id},`));
  const lines = await ferry(harness.command('history', '--search', inside, '--format', 'text'));
  const nothing = await ferry(harness.command('history', '--until', '2020-01-01', '--format', 'text'));
  expect(nothing).toMatchObject({ code: 0, stdout: '' });
  expect(nothing.stderr).toContain('There are no such downloads.');
  expect(lines.stdout).toContain(`Inside: ${receipt.contents.entries.at(-1)!.path}`);

  const page = await ferry(harness.command('receipt', entry!.id, '--html'));
  expect(page.stdout).toMatch(/^<!doctype html>/);
  expect(page.stdout).toContain(entry!.sha256);

  // Without a data folder: only the two.
  const from = join(harness.folder, 'receipt.json');
  writeFileSync(from, printed.stdout);
  const copy = join(harness.folder, 'copy.zip');
  copyFileSync(file, copy);
  expect(await ferry(['verify', from, copy])).toMatchObject({ code: 0 });
  const bytes = readFileSync(copy);
  bytes[bytes.length >> 1]! ^= 1;
  writeFileSync(copy, bytes);
  const damaged = await ferry(['verify', from, copy]);
  expect(damaged.code).toBe(1);
  expect(damaged.stderr).toMatch(/damaged|isn’t the file|other bytes|missing/);
  rmSync(copy);
  expect(await ferry(['verify', from, copy])).toMatchObject({
    ...{ code: 2, stdout: '', stderr: expect.stringContaining(`There is no file at ${copy}.`) as unknown },
  });
  expect((await ferry(['verify', file, file])).code).toBe(2);

  const sums = await ferry(harness.command('receipt', entry!.id.slice(0, 8), '--sha256sums'));
  expect(sums.stdout.trimEnd()).toBe(`${entry!.sha256}  ${name}`);
  if (process.platform === 'linux')
    execFileSync('sha256sum', ['-c'], { cwd: harness.out, input: `${sums.stdout.trimEnd()}\n` });

  // Never an empty list without a word; what can mend it is named.
  rmSync(join(harness.data, 'ferry.db'));
  const gone = await ferry(harness.command('list'));
  writeFileSync(join(harness.data, 'ferry.db'), 'This is no database.'.repeat(500));
  const broken = await ferry(harness.command('history'));
  for (const { code, stderr } of [gone, broken]) {
    expect(code).toBe(5);
    expect(stderr).toMatch(/^The list of downloads in .* is damaged or gone\. .*“ferry resume”/);
  }
});

test('a receipt needs one form and an existing download', async () => {
  const harness = await layHarness();
  expect((await ferry(harness.command('receipt', 'abcdef'))).code).toBe(2);
  expect((await ferry(harness.command('receipt', 'abcdef', '--html', '--json'))).code).toBe(2);
  expect((await ferry(harness.command('receipt', 'abcdef', '--json'))).code).toBe(2);
});
