import { kindOf } from '../../../src-shared/kinds/kind-table.ts';
import type { ConnectionKind, JobRequest } from '../../../src-shared/kinds/kind-table.ts';
import type { CallInput, Handlers } from '../../../src-shared/contract.ts';
import type { jobCalls } from '../../../src-shared/contract/jobs.ts';
import type { recordCalls } from '../../../src-shared/contract/records.ts';
import { FailedError } from '../../../src-shared/failures/failure.ts';
import type { Job } from '../../../src-shared/job/job.ts';
import { isFinal } from '../../../src-shared/job/job-states.ts';
import { knownEntries } from '../../../src-shared/job/timeline-detail.ts';
import { riskOf } from '../../../src-shared/risky-file.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { CallParts } from './call-parts.ts';
import { refusal } from '../../../src-shared/failures/failure.ts';
import type { Ports } from '../ports.ts';
import { filedAs, filingOf } from '../filed-as.ts';
import { serverNames } from '../server-names.ts';
import { restOf } from '../sift-request.ts';
import { earlierExports } from './earlier-exports.ts';
import { createNewDownloads } from './new-downloads.ts';
import { createRecordCalls } from './records.ts';
import { createQueueCalls, lookAgain, placesInFront } from './queue.ts';

type JobCallName = keyof typeof jobCalls | keyof typeof recordCalls;

/** How far back a request is looked for among the finished ones. */
const similarAmong = 200;

