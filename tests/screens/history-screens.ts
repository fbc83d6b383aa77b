import type { HistoryPlots, Spot, TimeBar } from '../../src-shared/history/history-plots.ts';
import { everything } from '../../src-shared/history/history.ts';
import type { Script } from '../fakes/scripted-app.ts';
import { furtherLooks } from './looks.ts';
import { navigate, narrow, rowOf } from './screen-parts.ts';
import type { Screen } from './screen-parts.ts';
import { busy, longHistory } from './scripts.ts';

const GB = 1_000_000_000;
const minute = 60_000;
const week = 7 * 24 * 60 * minute;

/** What could be plotted of half a year with two servers. */
function plotsOf(now: number, servers: readonly string[]): HistoryPlots {
  const wave = (index: number): number => Math.max(0, 5 + 4 * Math.sin(index / 1.7) + ((index * 7) % 4));
  const times = Array.from({ length: 26 }, (_, index): TimeBar => {
    const from = now - (26 - index) * week;
    const height = index === 6 ? 0 : wave(index);
    return {
      ...{ from, to: from + week, downloads: Math.round(height * 3), bytes: height * GB },
      ...{ prepared: height * 22 * minute, fetched: height * (20 + (index % 5) * 6) * minute },
    };
  });
  const spots = Array.from({ length: 70 }, (_, index): Spot => {
    const size = 10 ** (6 + ((index * 37) % 100) / 25);
    const time = minute * (1 + Math.log10(size / 1e6) * 8 + ((index * 13) % 7));
    return {
      ...{ server: servers[index % servers.length]!, downloads: 1 },
      ...{ smallest: size, largest: size, shortest: time, longest: time },
    };
  });
  const kinds = ['unreachable', 'cut', 'refused', 'busy', 'no-space'];
  return {
    unit: 'week',
    times,
    spots,
    setbacks: kinds.map((kind, index) => ({ kind, downloads: [41, 18, 9, 4, 1][index]! })),
    types: ['zip', 'pdf', 'csv'].map((type, index) => ({ type, downloads: [1012, 240, 32][index]! })),
  };
}

/** A long history with its plots. */
export function withPlots(now: number): Partial<Script> & { now: number } {
  const script = busy(now);
  const servers = script.connections?.slice(0, 2).map(({ id }) => id) ?? [];
  return {
    ...script,
    history: longHistory(now, 10_000),
    plots: plotsOf(now, servers),
    settings: {
      ...script.settings,
      savedSearches: ['Tenders of this year', 'Large ones'].map((name) => ({
        ...{ name, text: 'tender', filter: everything, period: 'year' as const },
      })),
    },
  };
}

const search = 'Search history';

/** The history: its list in months, its filters and its plots. */
export const historyScreens: Screen[] = [
  {
    name: 'history',
    also: furtherLooks,
    script: withPlots,
    go: async (page) => {
      await navigate(page, 'History');
      await rowOf(page, 'Board papers').hover();
    },
  },
  {
    name: 'history-narrowed',
    also: ['contrast', 'german'],
    script: withPlots,
    go: async (page) => {
      await navigate(page, 'History');
      await page.getByRole('button', { name: 'State: Any state' }).click();
      await page.getByRole('checkbox', { name: 'Saved', exact: true }).check();
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Time: Any time' }).click();
      await page.getByRole('radio', { name: 'This year' }).check();
      await page.keyboard.press('Escape');
      await page.getByRole('textbox', { name: search }).fill('papers part');
      await page.locator('mark').first().waitFor();
    },
  },
  {
    name: 'history-filter',
    script: withPlots,
    go: async (page) => {
      await navigate(page, 'History');
      await page.getByRole('button', { name: 'Time: Any time' }).click();
    },
  },
  {
    name: 'history-types',
    script: withPlots,
    sizes: [narrow],
    go: async (page) => {
      await navigate(page, 'History');
      await page.getByRole('button', { name: 'File type: Any type' }).click();
      await page.getByRole('checkbox', { name: 'zip' }).waitFor();
    },
  },
  {
    name: 'history-saved-searches',
    script: withPlots,
    go: async (page) => {
      await navigate(page, 'History');
      await page.getByRole('textbox', { name: search }).fill('tender');
      await page.getByRole('button', { name: 'Saved searches' }).click();
    },
  },
  {
    name: 'history-plot-read',
    script: withPlots,
    go: async (page) => {
      await navigate(page, 'History');
      const plot = page.getByRole('slider').first();
      await plot.focus();
      for (const key of ['End', 'ArrowLeft', 'ArrowLeft', 'Shift+ArrowLeft']) await page.keyboard.press(key);
    },
  },
  {
    name: 'history-plot-menu',
    script: withPlots,
    go: async (page) => {
      await navigate(page, 'History');
      await page
        .getByRole('button', { name: /choose another plot/ })
        .last()
        .click();
    },
  },
  {
    name: 'history-export',
    also: ['german'],
    script: withPlots,
    go: async (page) => {
      await navigate(page, 'History');
      await page.getByRole('button', { name: 'Export', exact: true }).click();
    },
  },
  {
    name: 'history-folded',
    also: ['german'],
    script: (now) => ({
      ...withPlots(now),
      settings: { historyPlots: { isOpen: false, shown: [] } },
    }),
    go: (page) => navigate(page, 'History'),
  },
  {
    name: 'history-few',
    script: (now) => ({ ...busy(now), history: longHistory(now, 1284).slice(0, 3) }),
    go: (page) => navigate(page, 'History'),
  },
];
