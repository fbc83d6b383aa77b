import { describe, expect, test } from 'vitest';
import { actionsOf, viewOf } from '../../src-main/core/job-view.ts';
import { step } from '../../src-shared/job/job-machine.ts';
import { jobViewSchema } from '../../src-shared/job/job-view.ts';
import type { JobAction, Progress } from '../../src-shared/job/job-view.ts';
import { preparedIdSchema } from '../../src-shared/job/job.ts';
import type { Job, JobState, ResumePoint } from '../../src-shared/job/job.ts';
import { said } from '../../src-shared/language/index.ts';
import { phrase } from '../../src-shared/language/phrase.ts';
import { composeJob } from '../fakes/compose-job.ts';

const prepared = preparedIdSchema.parse('prepared-1');
const bytes = { source: { from: 'prepared', prepared }, counters: null, expiresAt: null } as const;
const file = { folders: [], name: 'a.zip', size: 7, sha256: 'f', inode: '1', warnings: [] };
const saved: JobState = { is: 'saved', folder: '/d', fileName: 'a.zip', size: 9, sha256: 'f', warnings: [] };
const failedAt = (resume: ResumePoint): JobState => ({ is: 'failed', failure: { kind: 'cut' }, resume });

const able = { canOpen: true, waitingFor: null };
const offered = (state: JobState, more: Partial<Job> = {}): JobAction[] =>
  actionsOf(composeJob({ state, ...more }), able);

describe('what may be done', () => {
  test.each<[string, JobState, JobAction[]]>([
    ['waits in the queue', { is: 'queued' }, ['pause', 'moveFirst', 'cancel']],
    ['waits to be fetched', { is: 'ready', ...bytes }, ['pause', 'moveFirst', 'cancel']],
    ['is prepared', { is: 'preparing', prepared }, ['pause', 'cancel']],
    ['is being asked for', { is: 'asking', wish: 'go' }, ['pause', 'cancel']],
    ['is to pause when the answer comes', { is: 'asking', wish: 'pause' }, ['resume', 'cancel']],
    ['is to end when the answer comes', { is: 'asking', wish: 'cancel' }, []],
    ['is planned', { is: 'planning', prepared, limit: 1, size: 2 }, ['cancel']],
    ['is fetched', { is: 'downloading', ...bytes }, ['pause', 'cancel']],
    ['is verified', { is: 'verifying', ...bytes }, ['cancel']],
    ['gets its name', { is: 'publishing', ...bytes, ...file }, []],
    ['is paused', { is: 'paused', resume: { step: 'queued' } }, ['resume', 'cancel']],
    ['has no answer', { is: 'unsure' }, ['askAgain', 'remove']],
    ['is gone from the server', { is: 'expired' }, ['askAgain', 'remove']],
    ['failed before anything was prepared', failedAt({ step: 'queued' }), ['retry', 'remove']],
    [
      'failed while it was prepared',
      failedAt({ step: 'preparing', prepared }),
      ['keepWaiting', 'askAgain', 'remove'],
    ],
    ['failed while it was fetched', failedAt({ step: 'ready', ...bytes }), ['retry', 'askAgain', 'remove']],
    ['is saved', saved, ['open', 'reveal', 'again', 'remove']],
    ['is cancelled', { is: 'cancelled' }, ['again', 'remove']],
    ['was split', { is: 'split', children: ['a'] }, ['remove']],
  ])('with a download that %s', (_name, state, actions) => {
    expect(offered(state)).toEqual(actions);
  });

  test('with one that waits for its next try is to try now, before all else', () => {
    for (const state of [
      { is: 'queued' },
      { is: 'ready', ...bytes },
      { is: 'preparing', prepared },
    ] as JobState[])
      expect(offered(state, { retryAt: 1 })[0]).toBe('retry');
    expect(offered({ is: 'downloading', ...bytes }, { retryAt: 1 })).not.toContain('retry');
  });

  test('with one whose server is silent is to ask again as well, and only then', () => {
    const preparing = composeJob({ state: { is: 'preparing', prepared } });
    const silent = { for: 'progress', since: 1 } as const;
    const ahead = { for: 'slot', ahead: 1 } as const;
    expect(actionsOf(preparing, { ...able, waitingFor: silent })).toEqual(['pause', 'askAgain', 'cancel']);
    expect(actionsOf(preparing, { ...able, waitingFor: ahead })).not.toContain('askAgain');
  });

  test('with a saved file doesn’t include to open it where nothing can be opened', () => {
    expect(actionsOf(composeJob({ state: saved }), { ...able, canOpen: false })).toEqual(['again', 'remove']);
  });

  test('is what the job machine does: what is offered changes the job', () => {
    const context = { now: 1, random: () => 1, askAgainAtMost: 0, leaveOutRefused: false };
    const commands = {
      pause: 'pause',
      resume: 'resume',
      cancel: 'cancel',
      askAgain: 'askAgain',
      retry: 'retry',
    } as const;
    for (const state of [
      { is: 'queued' },
      { is: 'ready', ...bytes },
      { is: 'preparing', prepared },
      { is: 'asking', wish: 'go' },
      { is: 'asking', wish: 'pause' },
      { is: 'downloading', ...bytes },
      { is: 'verifying', ...bytes },
      { is: 'paused', resume: { step: 'queued' } },
      { is: 'unsure' },
      { is: 'expired' },
      failedAt({ step: 'ready', ...bytes }),
    ] as JobState[]) {
      const job = composeJob({ state });
      for (const action of actionsOf(job, able)) {
        const type = commands[action as keyof typeof commands];
        if (type) expect(step(job, { type }, context).changes, `${state.is}: ${action}`).not.toEqual([]);
      }
    }
  });
});

