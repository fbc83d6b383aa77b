/** What the app holds on the screenshots of a Bridge. */
import type { KnownEntry } from '../../src-shared/job/timeline-detail.ts';
import {
  cancelled,
  downloading,
  downloadProgress,
  failed,
  noCounters,
  paused,
  preparing,
  preparingProgress,
  queued,
  saved,
} from '../fakes/job-rows.ts';
import type { RowOptions } from '../fakes/job-rows.ts';
import { connection } from '../fakes/scripted-app.ts';
import type { Script } from '../fakes/scripted-app.ts';

const minute = 60_000;
const MB = 1_000_000;

type Whole = Partial<Script> & { now: number };

const server = { connectionId: 'learning', connectionName: 'Bridge Academy' };
const ok = { is: 'ok', info: { account: 'token', version: null } } as const;

const academy = connection({
  id: 'learning',
  name: 'Bridge Academy',
  kind: 'bridge',
  baseUrl: 'https://academy.bridgeapp.com',
  user: '',
  state: ok,
  openJobs: 5,
  exportNames: { user_export: 'Everybody at the academy', learner_transcripts: 'Transcripts, with courses' },
});
const records = connection({ id: 'records', name: 'Records Alfresco', openJobs: 1 });

/** Exports in every state that looks its own way. */
export function bridge(now: number): Whole {
  const at = (id: string, name: string, exportType: string, more: Partial<RowOptions> = {}): RowOptions => ({
    id,
    name,
    now,
    exportType,
    ...server,
    ...more,
  });
  const entry = (minutes: number, event: string, from: string, to: string): KnownEntry => ({
    at: now - minutes * minute,
    event,
    from,
    to,
    detail: {},
  });
  return {
    now,
    connections: [academy, records],
    exports: [
      ['learner_transcripts', '{"from":"2026-01-01","courses":[12,40],"withGrades":true}', 9],
      ['learner_transcripts', '{"from":"2025-09-01"}', 60 * 24 * 3],
      ['user_export', '', 60 * 5],
      ['course_enrollments_with_everything_that_was_ever_completed', '{"until":"2026-11-01"}', 60 * 24 * 12],
      ['all_data', '', 60 * 24 * 40],
    ].map(([downloadType, info, minutes], index) => ({
      downloadType: String(downloadType),
      info: String(info),
      jobId: `past-${index}`,
      at: now - Number(minutes) * minute,
      isSaved: index !== 3,
    })),
    exportTypes: ['learner_transcripts', 'user_export', 'course_enrollments', 'all_data'],
    jobs: [
      preparing(at('transcripts', 'learner_transcripts', 'learner_transcripts', { order: 1 })),
      preparing(at('users', 'user_export', 'user_export', { order: 2 })),
      preparing(
        at('stuck', 'course_enrollments', 'course_enrollments', {
          order: 3,
          waitingFor: { for: 'progress', since: now - 184 * minute },
        }),
      ),
      downloading(at('all', 'bridge-data.zip', 'all_data', { order: 4, size: 812 * MB })),
      paused(at('paused', 'program_report', 'program_report', { order: 5 }), 'preparing'),
      failed(at('audit', 'audit_log', 'audit_log', { order: 6 }), { kind: 'refused' }),
      failed(at('wrong', 'course_audit', 'course_audit', { order: 6.5 }), {
        kind: 'bad-request',
        status: 422,
        detail: '“course_audit” is not a kind of download.',
      }),
      queued(at('next', 'live_courses', 'live_courses', { order: 7, waitingFor: { for: 'slot', ahead: 0 } })),
      saved({ ...at('old', 'users.csv', 'user_export', { changedAt: now - 9 * minute }), size: 3.1 * MB }),
      cancelled(at('stopped', 'all_data', 'all_data', { changedAt: now - 31 * minute })),
    ],
    progress: [
      preparingProgress('transcripts', now, noCounters, {
        word: 'crunching',
        minutes: 6,
        nextPollIn: 12_000,
      }),
      preparingProgress('users', now, noCounters, { word: 'pending', minutes: 0.4, nextPollIn: 4_000 }),
      preparingProgress('stuck', now, noCounters, { word: 'pending', minutes: 186, nextPollIn: 41_000 }),
      downloadProgress('all', 505 * MB, 812 * MB, 18.4 * MB),
    ],
    timelines: {
      transcripts: [
        entry(7, 'added', '', 'queued'),
        entry(7, 'slotFree', 'queued', 'asking'),
        entry(6, 'accepted', 'asking', 'preparing'),
      ],
      stopped: [
        entry(52, 'added', '', 'queued'),
        entry(52, 'slotFree', 'queued', 'asking'),
        entry(52, 'accepted', 'asking', 'preparing'),
        entry(31, 'cancel', 'preparing', 'cancelled'),
      ],
    },
  };
}

/** A Bridge and nothing else, whose token isn't taken anymore. */
export function bridgeSignedOut(now: number): Whole {
  return {
    now,
    connections: [
      {
        ...academy,
        openJobs: 0,
        secret: 'run',
        state: { is: 'needsSignIn', failure: { kind: 'sign-in-refused' }, since: now - minute },
      },
    ],
  };
}

/** A Bridge whose token is in a keychain that nobody has unlocked. */
export function bridgeLocked(now: number): Whole {
  const failure = { kind: 'secret-missing', detail: 'the keychain is locked' } as const;
  return {
    now,
    connections: [
      { ...academy, openJobs: 0, secret: 'locked', state: { is: 'needsSignIn', failure, since: now } },
    ],
  };
}
