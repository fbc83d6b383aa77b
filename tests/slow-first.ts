import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';

/** Test files that take longest, the longest first: one that began last would be waited for alone. */
const slow = [
  'electron/lifecycle.test.ts',
  'process/killed.test.ts',
  'faults/model/model.test.ts',
  'electron/desktop.test.ts',
  'faults/random-kills.test.ts',
  'faults/web-host-storm.test.ts',
  'process/start.test.ts',
  'keychain/keychain.test.ts',
  'electron/checklist.test.ts',
  'process/exits.test.ts',
  'faults/process.test.ts',
  'process/joined.test.ts',
  'contract/file-store-crash.test.ts',
];

const placeOf = ({ moduleId }: TestSpecification): number => {
  const place = slow.findIndex((file) => moduleId.endsWith(`/tests/${file}`));
  return place < 0 ? slow.length : place;
};

/** Runs the slowest test files first, the others in Vitest’s own order. */
export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).sort((a, b) => placeOf(a) - placeOf(b));
  }
}