describe('a row', () => {
  const context = {
    connectionName: 'Records',
    groupName: null,
    waitingFor: null,
    progress: null,
    canOpen: true,
    say: said,
  };
  const progress = (phase: 'downloading' | 'verifying'): Progress =>
    phase === 'verifying'
      ? { phase, jobId: 'job-1', bytes: 1, total: 40 }
      : { phase, jobId: 'job-1', bytes: 1, total: 30, rate: 0, secondsLeft: null };

  test('is what the contract says, and has what the job has', () => {
    const job = composeJob({ priority: 'high', order: 3, account: 'ada' });
    const row = viewOf(job, { ...context, waitingFor: { for: 'slot', ahead: 2 } });
    expect(jobViewSchema.parse(row)).toEqual(row);
    const { id, connectionId, account, folder, createdAt, changedAt, order, priority, state } = job;
    expect(row).toMatchObject({
      id,
      connectionId,
      account,
      folder,
      createdAt,
      changedAt,
      order,
      priority,
      state,
    });
    expect(row).toMatchObject({
      ...{ connectionName: 'Records', kind: 'alfresco', name: 'Minutes 2026', group: null, size: null },
      ...{
        waitingFor: { for: 'slot', ahead: 2 },
        expiresAt: null,
        actions: ['pause', 'moveFirst', 'cancel'],
      },
    });
  });

  test('says names of Ferry’s own in the host’s language, and carries them for a screen that speaks another', () => {
    const name = phrase('common.itemsFrom', { count: 3, server: 'Records' });
    const row = viewOf(composeJob({ name }), context);
    expect(row.name).toBe('3 items from Records');
    expect(row.ownNames).toEqual({ name });
    expect(viewOf(composeJob(), context)).not.toHaveProperty('ownNames');
  });

  test('of a part says which download it is a part of, by its own name where that one is gone', () => {
    const part = composeJob({ parentId: 'parent', name: 'a (1 of 2)' });
    expect(viewOf(part, { ...context, groupName: 'a' }).group).toEqual({ id: 'parent', name: 'a' });
    expect(viewOf(part, context).group).toEqual({ id: 'parent', name: 'a (1 of 2)' });
    expect(viewOf(composeJob(), { ...context, groupName: 'a' }).group).toBeNull();
  });

  test('has the size as soon as anybody knows it: of the bytes that come, of what is verified, of the file', () => {
    const size = (state: JobState, at: Progress | null): number | null =>
      viewOf(composeJob({ state }), { ...context, progress: at }).size;
    expect(size({ is: 'downloading', ...bytes }, progress('downloading'))).toBe(30);
    expect(size({ is: 'verifying', ...bytes }, progress('verifying'))).toBe(40);
    expect(size({ is: 'publishing', ...bytes, ...file }, null)).toBe(7);
    expect(size(saved, progress('downloading'))).toBe(9);
  });

  test('says until when the server keeps the file', () => {
    expect(viewOf(composeJob({ state: { is: 'ready', ...bytes, expiresAt: 5 } }), context).expiresAt).toBe(5);
  });
});
