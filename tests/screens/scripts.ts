/** What the app holds on each screenshot. */
import type { JobView } from '../../src-shared/job/job-view.ts';
import type { KnownEntry } from '../../src-shared/job/timeline-detail.ts';
import {
  asking,
  cancelled,
  counters,
  downloading,
  downloadingDocument,
  downloadProgress,
  expired,
  failed,
  paused,
  preparing,
  preparingProgress,
  queued,
  ready,
  saved,
  unsure,
  verifying,
} from '../fakes/job-rows.ts';
import type { RowOptions } from '../fakes/job-rows.ts';
import { connection } from '../fakes/scripted-app.ts';
import type { Script } from '../fakes/scripted-app.ts';

const minute = 60_000;
const GB = 1_000_000_000;
const MB = 1_000_000;

const legal = { connectionId: 'legal', connectionName: 'Legal Archive' };
const academy = { connectionId: 'academy', connectionName: 'Academy Library' };

function servers(now: number, signedOut: boolean): Script['connections'] {
  return [
    connection({ id: 'records', name: 'Records Alfresco', openJobs: 6 }),
    connection({ id: 'academy', name: 'Academy Library', openJobs: 5 }),
    connection({
      id: 'legal',
      name: 'Legal Archive',
      openJobs: 2,
      state: signedOut
        ? { is: 'needsSignIn', failure: { kind: 'sign-in-needed' }, since: now - 12 * minute }
        : { is: 'ok', info: { account: 'alice', version: null } },
    }),
  ];
}

/** A queue in the middle of a busy day. */
export function busy(now: number): Partial<Script> & { now: number } {
  const at = (id: string, name: string, more: Partial<RowOptions> = {}): RowOptions => ({
    id,
    name,
    now,
    ...more,
  });
  const annual = counters(4012, 4012, 11.2 * GB, 11.2 * GB);
  const signedOut = {
    for: 'connection',
    failure: { kind: 'sign-in-needed' },
    since: now - 12 * minute,
  } as const;
  const jobs: JobView[] = [
    downloading(
      at('annual', 'Annual report 2026, source files.zip', {
        order: 1,
        items: 2,
        size: 8.4 * GB,
        expiresAt: now + 78 * minute,
      }),
      annual,
    ),
    preparing(at('policies', 'HR policies and forms.zip', { order: 2, items: 3 })),
    preparing(at('learners', 'Learner handbooks, week 47.zip', { ...academy, order: 3 })),
    downloadingDocument(at('masters', 'Onboarding video master.mp4', { order: 4, size: 1.9 * GB })),
    ready(
      at('case', 'Case 4711, complete file.zip', {
        ...legal,
        order: 5,
        size: 640 * MB,
        expiresAt: now + 38 * minute,
        waitingFor: signedOut,
      }),
    ),
    failed(at('contracts', 'Contracts 2019–2025.zip', { order: 6, items: 12 }), { kind: 'refused' }),
    paused(
      at('drawings', 'Site drawings, building C.zip', { order: 7, size: 2.2 * GB }),
      'ready',
      counters(312, 312, 3 * GB, 3 * GB),
    ),
    asking(at('minutes', 'Board minutes 2025.zip', { ...academy, order: 8, items: 4 })),
    queued(
      at('invoices', 'Invoices, October.zip', { order: 9, items: 31, waitingFor: { for: 'slot', ahead: 0 } }),
    ),
    queued(
      at('tenders', 'Tender documents.zip', { order: 10, items: 7, waitingFor: { for: 'slot', ahead: 1 } }),
    ),
    saved({ ...at('papers', 'Board papers November.zip', { changedAt: now - 3 * minute }), size: 212 * MB }),
    saved({
      ...at('courses', 'Course completions.csv', { ...academy, changedAt: now - 96 * minute }),
      size: 3.1 * MB,
    }),
    cancelled(at('old', 'Old intranet pages.zip', { changedAt: now - 130 * minute })),
  ];
  return {
    now,
    jobs,
    connections: servers(now, true),
    history: longHistory(now, 1284),
    progress: [
      downloadProgress('annual', 5.2 * GB, 8.4 * GB, 41.2 * MB),
      preparingProgress('policies', now, counters(1870, 2944, 1.9 * GB, 3 * GB), { minutes: 7 }),
      preparingProgress('learners', now, counters(0, 0, 0, 0), {
        word: 'Pending',
        minutes: 6,
        nextPollIn: 12_000,
        usualMinutes: 9,
      }),
      downloadProgress('masters', 342 * MB, 1.9 * GB, 12 * MB),
      downloadProgress('drawings', 968 * MB, 2.2 * GB, 0),
    ],
    timelines: { annual: annualTimeline(now), contracts: refusedTimeline(now) },
  };
}

