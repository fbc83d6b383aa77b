import { describe, expect, test } from 'vitest';
import { ProgressPublisher } from '../../src-main/core/progress-publisher.ts';
import { verify } from '../../src-main/core/verify.ts';
import type { Job, JobState, PreparedId } from '../../src-shared/job/job.ts';
import { composeJob } from '../fakes/compose-job.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { FakeFileStore } from '../fakes/fake-file-store.ts';
import { FakeJobStore } from '../fakes/fake-job-store.ts';
import { smallZip } from '../fakes/small-zip.ts';
import { saying } from '../fakes/saying.ts';
import { said } from '../../src-shared/language/index.ts';

const filing = { rule: { folder: '', name: '{name}' }, server: 'Academy' };
const { signal } = new AbortController();
const zip = await smallZip(3, 500);
const table = Buffer.from('id,name\r\n1,Ada\r\n');
const verifying: Extract<JobState, { is: 'verifying' }> = {
  is: 'verifying',
  source: { from: 'prepared', prepared: '42' as PreparedId },
  counters: { filesDone: null, filesTotal: null, bytesDone: null, bytesTotal: null },
  expiresAt: null,
};

/** What comes of an export whose bytes lie on the disk, with the name and the length that were told. */
async function verified(bytes: Buffer, told: { name: string | null; total: number | null }) {
  const files = new FakeFileStore();
  const store = new FakeJobStore();
  const job: Job & { state: typeof verifying } = {
    ...composeJob({ request: { kind: 'bridge', downloadType: 'user_export' }, name: 'user_export' }),
    state: verifying,
  };
  const place = { folder: job.folder, part: '.ferry-job-1.part' };
  files.put(place.folder, place.part, bytes);
  store.save([job], [], []);
  store.saveOutput({
    jobId: job.id,
    ...place,
    ...told,
    volume: null,
    sourceId: 'prepared-1',
    proof: null,
    durable: bytes.length,
    pieces: [],
    tail: null,
    digests: [],
    sha256: null,
    whole: true,
  });
  const progress = new ProgressPublisher(new FakeClock(), () => undefined);
  const event = await verify({ files, store, progress, filing, say: said }, job, signal);
  progress.stop();
  return event;
}

describe('an export on the disk', () => {
  test('of the announced length is what it should be', async () => {
    expect(await verified(table, { name: 'users.csv', total: table.length })).toMatchObject({
      type: 'proven',
      name: 'users.csv',
      size: table.length,
      isAnnounced: true,
      warnings: [],
    });
  });

  test('without a name is called as it was asked for', async () => {
    expect(await verified(table, { name: null, total: table.length })).toMatchObject({ name: 'user_export' });
  });

  test('of another length than announced is corrupt', async () => {
    expect(await verified(table, { name: 'users.csv', total: table.length + 1 })).toMatchObject({
      type: 'corrupt',
    });
  });

  test.each(['data.zip', 'DATA.ZIP', 'data.zip '])(
    'named “%s” must be a zip that can be read',
    async (name) => {
      expect(await verified(zip, { name, total: zip.length })).toMatchObject({
        type: 'proven',
        warnings: [],
      });
      expect(await verified(table, { name, total: table.length })).toEqual({
        type: 'corrupt',
        run: 0,
        reason: saying('it is not a readable zip'),
      });
    },
  );

  test.each(['data.zip', 'data', null])(
    'of unknown length, named %j, passes as a whole zip',
    async (name) => {
      expect(await verified(zip, { name, total: null })).toMatchObject({
        type: 'proven',
        isAnnounced: false,
      });
      expect(await verified(zip.subarray(0, -30), { name, total: null })).toMatchObject({ type: 'corrupt' });
    },
  );

  test('of unknown length that is no zip can’t be told from one that was cut', async () => {
    expect(await verified(table, { name: 'users.csv', total: null })).toEqual({
      type: 'corrupt',
      run: 0,
      reason: saying('the server didn’t say how long it is'),
    });
  });
});
