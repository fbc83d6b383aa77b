import type { Handlers } from '../../../src-shared/contract.ts';
import type { recordCalls } from '../../../src-shared/contract/records.ts';
import { FailedError, refusal } from '../../../src-shared/failures/failure.ts';
import { mostTold } from '../../../src-shared/history/comparison.ts';
import type { Comparison } from '../../../src-shared/history/comparison.ts';
import type { ContentEntry } from '../../../src-shared/history/content-lines.ts';
import { mostListed, receiptOf } from '../../../src-shared/history/receipt.ts';
import type { Receipt } from '../../../src-shared/history/receipt.ts';
import { receiptPage } from '../../../src-shared/history/receipt-page.ts';
import type { Job } from '../../../src-shared/job/job.ts';
import { isFinal } from '../../../src-shared/job/job-states.ts';
import { documentsIn } from '../../../src-shared/kinds/kind-alfresco.ts';
import { kindOf } from '../../../src-shared/kinds/kind-table.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import { findMoved, PresenceLooks, readAgain } from '../presence.ts';
import type { Saved } from '../presence.ts';
import type { Ports } from '../ports.ts';
import { zipNameOf } from '../request-names.ts';
import { targetFolder } from '../target-folder.ts';
import type { CallParts } from './call-parts.ts';
import type { createNewDownloads } from './new-downloads.ts';

type RecordCallName = keyof typeof recordCalls;

/** The calls about what is kept of saved downloads, and about their files. */
export function createRecordCalls(
  ports: Ports,
  { jobs, connections, comparisons }: CallParts,
  newDownloads: ReturnType<typeof createNewDownloads>,
): Pick<Handlers, RecordCallName> {
  const { files, store, clock } = ports;
  const looks = new PresenceLooks(ports);

  const savedJob = (id: string): Job & { state: Saved } => {
    const job = jobs.get(id);
    if (!job || job.removal) throw refusal(phrase('validationErrors.jobGone'));
    const { state } = job;
    if (state.is !== 'saved') throw refusal(phrase('validationErrors.noFile'));
    return { ...job, state };
  };

  const canCompare = (job: Job): boolean => {
    const connection = connections.find(job.connectionId);
    return (
      connection !== null &&
      connections.api(connection).listing !== undefined &&
      store.comparison(job.id)?.listing !== undefined &&
      store.contents(job.id) !== null
    );
  };

  const receipt = async (job: Job): Promise<Receipt> => {
    const contents = store.contents(job.id);
    const entries: ContentEntry[] = [];
    if (contents && contents.files <= mostListed)
      for await (const some of store.contentEntries(job.id)) entries.push(...some);
    const connection = connections.find(job.connectionId);
    return receiptOf({
      job,
      log: store.log(job.id),
      server: { name: ports.say(connections.nameOf(job.connectionId)), address: connection?.baseUrl ?? null },
      contents,
      entries,
      comparison: store.comparison(job.id),
      now: clock.now(),
      version: ports.version,
    })!;
  };

  return {
    'jobs.presence': async ({ jobIds }) => {
      const found = jobIds.flatMap((id): (Job & { state: Saved })[] => {
        const job = jobs.get(id);
        return job?.state.is === 'saved' ? [{ ...job, state: job.state }] : [];
      });
      const seen = await Promise.all(
        found.map(async (job) => ({ jobId: job.id, presence: await looks.look(job) })),
      );
      return { files: seen };
    },
    'jobs.checkFile': async ({ jobId }) => {
      const { folder, fileName, ...kept } = savedJob(jobId).state;
      await files.locate(folder, fileName);
      const { size, sha256 } = await readAgain(files, folder, fileName, new AbortController().signal);
      const at = clock.now();
      return sha256 === kept.sha256 && size === kept.size
        ? { is: 'whole', at }
        : { is: 'changed', at, size, sha256 };
    },
    'jobs.locate': async ({ jobId, folder: typed }, by) => {
      const { state } = savedJob(jobId);
      const folder = await targetFolder(ports, typed, by);
      const fileName = await findMoved(files, folder, state, new AbortController().signal);
      if (fileName === null) throw new FailedError({ kind: 'file-missing' });
      jobs.dispatch(jobId, { type: 'located', folder, fileName });
      return { folder, fileName };
    },
    'jobs.comparison': ({ jobId }) => {
      const job = jobs.get(jobId);
      if (!job) throw refusal(phrase('validationErrors.jobGone'));
      const kept = store.comparison(jobId);
      return {
        ...cut(kept ?? { listing: null, changes: null }),
        canCompare: isFinal(job) && canCompare(job),
      };
    },
    'jobs.compare': ({ jobId }) => {
      const job = savedJob(jobId);
      if (!canCompare(job)) throw refusal(phrase('validationErrors.noListing'));
      comparisons.ask(job);
      return {};
    },
    'jobs.fetchRest': async ({ jobId }, by) => {
      const job = savedJob(jobId);
      const listing = store.comparison(jobId)?.listing;
      const documents = documentsIn(job.request);
      if (!documents || listing?.is !== 'compared' || listing.missing.count === 0)
        throw refusal(phrase('validationErrors.nothingMissing'));
      const missing = listing.missing.files;
      const names = Object.fromEntries(
        missing.map(({ id, path }) => [id, path.slice(path.lastIndexOf('/') + 1)]),
      );
      const request = { kind: documents.kind, nodeIds: [...new Set(missing.map(({ id }) => id))], names };
      const fileName = zipNameOf(request, ports.say);
      const name = fileName ?? kindOf(request.kind).nameOf(request, connections.nameOf(job.connectionId));
      const { connectionId, folder, subfolders } = job;
      const rest = { connectionId, request, name, folder, ...(subfolders && { subfolders }) };
      return { jobId: await newDownloads.add({ ...rest, ...(fileName !== null && { fileName }) }, by) };
    },
    'jobs.saveReceipt': async ({ jobId, form, opens }) => {
      const job = savedJob(jobId);
      const made = await receipt(job);
      const text = form === 'html' ? receiptPage(made) : `${JSON.stringify(made, null, 2)}\n`;
      const wanted = `${job.state.fileName}.receipt.${form}`;
      const { folder } = job.state;
      const fileName = await files.saveText(folder, wanted, text);
      if (opens && ports.desktop.canOpen) await ports.desktop.open(await files.locate(folder, fileName));
      return { folder, fileName };
    },
  };
}

/** A screen shows so many files; of what is missing more are kept, to be asked for. */
function cut({ listing, changes }: Comparison): Comparison {
  if (listing?.is !== 'compared') return { listing, changes };
  const { missing } = listing;
  return {
    listing: { ...listing, missing: { ...missing, files: missing.files.slice(0, mostTold) } },
    changes,
  };
}