function annualTimeline(now: number): KnownEntry[] {
  const entry = (minutes: number, event: string, from: string, to: string, detail = {}): KnownEntry => ({
    at: now - minutes * minute,
    event,
    from,
    to,
    detail,
  });
  return [
    entry(26, 'added', '', 'queued'),
    entry(26, 'slotFree', 'queued', 'asking'),
    entry(25, 'accepted', 'asking', 'preparing'),
    entry(6, 'becameReady', 'preparing', 'ready', {
      counters: counters(4012, 4012, 11.2 * GB, 11.2 * GB),
      expiresAt: now + 78 * minute,
    }),
    entry(5, 'slotFree', 'ready', 'downloading'),
    entry(3, 'failed', 'downloading', 'ready', { failure: { kind: 'cut' } }),
    entry(3, 'slotFree', 'ready', 'downloading'),
  ];
}

function refusedTimeline(now: number): KnownEntry[] {
  return [
    { at: now - 9 * minute, event: 'added', from: '', to: 'queued', detail: {} },
    { at: now - 9 * minute, event: 'slotFree', from: 'queued', to: 'asking', detail: {} },
    {
      at: now - 9 * minute,
      event: 'failed',
      from: 'asking',
      to: 'failed',
      detail: { failure: { kind: 'refused' } },
    },
  ];
}

/** Everything that can go wrong or wait. */
export function troubled(now: number): Partial<Script> & { now: number } {
  const at = (id: string, name: string, more: Partial<RowOptions> = {}): RowOptions => ({
    id,
    name,
    now,
    ...more,
  });
  const jobs: JobView[] = [
    failed(at('contracts', 'Contracts 2019–2025.zip', { order: 1, items: 12 }), { kind: 'refused' }),
    failed(at('silent', 'Whole company archive.zip', { order: 2 }), { kind: 'silent' }, 'preparing'),
    unsure(at('unsure', 'Project files, Berlin.zip', { order: 3, items: 4 })),
    expired(at('expired', 'Photographs 2024.zip', { order: 4 })),
    failed(
      at('corrupt', 'Scans, box 12.zip', { order: 5 }),
      { kind: 'corrupt', detail: '3 files are missing' },
      'ready',
    ),
    ready(
      at('space', 'Raw footage.zip', {
        order: 6,
        size: 940 * GB,
        waitingFor: {
          for: 'folder',
          failure: { kind: 'no-space', size: 940 * GB, limit: 212 * GB },
          since: now,
        },
      }),
    ),
    downloading(
      at('unreachable', 'Tender documents.zip', {
        ...legal,
        order: 7,
        size: 320 * MB,
        waitingFor: {
          for: 'connection',
          failure: { kind: 'unreachable' },
          since: now - minute,
          nextAt: now + 40_000,
        },
      }),
    ),
    preparing(
      at('retrying', 'Minutes of all committees.zip', {
        order: 8,
        waitingFor: { for: 'retry', at: now + 24_000, failure: { kind: 'busy' } },
      }),
    ),
    preparing(
      at('stuck', 'Personnel files.zip', {
        order: 9,
        waitingFor: { for: 'progress', since: now - 184 * minute },
      }),
    ),
    verifying(at('checking', 'Floor plans.zip', { order: 10, size: 1.2 * GB })),
    saved({ ...at('noted', 'Correspondence 2023.zip'), size: 41 * MB }, [
      'The server announced 412 files, and 411 are in the zip.',
    ]),
  ];
  const list = servers(now, false).map((one) =>
    one.id === 'legal'
      ? {
          ...one,
          state: {
            is: 'unreachable' as const,
            failure: { kind: 'unreachable' as const },
            since: now,
            tries: 2,
            probeAt: now + 9000,
          },
        }
      : one,
  );
  return {
    now,
    jobs,
    connections: list,
    progress: [
      { phase: 'verifying', jobId: 'checking', bytes: 0.4 * GB, total: 1.2 * GB },
      downloadProgress('unreachable', 120 * MB, 320 * MB, 0),
    ],
    notices: ['The list of downloads was damaged and was restored from the copy of this morning.'],
    timelines: { contracts: refusedTimeline(now) },
  };
}

const topics = [
  'Board papers',
  'Invoices',
  'Contracts',
  'Site drawings',
  'Photographs',
  'Course material',
  'Case file',
];
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
];

/** So many rows of history, newest first. */
export function longHistory(now: number, count: number): JobView[] {
  return Array.from({ length: count }, (_, index) => {
    const name = `${topics[index % topics.length]} ${months[index % months.length]}, part ${index + 1}.zip`;
    const options = { id: `past-${index}`, name, now, changedAt: now - (index + 1) * 97 * minute };
    if (index % 9 === 4) return cancelled(options);
    return saved({ ...options, size: 3 * MB + ((index * 7919) % 4000) * 700_000 });
  });
}

/** As many open rows as one queue should bear. */
export function crowded(now: number, count: number): Partial<Script> & { now: number } {
  const jobs = Array.from({ length: count }, (_, index): JobView => {
    const options = {
      id: `open-${index}`,
      name: `${topics[index % topics.length]} ${index + 1}.zip`,
      now,
      order: index,
    };
    return index % 3 === 0 ? preparing(options) : downloading({ ...options, size: 900 * MB });
  });
  return { now, jobs, connections: servers(now, false), history: longHistory(now, 10_000) };
}
