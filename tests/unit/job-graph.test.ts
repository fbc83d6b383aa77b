import { describe, expect, it } from 'vitest';
import type { Failure } from '../../src-shared/failures/failure.ts';
import { jobSchema, jobStateSchema, preparedIdSchema } from '../../src-shared/job/job.ts';
import { isFinal } from '../../src-shared/job/job-states.ts';
import type { Job, JobState, Source } from '../../src-shared/job/job.ts';
import { step } from '../../src-shared/job/job-machine.ts';
import { mostAttempts, mostCorruptions } from '../../src-shared/job/job-failures.ts';
import type { JobEvent, Rest } from '../../src-shared/job/job-events.ts';
import { phrase } from '../../src-shared/language/phrase.ts';
import { composeJob } from '../fakes/compose-job.ts';

const context = { now: 1_790_000_001_000, random: () => 0.5, askAgainAtMost: 0, leaveOutRefused: false };
/** Of several things, so that some of them may be refused. */
const request: Job['request'] = { kind: 'alfresco', nodeIds: ['a', 'b'] };
const leavesOut = { ...context, leaveOutRefused: true };
const prepared = preparedIdSchema.parse('prepared-1');
const counters = { filesDone: 3, filesTotal: 3, bytesDone: 30, bytesTotal: 30 };

const refusedItem = { id: 'b', why: 'refused' } as const;
const rest: Rest = { request: { kind: 'alfresco', nodeIds: ['a'] }, name: 'a' };

const failures: Record<string, Failure> = {
  'failed(auto)': { kind: 'server-error' },
  'failed(gate)': { kind: 'unreachable' },
  'failed(never)': { kind: 'refused' },
};

/** One event of every type, as if it came from the job's own run. */
function eventsFor(run: number): [string, JobEvent][] {
  return [
    ['slotFree', { type: 'slotFree' }],
    ['accepted', { type: 'accepted', run, prepared, name: 'a.zip', account: 'ada' }],
    [
      'acceptedReady',
      { type: 'acceptedReady', run, content: { documentId: 'd', name: 'd.pdf' }, account: 'ada' },
    ],
    ['answerLost', { type: 'answerLost', run, failure: { kind: 'unreachable' } }],
    ['becameReady', { type: 'becameReady', run, counters, expiresAt: null, name: null }],
    ['tooLarge', { type: 'tooLarge', run, limit: 10, size: 30 }],
    [
      'planned',
      {
        type: 'planned',
        run,
        children: [{ id: 'child', request: composeJob().request, name: 'a (1 of 1)' }],
      },
    ],
    ['sifted', { type: 'sifted', run, refused: [refusedItem], rest }],
    ['progressed', { type: 'progressed', run }],
    ['finished', { type: 'finished', run, name: 'a.zip' }],
    ['unchanged', { type: 'unchanged', run, folder: '/downloads', fileName: 'a', size: 1, sha256: 'ff' }],
    [
      'proven',
      {
        type: 'proven',
        folders: [],
        run,
        name: 'a.zip',
        size: 30,
        sha256: 'ff',
        inode: '1:2',
        isAnnounced: true,
        warnings: [],
      },
    ],
    ['corrupt', { type: 'corrupt', run, reason: phrase('failureDetails.bytes.noReadableZip') }],
    ['stored', { type: 'stored', folder: '/downloads', run, fileName: 'a.zip', warnings: [] }],
    ...Object.entries(failures).map(([name, failure]): [string, JobEvent] => [
      name,
      { type: 'failed', run, failure },
    ]),
    ['unsavable', { type: 'unsavable', run, failure: { kind: 'internal' }, prepared: null }],
    ['gone', { type: 'gone', run }],
    ['pause', { type: 'pause' }],
    ['resume', { type: 'resume' }],
    ['retry', { type: 'retry' }],
    ['askAgain', { type: 'askAgain' }],
    ['leaveOut', { type: 'leaveOut', rest }],
    ['cancel', { type: 'cancel' }],
    ['compared', { type: 'compared', missing: 2, otherSize: 1 }],
    ['located', { type: 'located', folder: '/elsewhere', fileName: 'b.zip' }],
    ['moveTo', { type: 'moveTo', folder: '/elsewhere' }],
    ['recovered', { type: 'recovered', closedSince: null }],
  ];
}

function label(job: Job): string {
  const { state } = job;
  if (state.is === 'failed' && state.failure.refused) return 'failed(some refused)';
  if (state.is === 'paused' || state.is === 'failed') return `${state.is}(${state.resume.step})`;
  if (state.is === 'asking' && state.wish !== 'go') return `asking(${state.wish})`;
  const last = job.corruptions >= mostCorruptions && state.is === 'verifying' ? ' after its last chance' : '';
  return `${state.is}${last}`;
}

