import { expired, failed, saved } from '../fakes/job-rows.ts';
import type { Screen } from './screen-parts.ts';
import { busy, troubled } from './scripts.ts';

const minute = 60_000;

/** What stands around the lists: the notification centre and its neighbours. */
export const aroundScreens: Screen[] = [
  {
    name: 'notices',
    script: (now) => {
      const at = (id: string, name: string, ago: number) => ({
        id,
        name,
        now,
        changedAt: now - ago * minute,
      });
      const jobs = [
        saved({ ...at('papers', 'Board papers November.zip', 2), size: 212_000_000 }),
        failed(at('contracts', 'Contracts 2019–2025.zip', 26), { kind: 'refused' }),
        expired(at('old', 'Drawings of the old harbour.zip', 90)),
        saved({ ...at('noted', 'Correspondence 2023.zip', 60 * 30), size: 41_000_000 }, [
          'The zip is incomplete: the server left out 2 files of 120.',
        ]),
      ];
      return {
        ...troubled(now),
        settings: { noticesSeenAt: now - 45 * minute },
        happened: jobs.map((job) => ({ about: 'job', id: job.id, at: job.changedAt, job })),
      };
    },
    go: (page) => page.getByRole('button', { name: /^Notifications/ }).click(),
  },
  {
    name: 'shortcuts',
    script: busy,
    go: (page) => page.keyboard.press('?'),
  },
  {
    name: 'notices-none',
    script: busy,
    go: (page) => page.getByRole('button', { name: /^Notifications/ }).click(),
  },
];
