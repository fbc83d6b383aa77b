import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { layHarness } from '../process/process-harness.ts';
import { programFile } from '../programs/program-file.ts';
import { startSession, whyNoKeyring } from './keyring.ts';

const entry = programFile('ferry');
const missing =
  whyNoKeyring() ?? (spawnSync('script', ['--version']).status === 0 ? null : 'script not installed');

interface End {
  code: number | null;
  output: string;
}

/** Runs a command at a terminal of its own, and types once Ferry asks. */
async function atTerminal(args: string[], env: NodeJS.ProcessEnv, typed: string): Promise<End> {
  const quoted = [process.execPath, entry, ...args].map((word) => `'${word}'`).join(' ');
  const child = spawn('script', ['-qec', quoted, '/dev/null'], { env, stdio: ['pipe', 'pipe', 'ignore'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (!output.includes('Password of') && `${output}${text}`.includes('Password of'))
      child.stdin.write(`${typed}\r`);
    output += text;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}

async function withoutTerminal(args: string[], env: NodeJS.ProcessEnv): Promise<End> {
  const child = spawn(process.execPath, [entry, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}

test.skipIf(missing !== null)(
  `a password that was typed is in the keychain for the next run${missing === null ? '' : ` (skipped: ${missing})`}`,
  async () => {
    const harness = await layHarness();
    const node = harness.server.tree.examples.mine.id;
    const { environment } = await startSession({ library: 'apart' });
    const first = await atTerminal(harness.get(node), environment, 'demo');
    expect(first.output).toContain('is kept in the keychain of this computer');
    expect(first.code).toBe(0);
    const second = await withoutTerminal(harness.get(node), environment);
    expect(second).toMatchObject({ code: 0 });
    const locked = await startSession({ library: 'apart' });
    locked.lock();
    const third = await withoutTerminal(harness.get(node), locked.environment);
    expect(third.code).toBe(5);
    expect(third.output).toContain('keychain is locked');
  },
);

test.skipIf(missing !== null)(
  'a password from FERRY_SECRET wins, and stays out of the keychain',
  async () => {
    const harness = await layHarness();
    const node = harness.server.tree.examples.mine.id;
    const { environment, keep } = await startSession({ library: 'apart' });
    const given = await withoutTerminal(harness.get(node), { ...environment, FERRY_SECRET: 'demo' });
    expect(given.code).toBe(0);
    const { origin } = new URL(harness.server.url);
    const connections = readFileSync(join(harness.data, 'config.json'), 'utf8');
    const id = /"id":\s*"([^"]+)"/.exec(connections)![1]!;
    expect(keep('read', id, origin)).toEqual({ is: 'absent' });
    keep('write', id, origin, 'not the password');
    const again = await withoutTerminal(harness.get(node), { ...environment, FERRY_SECRET: 'demo' });
    expect(again.code).toBe(0);
    expect(keep('read', id, origin)).toMatchObject({ value: 'not the password' });
  },
);
