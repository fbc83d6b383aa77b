import type { Page } from 'playwright-core';
import type { Comparison } from '../../src-shared/history/comparison.ts';
import type { ZipEntry } from '../../src-shared/job/job-view.ts';
import type { KnownEntry } from '../../src-shared/job/timeline-detail.ts';
import { counters, downloadProgress, expired, failed, saved } from '../fakes/job-rows.ts';
import type { ScriptedApp } from '../fakes/scripted-app.ts';
import { choose, openDetails, rowAction } from './screen-parts.ts';
import type { Screen } from './screen-parts.ts';
import { busy } from './scripts.ts';

const GB = 1_000_000_000;
const MB = 1_000_000;
const second = 1_000;
const minute = 60 * second;

/** A rate that rises, breaks off and comes back, as the details draw it. */
async function speeds(page: Page, app: ScriptedApp): Promise<void> {
  await page.clock.install();
  for (let at = 0; at < 90; at += 1) {
    await page.clock.runFor(second);
    if (at > 30 && at < 45) continue;
    const rate = (34 + 9 * Math.sin(at / 5) + 4 * Math.sin(at / 1.7)) * MB;
    app.progress(downloadProgress('annual', 4 * GB + at * 13 * MB, 8.4 * GB, rate));
    await page.evaluate(() => undefined);
  }
}

/** A download with all that can happen on its way. */
function adventures(now: number): KnownEntry[] {
  const entry = (
    ago: number,
    event: string,
    [from, to]: [string, string],
    detail: Record<string, unknown> = {},
  ): KnownEntry => ({ at: now - ago, event, from, to, detail });
  const held = counters(1_204, 1_204, 3.1 * GB, 3.1 * GB);
  return [
    entry(190 * minute, 'added', ['', 'queued']),
    entry(190 * minute, 'slotFree', ['queued', 'asking']),
    entry(190 * minute, 'accepted', ['asking', 'preparing']),
    entry(172 * minute, 'becameReady', ['preparing', 'ready'], { counters: held }),
    entry(172 * minute, 'slotFree', ['ready', 'downloading']),
    entry(160 * minute, 'failed', ['downloading', 'ready'], { failure: { kind: 'cut' } }),
    entry(159 * minute, 'slotFree', ['ready', 'downloading']),
    entry(150 * minute, 'pause', ['downloading', 'paused']),
    entry(70 * minute, 'resume', ['paused', 'ready']),
    entry(70 * minute, 'gone', ['ready', 'queued']),
    entry(70 * minute, 'slotFree', ['queued', 'asking']),
    entry(70 * minute, 'accepted', ['asking', 'preparing']),
    entry(52 * minute, 'becameReady', ['preparing', 'ready'], { counters: held }),
    entry(52 * minute, 'slotFree', ['ready', 'downloading']),
    entry(41 * minute, 'startedOver', ['', ''], {
      reason: 'the file has changed on the server',
      bytes: 212 * MB,
    }),
    entry(20 * minute, 'finished', ['downloading', 'verifying']),
    entry(19 * minute, 'proven', ['verifying', 'publishing'], { name: 'Board papers.zip', size: 2.9 * GB }),
    entry(19 * minute, 'stored', ['publishing', 'saved'], { fileName: 'Board papers (1).zip' }),
  ];
}

const zipEntries: ZipEntry[] = Array.from({ length: 1_204 }, (_, index) => ({
  path: `Board/${2020 + (index % 7)}/${['Minutes', 'Agenda', 'Annex', 'Letter'][index % 4]} ${index + 1}.pdf`,
  size: 40_000 + ((index * 7_919) % 900_000),
  modifiedAt: Date.UTC(2020 + (index % 7), index % 12, (index % 28) + 1, 9, 30),
}));

const board = (now: number): ReturnType<typeof busy> => ({
  ...busy(now),
  jobs: [
    saved({ id: 'board', name: 'Board papers (1).zip', now, size: 2.9 * GB, items: 9 }),
    // So few that its row is in sight in each window.
    ...(busy(now).jobs ?? []).slice(0, 3),
  ],
  timelines: { board: adventures(now) },
  zipEntries,
});

const changed = (count: number, ...paths: string[]) => ({
  count,
  files: paths.map((path, index) => ({ path, size: 41_000 * (index + 1) })),
});

