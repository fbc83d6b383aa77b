import type { DemoOptions } from './options.ts';
import type { DemoAlfresco } from './server.ts';

/** Speeds that leave time to watch: a thousand small documents take about seven seconds to prepare. */
export const watchable = {
  speed: {
    pendingMilliseconds: 1_200,
    millisecondsPerFile: 6,
    bytesPerSecond: 40_000_000,
    copyMilliseconds: 300,
  },
  contentBytesPerSecond: 8_000_000,
} satisfies DemoOptions;

/** Something worth asking the demo server for. */
export interface Example {
  /** The node's. */
  id: string;
  name: string;
  /** A few words for people. */
  about: string;
}

/** What a newcomer may try, biggest first. */
export function examplesOf({ tree }: Pick<DemoAlfresco, 'tree'>): Example[] {
  const { tender, photos, scan, oddNames, boardMinutes } = tree.examples;
  const example = ({ id, name }: { id: string; name: string }, about: string): Example => ({
    id,
    name,
    about,
  });
  return [
    example(photos, '400 pictures, 80 MB'),
    example(scan, 'One file of 50 MB: nothing to prepare'),
    example(tender, 'A folder of 1,000 documents'),
    example(oddNames, 'Empty folders, an empty file, names in many alphabets'),
    example(boardMinutes, 'This account may not read it'),
  ];
}
