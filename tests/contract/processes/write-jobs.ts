/** Saves one job after another into a data folder at a fixed time (its arguments), and prints each id once it is saved. */
import { writeSync } from 'node:fs';
import { openJobStore } from '../../../src-main/adapters/store/job-store.ts';
import { composeJob } from '../../fakes/compose-job.ts';

const [folder, time] = process.argv.slice(2);
const store = openJobStore({ folder: folder!, now: () => Number(time) });
for (let number = 0; ; number += 1) {
  const id = `job-${number}`;
  const entry = { jobId: id, at: number, event: 'added', from: '', to: 'queued', detail: {} };
  store.save([composeJob({ id, order: number })], [entry], []);
  writeSync(1, `${id}\n`);
}
