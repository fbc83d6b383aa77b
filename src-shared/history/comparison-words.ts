import { failurePhrase } from '../failures/failure-phrases.ts';
import { phrase } from '../language/phrase.ts';
import type { Words } from '../language/words.ts';
import type { ListingComparison } from './comparison.ts';

/** Several sentences as one text. */
const inOne = (sentences: readonly Words[]): Words =>
  sentences.reduce((what, advice) => phrase('failures.both', { what, advice }));

/** What came of comparing a zip with its server's listing, in sentences. */
export function listingWords(listing: ListingComparison): Words {
  switch (listing.is) {
    case 'due':
      return phrase('comparison.due');
    case 'unsteady':
      return phrase('comparison.unsteady');
    case 'tooMany':
      return phrase('comparison.tooMany');
    case 'failed':
      return phrase('comparison.failed', { why: failurePhrase(listing.failure) });
    case 'compared': {
      const { at, files, missing, otherSize, newer, gone } = listing;
      const isAll = missing.count === 0 && otherSize.count === 0;
      const all =
        files === 0
          ? phrase('comparison.nothingListed', { at })
          : newer === 0
            ? phrase('comparison.all', { count: files, at })
            : phrase('comparison.allButNewer', { at });
      return inOne([
        ...(isAll ? [all] : []),
        ...(missing.count > 0
          ? [phrase('comparison.missing', { count: missing.count, total: files, at })]
          : []),
        ...(otherSize.count > 0 ? [phrase('comparison.otherSize', { count: otherSize.count })] : []),
        ...(newer > 0 ? [phrase('comparison.newer', { count: newer })] : []),
        ...(gone > 0 ? [phrase('comparison.gone', { count: gone })] : []),
      ]);
    }
  }
}

/** How a zip differs from the last one of the same, in a sentence. */
export function changesWords({
  added,
  changed,
  gone,
  since,
}: { since: number } & Record<'added' | 'changed' | 'gone', { count: number }>): Words {
  const counts = [
    ...(added.count > 0 ? [phrase('comparison.added', { count: added.count })] : []),
    ...(changed.count > 0 ? [phrase('comparison.changed', { count: changed.count })] : []),
    ...(gone.count > 0 ? [phrase('comparison.went', { count: gone.count })] : []),
  ];
  if (counts.length === 0) return phrase('comparison.nothingChanged', { since });
  const what = counts.reduce((first, then) => phrase('comparison.and', { first, then }));
  return phrase('comparison.since', { what, since });
}
