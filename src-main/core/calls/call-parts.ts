import type { EventData, EventName } from '../../../src-shared/contract.ts';
import type { Job } from '../../../src-shared/job/job.ts';
import type { JobView } from '../../../src-shared/job/job-view.ts';
import type { Words } from '../../../src-shared/language/words.ts';
import type { Bandwidth } from '../bandwidth.ts';
import type { Comparisons } from '../comparisons.ts';
import type { Connections } from '../connections.ts';
import type { Dispatcher } from '../dispatcher.ts';
import type { DoneRows } from '../done-rows.ts';
import type { Folders } from '../folders.ts';
import type { Jobs } from '../jobs.ts';
import type { Keeping } from '../keeping.ts';
import type { ProgressPublisher } from '../progress-publisher.ts';
import type { QueuePublisher } from '../queue-publisher.ts';
import type { Removals } from '../removals.ts';
import type { ServerCleanup } from '../server-cleanup.ts';
import type { Space } from '../space.ts';

/** The parts of the app that calls act on. */
export interface CallParts {
  jobs: Jobs;
  removals: Removals;
  keeping: Keeping;
  comparisons: Comparisons;
  doneRows: DoneRows;
  connections: Connections;
  folders: Folders;
  space: Space;
  bandwidth: Bandwidth;
  progress: ProgressPublisher;
  stream: QueuePublisher;
  dispatcher: Dispatcher;
  cleanUps: ServerCleanup;
  view: (job: Job) => JobView;
  publish: <Name extends EventName>(name: Name, data: EventData<Name>) => void;
  notices: Words[];
}
