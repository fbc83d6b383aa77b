import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, test } from 'vitest';
import { ferry, startFerry } from './ferry-process.ts';
import type { FerryEnd } from './ferry-process.ts';
import { layHarness } from './process-harness.ts';
import type { Harness } from './process-harness.ts';

const canary = 'Kanarienvogel-7f3b91d2c8';

/** A text as it is and as Base64 has it, wherever in the encoded bytes it begins. */
function forms(secret: string): string[] {
  const encoded = [0, 1, 2].map((shift) => {
    const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(secret)]);
    // The first and last characters depend on the neighbours.
    return bytes
      .toString('base64')
      .replace(/=+$/, '')
      .slice(Math.ceil((shift * 4) / 3), -1);
  });
  return [secret, encodeURIComponent(secret), Buffer.from(secret).toString('hex'), ...encoded];
}

/** The one ticket that the server gives this user, Ferry's as well. */
async function ticketOf({ server }: Harness): Promise<string> {
  const answer = await fetch(`${server.url}/api/-default-/public/authentication/versions/1/tickets`, {
    method: 'POST',
    body: JSON.stringify({ userId: 'demo', password: canary }),
  });
  return ((await answer.json()) as { entry: { id: string } }).entry.id;
}

/** Every place below a folder in which one of the secrets is, in any form. */
function leaks(folder: string, secrets: string[]): string[] {
  const found: string[] = [];
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = readFileSync(path);
    for (const form of secrets.flatMap(forms))
      if (bytes.includes(form) || bytes.includes(Buffer.from(form, 'utf16le'))) found.push(path);
  }
  return found;
}

function expectSilence(end: FerryEnd, secrets: string[]): void {
  for (const form of secrets.flatMap(forms)) {
    expect(end.stdout).not.toContain(form);
    expect(end.stderr).not.toContain(form);
  }
}

test.skipIf(process.platform === 'win32' || process.platform === 'darwin')(
  'the password and the ticket are in no file, no output and no child’s environment, during the run and after it',
  async () => {
    const harness = await layHarness();
    harness.server.control.setPassword('demo', canary);
    const programs = join(harness.folder, 'bin');
    const dump = join(harness.folder, 'environment');
    mkdirSync(programs);
    const opener = join(programs, 'xdg-open');
    writeFileSync(
      opener,
      `#!/bin/sh\nenv > "${dump}.part"\nif [ -r /proc/self/environ ]; then cat /proc/$$/environ >> "${dump}.part"; fi\nmv "${dump}.part" "${dump}"\n`,
    );
    chmodSync(opener, 0o700);
    const environment = { PATH: `${programs}${delimiter}${process.env['PATH']}`, DISPLAY: ':0' };

    const run = startFerry([...harness.get(harness.server.tree.examples.mine.id), '--json'], {
      secret: canary,
      environment,
      pausedAt: 'open:during',
    });
    await run.line('paused at');
    const ticket = await ticketOf(harness);
    const secrets = [canary, ticket];
    expect(readFileSync(dump, 'utf8')).toContain('DISPLAY=:0');
    expect(leaks(harness.folder, secrets)).toEqual([]);
    run.release();
    const end = await run.ended;
    expect(end.code).toBe(0);
    expectSilence(end, secrets);
    expect(leaks(harness.folder, secrets)).toEqual([]);
    expect(existsSync(join(harness.data, 'ferry.db'))).toBe(true);
  },
);

test('a refused password, or a server that goes away, leaves no trace of the password', async () => {
  const harness = await layHarness();
  const { control, tree } = harness.server;
  const refused = await ferry(harness.get(tree.examples.mine.id), { secret: canary });
  expect(refused.code).toBe(5);
  control.setPassword('demo', canary);
  control.holdPreparation();
  const run = startFerry([...harness.command('resume'), '--patience', '0'], { secret: canary });
  await run.line('the server prepares it');
  const ticket = await ticketOf(harness);
  await harness.server.stop();
  const away = await run.ended;
  expect(away.code).toBe(5);
  for (const end of [refused, away]) expectSilence(end, [canary, ticket]);
  expect(leaks(harness.data, [canary, ticket])).toEqual([]);
});

test('a password as an argument is refused with an explanation, and never repeated', async () => {
  const harness = await layHarness();
  const { letter } = harness.server.tree.examples;
  const get = harness.get(letter.id);
  for (const more of [
    ['--password', canary],
    [`--secret=${canary}`],
    ['--pw', canary],
    [`--token=${canary}`],
  ]) {
    const end = await ferry([...get, ...more]);
    expect(end.code).toBe(2);
    expect(end.stderr).toBe(
      'A password is never taken from the command line, where others can see it: put it into FERRY_SECRET, or type it when Ferry asks.\n',
    );
  }
  const mistyped = await ferry([...get, `--pasword=${canary}`]);
  const inAddress = await ferry(
    get.map((one) => (one === harness.server.url ? one.replace('://', `://demo:${canary}@`) : one)),
  );
  for (const end of [mistyped, inAddress]) {
    expect(end.code).toBe(2);
    expectSilence(end, [canary]);
  }
  expect(leaks(harness.folder, [canary])).toEqual([]);
  expect(harness.server.control.requests).toHaveLength(0);
});
