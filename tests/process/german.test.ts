import { expect, test } from 'vitest';
import { ferry, startFerry } from './ferry-process.ts';
import { layHarness, reasons } from './process-harness.ts';

/* A terminal in German: what the parts behind it have to say is German as well. */

const environment = { LC_ALL: 'de_DE.UTF-8' };

test('a wrong password', async () => {
  const harness = await layHarness();
  const end = await ferry(harness.get(harness.server.tree.examples.mine.id), {
    secret: 'wrong',
    environment,
  });
  expect(end.code).toBe(5);
  expect(reasons(end)[0]).toMatch(
    /^Der Server hat die Anmeldung abgelehnt: Benutzername oder Passwort\. .*„ferry resume“/,
  );
});

test('a command line that names nothing', async () => {
  const harness = await layHarness();
  const end = await ferry(harness.get('no such / thing'), { environment });
  expect(end.code).not.toBe(0);
  expect(reasons(end)).toEqual([
    '„no such / thing“ ist weder die ID eines Dokuments oder Ordners noch ein Link, der eine enthält.',
  ]);
});

test('command lines that name the same, and an incomplete zip', async () => {
  const harness = await layHarness();
  const { control, tree } = harness.server;
  control.loseContent(tree.examples.letter.id);
  const end = await ferry(harness.get(tree.examples.mine.id, tree.examples.mine.id), { environment });
  expect(end.code).toBe(0);
  expect(end.stdout).toContain('Eine Zeile nannte dasselbe wie eine andere und wird einmal übertragen.');
  expect(end.stdout).toContain('Das ZIP ist unvollständig: Der Server hat 1 Datei von 61 weggelassen.');
});

test('a download that expired on the server, twice', async () => {
  const harness = await layHarness();
  harness.server.control.holdPreparation();
  const run = startFerry(harness.get(harness.server.tree.examples.mine.id), { environment });
  await harness.server.control.preparationHeld();
  await harness.loseTwice();
  const end = await run.ended;
  expect(end.code).toBe(6);
  expect(reasons(end)[0]).toMatch(/^Der Server hat die Datei nicht mehr/);
});

test('an unreachable server', async () => {
  const harness = await layHarness();
  await harness.server.close();
  const end = await ferry([...harness.get(harness.server.tree.examples.mine.id), '--patience', '0'], {
    environment,
  });
  expect(reasons(end)[0]).toMatch(/^Der Server ist nicht erreichbar \(an diesem Port antwortet nichts\)\./);
});