/** The calls about jobs and the history. */
export function createJobCalls(ports: Ports, parts: CallParts): Pick<Handlers, JobCallName> {
  const { jobs, connections, dispatcher, view } = parts;

  const existing = (id: string): Job => {
    const job = jobs.get(id);
    if (!job) throw refusal(phrase('validationErrors.jobGone'));
    return job;
  };

  const kindAt = (connectionId: string): ConnectionKind => {
    const connection = connections.find(connectionId);
    if (!connection) throw refusal(phrase('validationErrors.serverGone'));
    return connection.kind;
  };

  const newDownloads = createNewDownloads(ports, parts);

  /** What is asked for by ids; links that only the server can follow are not among them. */
  const understand = (connectionId: string, items: string[]): JobRequest =>
    ports.servers.understandItems(kindAt(connectionId), items).request;

  const act = async (job: Job, action: CallInput<'jobs.act'>['action']): Promise<void> => {
    const { id } = job;
    switch (action) {
      case 'pause':
      case 'resume':
      case 'cancel':
      case 'askAgain':
        jobs.dispatch(id, { type: action });
        return;
      case 'retry':
      case 'keepWaiting':
        lookAgain(parts, [job]);
        jobs.dispatch(id, { type: 'retry' });
        return;
      case 'downloadRest': {
        const refused = job.state.is === 'failed' ? (job.state.failure.refused?.items ?? []) : [];
        const rest = restOf(job, refused, {
          server: connections.nameOf(job.connectionId),
          say: ports.say,
        });
        if (rest) jobs.dispatch(id, { type: 'leaveOut', rest });
        return;
      }
      case 'moveFirst': {
        if (isFinal(job)) throw refusal(phrase('validationErrors.finished'));
        jobs.amend(placesInFront(jobs, [job]));
        dispatcher.wake();
        return;
      }
      case 'again':
        if (!isFinal(job)) throw refusal(phrase('validationErrors.notFinished'));
        kindAt(job.connectionId);
        await newDownloads.add({
          connectionId: job.connectionId,
          request: job.request,
          whenExists: job.whenExists,
          name:
            job.fileName ??
            kindOf(job.request.kind).nameOf(job.request, connections.nameOf(job.connectionId)),
          folder: job.folder,
          ...(job.fileName !== undefined && { fileName: job.fileName }),
          ...(job.subfolders && { subfolders: job.subfolders }),
        });
        return;
      case 'remove':
        if (!isFinal(job)) jobs.dispatch(id, { type: 'cancel' });
        jobs.forget([id]);
        return;
      case 'open':
        return open(job, false);
      case 'reveal':
        await ports.desktop.reveal(await pathOf(job));
    }
  };

  const pathOf = async (job: Job): Promise<string> => {
    if (job.state.is !== 'saved') throw refusal(phrase('validationErrors.noFile'));
    return ports.files.locate(job.state.folder, job.state.fileName);
  };

  const open = async (job: Job, isConfirmed: boolean): Promise<void> => {
    const path = await pathOf(job);
    const risk = job.state.is === 'saved' ? riskOf(job.state.fileName) : null;
    if (risk !== null && !isConfirmed) throw new FailedError({ kind: 'risky-file', detail: `.${risk}` });
    await ports.desktop.open(path);
  };

  return {
    'jobs.create': (input, by) => newDownloads.create(input, by),
    'jobs.createExport': async ({ connectionId, downloadType, info, folder, whenExists }, by) => {
      const request = ports.servers.understandExport(kindAt(connectionId), downloadType, info);
      const kind = kindOf(request.kind);
      const own = connections.find(connectionId)?.exportNames?.[kind.typeOf(request) ?? ''];
      const name = own ?? kind.nameOf(request, connections.nameOf(connectionId));
      return { jobId: await newDownloads.add({ connectionId, request, name, folder, whenExists }, by) };
    },
    'jobs.exportTypes': ({ connectionId }) => earlierExports(ports, jobs, connectionId),
    'jobs.similar': ({ connectionId, items }) => {
      const request = understand(connectionId, items);
      const key = kindOf(request.kind).keyOf(request);
      const isSame = (job: Job): boolean =>
        job.connectionId === connectionId &&
        job.state.is !== 'cancelled' &&
        !job.removal &&
        job.request.kind === request.kind &&
        kindOf(request.kind).keyOf(job.request) === key;
      const history = ports.store.history({ offset: 0, limit: similarAmong }).jobs;
      const job = jobs.all().find(isSame) ?? history.find(isSame) ?? null;
      const count = kindOf(request.kind).countOf(request);
      return { job: job && view(job), count };
    },
    'jobs.request': ({ jobId }) => {
      const { request, folder } = existing(jobId);
      return { request, folder };
    },
    'jobs.target': ({ jobId }) => {
      const job = existing(jobId);
      const { folders } = filedAs(job, null, filingOf(job, ports, connections), ports.say);
      return { folder: job.folder, inside: folders };
    },
    'jobs.act': async ({ jobId, action }) => {
      const job = existing(jobId);
      // It is out of sight, and nothing but taking that back touches it.
      if (job.removal) throw refusal(phrase('validationErrors.jobGone'));
      await act(job, action);
      return {};
    },
    'jobs.open': async ({ jobId, confirmed }) => {
      await open(existing(jobId), confirmed);
      return {};
    },
    'jobs.zipEntries': async ({ jobId, ...query }) =>
      ports.files.zipEntries(await pathOf(existing(jobId)), query),
    ...createQueueCalls(ports, parts, act),
    ...createRecordCalls(ports, parts, newDownloads),
    'jobs.timeline': ({ jobId }) => {
      existing(jobId);
      const entries = ports.store
        .log(jobId)
        .map(({ at, event, from, to, detail }) => ({ at, event, from, to, detail }));
      return { entries: knownEntries(entries) };
    },
    'history.beyond': ({ connectionId, rule }) => parts.keeping.beyond(connectionId, rule),
    'history.plots': (query) => ports.history.plots({ ...query, sort: null, servers: serverNames(ports) }),
    'history.query': async ({ offset, limit, ...query }) => {
      const { jobIds, ...page } = await ports.history.query(
        { ...query, servers: serverNames(ports) },
        offset,
        limit,
      );
      const found = jobIds.map((id) => ports.store.job(id)).filter((job) => job !== null);
      return { ...page, jobs: found.map(view) };
    },
  };
}