/** Every edge that can be walked from `queued`, as lines. */
function walk(): { edges: string[]; jobs: Map<string, Job> } {
  const edges = new Set<string>();
  const jobs = new Map<string, Job>([['queued', composeJob({ request })]]);
  for (const [from, job] of jobs) {
    const events: [string, JobEvent, typeof context][] = [
      ...eventsFor(job.run).map(([name, event]): [string, JobEvent, typeof context] => [
        name,
        event,
        context,
      ]),
      [
        'sifted(leave out by itself)',
        { type: 'sifted', run: job.run, refused: [refusedItem], rest },
        leavesOut,
      ],
      ['gone(may be asked again)', { type: 'gone', run: job.run }, { ...context, askAgainAtMost: 1 }],
    ];
    for (const [name, event, told] of events) {
      const { changes, effects } = step(job, event, told);
      for (const next of changes.filter((change) => change.id === job.id)) {
        const to = label(next);
        if (next.state.is === job.state.is && to === from && effects.length === 0) continue;
        edges.add(
          `${from} -${name}-> ${to}${effects.length > 0 ? `   ${effects.map((effect) => effect.type).join(', ')}` : ''}`,
        );
        // What has failed often enough is another place in the graph; counters are kept small by `jobs`.
        if (!jobs.has(to)) jobs.set(to, next);
      }
    }
  }
  return { edges: [...edges].sort(), jobs };
}

describe('the job machine’s graph', () => {
  it('has exactly the edges that are written down', async () => {
    const { edges } = walk();
    await expect(`${edges.join('\n')}\n`).toMatchFileSnapshot('../../docs/job-graph.txt');
  });

  it('reaches every state', () => {
    const { jobs } = walk();
    const reached = new Set([...jobs.values()].map((job) => job.state.is));
    const all = jobStateSchema.options.map((option) => option.shape.is.value);
    expect([...reached].sort()).toEqual([...all].sort());
  });

  it('never leaves a final state, whatever happens', () => {
    const { jobs } = walk();
    for (const job of jobs.values())
      if (isFinal(job))
        for (const [, event] of eventsFor(job.run)) {
          const { changes, effects } = step(job, event, context);
          const { is } = job.state;
          expect([
            effects,
            ...changes.map(({ state, run, changedAt }) => [state.is, run, changedAt]),
          ]).toEqual([[], ...changes.map(() => [is, job.run, job.changedAt])]);
        }
  });

  it('can be left from every other state by the user or by work in flight', () => {
    const { edges, jobs } = walk();
    for (const [name, job] of jobs)
      if (!isFinal(job))
        expect(
          edges.some((edge) => edge.startsWith(`${name} -`)),
          name,
        ).toBe(true);
  });

  it('gives only rows that can be stored', () => {
    const { jobs } = walk();
    for (const job of jobs.values()) expect(jobSchema.parse(job)).toEqual(job);
  });

  it('drops news of an older run, in every state', () => {
    const { jobs } = walk();
    for (const job of jobs.values())
      for (const [, event] of eventsFor(job.run - 1)) {
        if (!('run' in event) || event.type === 'accepted') continue;
        expect(step(job, event, context)).toEqual({ changes: [], effects: [] });
      }
  });

  it('gives work in flight a run of its own', () => {
    const { jobs } = walk();
    for (const job of jobs.values())
      for (const [, event] of eventsFor(job.run)) {
        const { changes, effects } = step(job, event, context);
        for (const effect of effects)
          if ('run' in effect)
            expect(effect.run).toBe(changes.find((change) => change.id === effect.jobId)?.run);
      }
  });

  it('never asks the server by itself after an answer was lost', () => {
    const { jobs } = walk();
    const unsure = jobs.get('unsure')!;
    const asks = eventsFor(unsure.run).filter(([name, event]) => {
      const next = step(unsure, event, context).changes[0];
      return next?.state.is === 'queued' || next?.state.is === 'asking' ? name !== 'askAgain' : false;
    });
    expect(asks).toEqual([]);
  });
});

const inState = (state: JobState, more: Partial<Job> = {}): Job => composeJob({ run: 4, state, ...more });
const source = { from: 'prepared', prepared } as const;
const ready = { source, counters, expiresAt: null };

describe('a late answer to a request', () => {
  const late: JobEvent = { type: 'accepted', run: 1, prepared, name: 'late.zip', account: 'ada' };

  it('is adopted by a job that is unsure', () => {
    const { changes } = step(inState({ is: 'unsure' }), late, context);
    expect(changes[0]?.state).toEqual({ is: 'preparing', prepared });
  });

  it('is tidied away when the job was cancelled', () => {
    const { changes, effects } = step(inState({ is: 'cancelled' }), late, context);
    expect(changes).toEqual([]);
    expect(effects).toEqual([
      { type: 'tidy', jobId: 'job-1', connectionId: 'connection-1', prepared, how: 'cancel' },
    ]);
  });

  it('is not tidied away when it is what the job already has', () => {
    expect(step(inState({ is: 'preparing', prepared }), late, context)).toEqual({ changes: [], effects: [] });
  });
});

