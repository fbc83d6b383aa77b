import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { ferry } from './ferry-process.ts';
import { sha256 } from './process-harness.ts';

const entry = fileURLToPath(new URL('../../src-main/hosts/demo.ts', import.meta.url));

function startDemo(folder: string, ...args: string[]) {
  const { INIT_CWD: _own, ...environment } = process.env;
  const child = spawn(process.execPath, [entry, ...args], {
    cwd: folder,
    env: { ...environment, TMPDIR: folder, TEMP: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'close');
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });
  return { child, ended };
}

test('the demo with --get runs the whole main job and ends by itself, with nothing left but the file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ferry-process-'));
  const { child, ended } = startDemo(folder, '--get', '--fast', '--out', 'files');
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  expect((await ended)[0]).toBe(0);
  const path = join(folder, 'files', 'Tender 2026.zip');
  expect(said).toContain(`Saved:   ${path}\nSHA-256: ${sha256(readFileSync(path))}\n`);
  expect(readdirSync(folder)).toEqual(['files']);
});

test('the demo without --get keeps running until it is interrupted', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ferry-process-'));
  const { child, ended } = startDemo(folder, '--fast');
  for await (const line of createInterface({ input: child.stdout })) {
    if (line === 'Ctrl+C stops it.') break;
  }
  child.kill('SIGINT');
  expect((await ended)[0]).toBe(0);
});

test('with --bridge a demo Bridge runs beside the demo Alfresco, and what is printed works', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ferry-process-'));
  const { child, ended } = startDemo(folder, '--fast', '--bridge');
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (line === 'Ctrl+C stops it.') break;
  }
  const commands = lines.flatMap((line) => line.split('npm run --silent ferry -- ').slice(1));
  expect(commands).toHaveLength(2);
  const token = /^Token (\S+)/m.exec(lines.join('\n'))?.[1] ?? '';
  const [data, out] = [join(folder, 'data'), join(folder, 'downloads')];
  for (const [index, secret] of ['demo', token].entries()) {
    const args = commands[index]!.split(' ').map((arg) => (arg === 'downloads' ? out : arg));
    const end = await ferry([...args, '--data-dir', data], { secret });
    expect([end.code, end.stderr]).toEqual([0, '']);
  }
  expect(readdirSync(out).sort()).toEqual(['Tender 2026.zip', 'users.csv']);
  child.kill('SIGINT');
  expect((await ended)[0]).toBe(0);
});

test('the welcome tells how to get a Bridge', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ferry-process-'));
  const { child } = startDemo(folder, '--fast');
  let bridge = '';
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.includes('Bridge')) bridge = line;
    if (line === 'Ctrl+C stops it.') break;
  }
  expect(bridge).toContain('“npm run demo -- --bridge” starts both');
});

test.each([['--help'], ['-h'], ['--get', '--help']])(
  '%s prints every option and starts nothing',
  async (...args) => {
    const folder = mkdtempSync(join(tmpdir(), 'ferry-process-'));
    const { child, ended } = startDemo(folder, ...args);
    let said = '';
    let wrong = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (wrong += text));
    expect((await ended)[0]).toBe(0);
    for (const option of ['--bridge', '--port', '--seed', '--fast', '--get', '--out', '--help'])
      expect(said).toContain(`  ${option} `);
    expect(wrong).toBe('');
    expect(said).not.toContain('is running');
  },
);
