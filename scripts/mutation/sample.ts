import { createHash } from 'node:crypto';

/** What of a deliberate fault decides whether it belongs to a sample. Lines and columns from 1. */
export interface SampledFault {
  fileName: string;
  location: { start: { line: number; column: number }; end: { line: number; column: number } };
  mutatorName: string;
  replacement?: string;
}

/**
 * The faults of a sample: of each file so many at most, drawn by lot, the same with every run as long as the file stays the
 * same. A smaller sample is a part of a larger one.
 */
export function sampleOf<Fault extends SampledFault>(faults: readonly Fault[], size: number): Set<Fault> {
  const drawn = new Set<Fault>();
  for (const ofFile of Map.groupBy(faults, ({ fileName }) => fileName).values())
    for (const { fault } of ofFile
      .map((fault) => ({ fault, lot: createHash('sha256').update(shapeOf(fault)).digest('hex') }))
      .sort((one, other) => (one.lot === other.lot ? 0 : one.lot < other.lot ? -1 : 1))
      .slice(0, size))
      drawn.add(fault);
  return drawn;
}

/** What a fault is and how far in its line it stands; not the line, which any change above it moves. */
export function shapeOf({ location: { start, end }, mutatorName, replacement = '' }: SampledFault): string {
  return [start.column, end.line - start.line, end.column, mutatorName, replacement].join('\0');
}