/** What the board's papers were compared with: some are missing, some have changed. */
const compared = (now: number, missing: number): Comparison => ({
  listing: {
    ...{ is: 'compared', at: now - 18 * minute, files: 1_204, newer: missing > 0 ? 2 : 0, gone: 0 },
    missing: {
      count: missing,
      files: zipEntries.slice(0, missing).map(({ path, size }, index) => ({ id: `n${index}`, path, size })),
    },
    otherSize: { count: 0, files: [] },
  },
  changes: {
    ...{ jobId: 'before', since: now - 27 * 24 * 60 * minute },
    added: changed(12, 'Board/2026/Agenda 12.pdf', 'Board/2026/Minutes 12.pdf'),
    changed: changed(3, 'Board/2026/Annex 3.pdf'),
    gone: changed(1, 'Board/2026/Draft of the letter to the harbour authority.docx'),
  },
});

/** The details of a download, tab by tab, and the questions about its file. */
export const detailsScreens: Screen[] = [
  {
    name: 'details-overview',
    script: board,
    go: (page) => openDetails(page, 'Board papers (1)', 'Overview'),
  },
  {
    name: 'details-whole',
    script: (now) => ({ ...board(now), comparisons: { board: compared(now, 0) } }),
    also: ['german', 'contrast'],
    go: async (page) => {
      await openDetails(page, 'Board papers (1)', 'Overview');
      await page.getByRole('button', { name: 'Verify' }).click();
      await page.getByText('Whole and unchanged').waitFor();
    },
  },
  {
    name: 'details-files-missing',
    script: (now) => ({ ...board(now), comparisons: { board: compared(now, 3) } }),
    also: ['german'],
    go: async (page) => {
      await openDetails(page, 'Board papers (1)', 'Overview');
      await page.getByRole('button', { name: 'Missing', exact: false }).click();
    },
  },
  {
    name: 'details-file-gone',
    script: (now) => ({ ...board(now), presence: { board: { is: 'missing' } } }),
    also: ['german'],
    go: (page) => openDetails(page, 'Board papers (1)', 'Overview'),
  },
  {
    name: 'details-receipt',
    script: board,
    go: async (page) => {
      await openDetails(page, 'Board papers (1)', 'Overview');
      await page.getByRole('button', { name: 'Receipt' }).click();
    },
  },
  {
    name: 'locate-file',
    script: (now) => ({ ...board(now), presence: { board: { is: 'missing' } } }),
    go: async (page) => {
      await openDetails(page, 'Board papers (1)', 'Overview');
      const details = page.getByRole('complementary', { name: 'Details' });
      await details.getByRole('button', { name: 'Locate' }).click();
    },
  },
  {
    name: 'details-timeline',
    script: board,
    go: (page) => openDetails(page, 'Board papers (1)', 'Timeline'),
  },
  {
    name: 'details-speed',
    script: (now) => ({
      ...busy(now),
      timelines: {
        annual: [
          { at: now - minute, event: 'slotFree', from: 'ready', to: 'downloading', detail: {} },
          { at: now + 32 * second, event: 'pause', from: 'downloading', to: 'paused', detail: {} },
          { at: now + 45 * second, event: 'slotFree', from: 'ready', to: 'downloading', detail: {} },
        ],
      },
    }),
    go: async (page, app) => {
      await openDetails(page, 'Annual report', 'Speed');
      await speeds(page, app);
      const chart = page.getByRole('slider', { name: 'Speed' });
      await chart.hover({ position: { x: 60, y: 60 } });
    },
  },
  {
    name: 'details-files',
    script: board,
    go: (page) => openDetails(page, 'Board papers (1)', 'Files'),
  },
  {
    name: 'choose-folder',
    script: (now) => ({
      ...busy(now),
      jobs: [
        expired({ id: 'old', name: 'Old minutes.zip', now }),
        failed(
          { id: 'full', name: 'Scans 2025.zip', now },
          { kind: 'no-space', size: 12.4 * GB, limit: 3.1 * GB },
          'ready',
        ),
      ],
    }),
    go: async (page) => {
      await choose(page, 'Scans 2025');
      await page.getByRole('button', { name: 'Choose folder' }).first().click();
    },
  },
  {
    name: 'open-risky',
    script: (now) => ({
      ...busy(now),
      jobs: [saved({ id: 'setup', name: 'Setup.exe', now, size: 12 * MB })],
      failing: { 'jobs.open': { kind: 'risky-file', detail: '.exe' } },
    }),
    go: (page) => rowAction(page, 'Setup.exe', 'Open'),
  },
  {
    name: 'offline',
    script: (now) => ({
      ...busy(now),
      online: false,
      jobs: (busy(now).jobs ?? []).map((job) =>
        job.state.is === 'saved'
          ? job
          : { ...job, waitingFor: { for: 'network' as const, since: now - minute } },
      ),
      progress: [],
    }),
  },
];
