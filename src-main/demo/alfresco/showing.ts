import { phrase } from '../../../src-shared/language/phrase.ts';
import type { Phrase } from '../../../src-shared/language/words.ts';
import type { DemoOptions } from './options.ts';
import type { DemoAlfresco } from './server.ts';

/** A long folder to scroll, and speeds that leave time to watch: a thousand small documents take about seven seconds. */
export const watchable = {
  archived: 100_000,
  speed: {
    pendingMilliseconds: 1_200,
    millisecondsPerFile: 6,
    bytesPerSecond: 40_000_000,
    copyMilliseconds: 300,
  },
  contentBytesPerSecond: 8_000_000,
} satisfies DemoOptions;

/** What kind of server it is, for whoever adds it. */
export const demoKind = 'alfresco' as const;

/** Something worth asking the demo server for. */
export interface Example {
  /** The node's. */
  id: string;
  name: string;
  /** A few words for people. */
  about: Phrase;
}

/** What a newcomer may try, biggest first. */
export function examplesOf({ tree }: Pick<DemoAlfresco, 'tree'>): Example[] {
  const { tender, photos, scan, oddNames, boardMinutes } = tree.examples;
  const example = ({ id, name }: { id: string; name: string }, about: Phrase): Example => ({
    id,
    name,
    about,
  });
  return [
    example(photos, phrase('demo.photos')),
    example(scan, phrase('demo.scan')),
    example(tender, phrase('demo.tender')),
    example(oddNames, phrase('demo.oddNames')),
    example(boardMinutes, phrase('demo.boardMinutes')),
  ];
}