describe('a failing job', () => {
  it('waits longer each time, jittered and capped, then goes to the user', () => {
    let job = inState({ is: 'downloading', ...ready });
    const waits: number[] = [];
    for (let attempt = 1; attempt < mostAttempts; attempt += 1) {
      const [next] = step(job, { type: 'failed', run: job.run, failure: { kind: 'cut' } }, context).changes;
      waits.push(next!.retryAt! - context.now);
      job = step(next!, { type: 'slotFree' }, context).changes[0]!;
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64].map((seconds) => seconds * 1000));
    const [last] = step(job, { type: 'failed', run: job.run, failure: { kind: 'cut' } }, context).changes;
    expect(last?.state).toMatchObject({ is: 'failed', resume: { step: 'ready' } });
  });

  it('never gives up on a server that says it is busy, and waits as long as it says', () => {
    const job = inState({ is: 'preparing', prepared }, { attempt: 99 });
    const failure: Failure = { kind: 'busy', retryAfter: 120 };
    const [next] = step(job, { type: 'failed', run: job.run, failure }, context).changes;
    expect(next).toMatchObject({ attempt: 100, retryAt: context.now + 120_000, state: { is: 'preparing' } });
  });

  it('burns no attempt on a gate', () => {
    const job = inState({ is: 'downloading', ...ready }, { attempt: 2 });
    const [next] = step(
      job,
      { type: 'failed', run: job.run, failure: { kind: 'unreachable' } },
      context,
    ).changes;
    expect(next).toMatchObject({ attempt: 2, retryAt: context.now + 1_000, state: { is: 'ready' } });
  });

  it('starts counting anew when bytes come', () => {
    const job = inState({ is: 'downloading', ...ready }, { attempt: 5, lastFailure: { kind: 'cut' } });
    const [next] = step(job, { type: 'progressed', run: job.run }, context).changes;
    expect(next).toMatchObject({ attempt: 0, lastFailure: null, state: { is: 'downloading' } });
  });
});

describe('a file that is not what was announced', () => {
  it('is fetched again twice, with the part dropped, then the job fails', () => {
    let job = inState({ is: 'verifying', ...ready });
    const states: string[] = [];
    const reason = phrase('failureDetails.bytes.noReadableZip');
    for (let time = 0; time <= mostCorruptions; time += 1) {
      const { changes, effects } = step(job, { type: 'corrupt', run: job.run, reason }, context);
      expect(effects).toContainEqual({ type: 'discardPart', jobId: 'job-1' });
      states.push(changes[0]!.state.is);
      job = { ...changes[0]!, state: { is: 'verifying', ...ready } };
    }
    expect(states).toEqual(['ready', 'ready', 'failed']);
  });
});

describe('what is left on the server', () => {
  const howTidied = (state: JobState, event: JobEvent): string[] =>
    step(inState(state), event, context).effects.flatMap((effect) =>
      effect.type === 'tidy' ? [effect.how] : [],
    );

  it('is deleted after the file is saved, but never a document of the user', () => {
    const file = { folders: [], name: 'a', size: 1, sha256: 'f', inode: '1', warnings: [] };
    const publishing = (from: Source): JobState => ({ is: 'publishing', ...ready, ...file, source: from });
    const stored: JobEvent = {
      type: 'stored',
      folder: '/downloads',
      run: 4,
      fileName: 'a.zip',
      warnings: [],
    };
    expect(howTidied(publishing(source), stored)).toEqual(['delete']);
    const document = { from: 'content', content: { documentId: 'd', name: 'd' } } as const;
    expect(howTidied(publishing(document), stored)).toEqual([]);
    expect(howTidied({ is: 'downloading', ...ready, source: document }, { type: 'cancel' })).toEqual([]);
  });

  it('is cancelled when the user cancels in any step that has something there', () => {
    expect(howTidied({ is: 'preparing', prepared }, { type: 'cancel' })).toEqual(['cancel']);
    expect(howTidied({ is: 'downloading', ...ready }, { type: 'cancel' })).toEqual(['cancel']);
    expect(howTidied({ is: 'paused', resume: { step: 'preparing', prepared } }, { type: 'cancel' })).toEqual([
      'cancel',
    ]);
    expect(howTidied({ is: 'queued' }, { type: 'cancel' })).toEqual([]);
  });

  it('is cancelled when the answer comes after the user cancelled', () => {
    const accepted: JobEvent = { type: 'accepted', run: 4, prepared, name: null, account: 'ada' };
    expect(howTidied({ is: 'asking', wish: 'cancel' }, accepted)).toEqual(['cancel']);
  });
});
