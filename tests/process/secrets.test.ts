import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, test } from 'vitest';
import { leaksBelow, leaksIn } from '../fakes/secret-forms.ts';
import { ferry, startFerry } from './ferry-process.ts';
import type { FerryEnd } from './ferry-process.ts';
import { layHarness } from './process-harness.ts';
import type { Harness } from './process-harness.ts';

const canary = 'Kanarienvogel-7f3b91d2c8';

/** The one ticket that the server gives this user, Ferry's as well. */
async function ticketOf({ server }: Harness): Promise<string> {
  const answer = await fetch(`${server.url}/api/-default-/public/authentication/versions/1/tickets`, {
    method: 'POST',
    body: JSON.stringify({ userId: 'demo', password: canary }),
  });
  return ((await answer.json()) as { entry: { id: string } }).entry.id;
}

const named = (secrets: string[]): Record<string, string> =>
  Object.fromEntries(secrets.map((one) => [one, one]));
const leaks = (folder: string, secrets: string[]): string[] => leaksBelow(folder, named(secrets));

function expectSilence({ stdout, stderr }: FerryEnd, secrets: string[]): void {
  expect(leaksIn('the output', stdout + stderr, named(secrets))).toEqual([]);
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
