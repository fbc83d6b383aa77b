import type { Handlers } from '../../../src-shared/contract.ts';
import { isListed } from '../../../src-shared/job/job.ts';
import { stateOf } from '../../../src-shared/job/job-states.ts';
import type { Notice } from '../../../src-shared/notice.ts';
import { pastTime } from '../../../src-shared/time-bounds.ts';
import type { CallParts } from './call-parts.ts';
import type { Ports } from '../ports.ts';

type NoticeCallName = Extract<keyof Handlers, `notices.${string}`>;

/** At most so many notices are sent; the history has the rest. */
const most = 100;

/**
 * What the user should hear of. Nothing is kept for it: jobs and connections say by their states what happened and
 * when, so that what was mended since isn't listed anymore.
 */
export function createNoticeCalls(ports: Ports, parts: CallParts): Pick<Handlers, NoticeCallName> {
  const { config, store } = ports;

  const aboutJobs = (): Notice[] => {
    const past = store.history({ offset: 0, limit: most }).jobs;
    const all = new Map([...past, ...parts.jobs.all()].map((job) => [job.id, job]));
    return [...all.values()]
      .filter((job) => stateOf(job).notifies && isListed(job))
      .map((job) => ({ about: 'job', id: job.id, at: job.changedAt, job: parts.view(job) }));
  };

  const aboutServers = (): Notice[] =>
    parts.connections.all().flatMap(({ id }) => {
      const state = parts.connections.state(id);
      const needsUser = state.is === 'needsSignIn' || state.is === 'untrusted' || state.is === 'unsupported';
      return needsUser ? [{ about: 'server', id, at: state.since, connectionId: id }] : [];
    });

  return {
    'notices.list': () => ({
      notices: [...aboutJobs(), ...aboutServers()].sort((one, other) => other.at - one.at).slice(0, most),
    }),
    'notices.seen': (input) => {
      const upTo = pastTime(input.upTo, ports.clock.now());
      const before = config.settings();
      if (upTo <= before.noticesSeenAt) return {};
      const settings = { ...before, noticesSeenAt: upTo };
      config.saveSettings(settings);
      parts.publish('settings.changed', { settings });
      return {};
    },
  };
}
