import { expect, test } from 'vitest';
import { spotsBySize } from '../../src-renderer/presentation/plot-words.ts';
import type { Spot } from '../../src-shared/history/history-plots.ts';

const spot = (server: string, size: number, minutes: number, downloads = 1): Spot => ({
  ...{ server, downloads, smallest: size, largest: size * 1.5 },
  ...{ shortest: minutes * 60_000, longest: minutes * 120_000 },
});

test('a listener hears the spots of a server summed up by the size of files, from small to large', () => {
  const sums = spotsBySize([
    spot('one', 40_000, 5),
    spot('two', 30_000, 1),
    spot('one', 0, 3),
    spot('one', 12_000, 20, 6),
    spot('one', 90_000, 1, 2),
  ]);
  expect(sums).toEqual([
    spot('one', 0, 3),
    {
      ...{ server: 'one', downloads: 9, smallest: 12_000, largest: 135_000 },
      ...{ shortest: 60_000, longest: 2_400_000 },
    },
    spot('two', 30_000, 1),
  ]);
});
