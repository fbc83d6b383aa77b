import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openLog, readLog } from '../../src-main/adapters/log.ts';
import { maskSecrets, rememberSecret } from '../../src-main/adapters/mask-secrets.ts';
import type { Log } from '../../src-main/core/ports.ts';
import { tempFolder } from '../fakes/temp-folder.ts';

const now = (): number => 1_790_000_000_000;
const linesIn = (folder: string, name = 'ferry.log'): Record<string, unknown>[] =>
  readFileSync(join(folder, name), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

test('an event is one line with its time and its fields', () => {
  const folder = tempFolder();
  const log: Log = openLog({ folder, now });
  log.event('job.failed', { jobId: 'j', connectionId: 'c', kind: 'cut', status: 502, detail: 'a\nb' });
  log.event('started');

  expect(linesIn(folder)).toEqual([
    {
      at: '2026-09-21T14:13:20.000Z',
      event: 'job.failed',
      jobId: 'j',
      connectionId: 'c',
      kind: 'cut',
      status: 502,
      detail: 'a\nb',
    },
    { at: '2026-09-21T14:13:20.000Z', event: 'started' },
  ]);
  if (process.platform !== 'win32') expect(statSync(join(folder, 'ferry.log')).mode & 0o777).toBe(0o600);
});

test('what acts on a terminal in which somebody reads the log is escaped', () => {
  const folder = tempFolder();
  const detail = 'a\u009b31m\u202eb\u2028\u001b]52;c;\u0007';
  openLog({ folder, now }).event('odd', { detail });
  const text = readFileSync(join(folder, 'ferry.log'), 'utf8');
  expect(text.trimEnd()).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}]/u);
  expect(linesIn(folder)).toMatchObject([{ detail }]);
});

test('fields that nobody allowed never get out', () => {
  const folder = tempFolder();
  const log = openLog({ folder, now });
  const fields = { jobId: 'j', password: 'hunter2', status: 'hunter2', detail: { token: 'hunter2' } };
  log.event('odd', fields as never);
  expect(linesIn(folder)).toEqual([{ at: '2026-09-21T14:13:20.000Z', event: 'odd', jobId: 'j' }]);
});

test.each([
  'Authorization: Basic bWFyYTpodW50ZXIy',
  'sent Basic bWFyYTpodW50ZXIy to the server',
  '{"authorization":"Bearer hunter2.hunter2","status":401}',
  'bearer hunter2',
  'alf_ticket=TICKET_hunter2',
  'ticket TICKET_hunter2 is gone',
  'VElDS0VUX2h1bnRlcjI=',
  'password=hunter2&next=1',
  'password: "hunter2 hunter2"',
  "{ 'newPassword': 'hunter2' }",
  '{"password":"hunter2","user":"mara"}',
  'access_token=hunter2;',
  'refresh-token: hunter2',
  'client_secret=hunter2',
  'sig=hunter2&se=2026',
  'X-Amz-Signature=hunter2',
  'X-Amz-Credential%3Dhunter2',
  'x-amz-security-token: hunter2',
  'GET https://bucket.s3.example.com/key?response=x&Whatever=hunter2 failed',
  'https://mara:hunter2@records.example.com/alfresco',
  'Set-Cookie: JSESSIONID=hunter2; Path=/',
  'API-Key: hunter2',
])('a secret is masked: %s', (detail) => {
  const folder = tempFolder();
  const log = openLog({ folder, now });
  log.event('said', { detail, kind: detail });
  log.event(detail);
  log.close();
  const text = readFileSync(join(folder, 'ferry.log'), 'utf8');
  expect(text).not.toMatch(/hunter2|bWFyYTpodW50ZXIy|aHVudGVyM|h1bnRlcjI/);
  expect(text).toContain('***');
});

test.each([
  'The server had an error of its own (500).',
  'read ECONNRESET 127.0.0.1:8080',
  'https://records.example.com/alfresco/api/-default-/public',
  'a design: significant',
])('what is no secret stays readable: %s', (text) => {
  expect(maskSecrets(text)).toBe(text);
});

test('a secret of this run is masked in every form in which somebody may say it back', () => {
  const secret = 'Kanarie "7f3b91" 100%/ü';
  const forms = [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret),
    Buffer.from(secret).toString('base64'),
    Buffer.from(secret).toString('base64url'),
    Buffer.from(secret).toString('hex'),
    Buffer.from(`ada:${secret}`).toString('base64'),
  ];
  expect(maskSecrets(`no ${secret}`)).toContain('7f3b91');
  rememberSecret(secret);
  rememberSecret('short');
  for (const form of forms)
    expect(maskSecrets(`it was (${form}) today, in short`)).toMatch(/\*\*\*.*today, in short$/);
  expect(maskSecrets(Buffer.from(`ada:${secret}`).toString('base64'))).toMatch(/^.{4,7}\*\*\*.{0,4}$/);
  for (let at = 0; at < 300; at += 1) rememberSecret(`another secret ${at}`);
  expect(maskSecrets('another secret 299')).toBe('***');
});

test('what is read back is masked, cut and narrowed to the allowed fields as if it were written now', () => {
  const folder = tempFolder();
  writeFileSync(
    join(folder, 'ferry.log'),
    `${JSON.stringify({ at: 'x', event: 'a', detail: `password=hunter2 in ${homedir()}/files`, more: 'hunter2' })}\nno json\n`,
  );
  writeFileSync(join(folder, 'ferry.log.1'), '{"event":"older"}\n');
  expect(readLog(folder)).toEqual([
    '{"event":"older"}',
    '{"at":"x","event":"a","detail":"password=*** in ~/files"}',
  ]);
  expect(readLog(join(folder, 'nowhere'))).toEqual([]);
});

test('the log stays small: what is older than the one before is dropped', () => {
  const folder = tempFolder();
  const log = openLog({ folder, now });
  const detail = 'x'.repeat(500);
  for (let number = 0; number < 9000; number += 1) log.event('filler', { detail, status: number });
  log.close();

  expect(readdirSync(folder).sort()).toEqual(['ferry.log', 'ferry.log.1']);
  const kept = [...linesIn(folder, 'ferry.log.1'), ...linesIn(folder)].map((line) => line['status']);
  expect(kept.at(-1)).toBe(8999);
  expect(kept).toEqual(Array.from({ length: kept.length }, (_, index) => 9000 - kept.length + index));
  for (const name of readdirSync(folder))
    expect(statSync(join(folder, name)).size).toBeLessThanOrEqual(2_000_000);
});

test('a log is continued by the next start', () => {
  const folder = tempFolder();
  for (const name of ['first', 'second']) {
    const log = openLog({ folder, now });
    log.event(name);
    log.close();
  }
  expect(linesIn(folder).map((line) => line['event'])).toEqual(['first', 'second']);
});

test('a log that can’t be written stops nothing, and counts what was lost', () => {
  const folder = join(tempFolder(), 'later');
  const log = openLog({ folder, now });
  log.event('lost');
  log.event('lost too');
  mkdirSync(folder);
  log.event('found');
  log.event('next');
  expect(linesIn(folder).map((line) => [line['event'], line['lost']])).toEqual([
    ['found', 2],
    ['next', undefined],
  ]);
  log.close();
});
