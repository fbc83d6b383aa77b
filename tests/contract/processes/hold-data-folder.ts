/** Takes the data folder in its argument without keeping what it got for it, saves one job, says `held` and stays. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { lockDataFolder } from '../../../src-main/adapters/data-folder.ts';
import { openJobStore } from '../../../src-main/adapters/store/job-store.ts';
import { composeJob } from '../../fakes/compose-job.ts';

const folder = process.argv[2]!;
lockDataFolder(folder);
const store = openJobStore({ folder, now: Date.now });
store.save([composeJob({ id: 'of-the-holder' })], [], []);
setFlagsFromString('--expose-gc');
(runInNewContext('gc') as () => void)();
console.log('held');
setInterval(() => store.open(), 60_000);
