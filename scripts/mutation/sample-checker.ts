import type { Checker, CheckResult } from '@stryker-mutator/api/check';
import { CheckStatus } from '@stryker-mutator/api/check';
import type { Mutant, Position, StrykerOptions } from '@stryker-mutator/api/core';
import { commonTokens, declareClassPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin';
import { relative } from 'node:path';
import { noticedBefore, readKnown } from './known.ts';
import type { Known } from './known.ts';
import { sampleOf, shapeOf } from './sample.ts';

const fromOne = ({ line, column }: Position): Position => ({ line: line + 1, column: column + 1 });
const refused = (reason: string): CheckResult => ({ status: CheckStatus.CompileError, reason });

/** Keeps Stryker, which knows no samples, from trying faults that belong to none, and those that needn't be tried again. */
class SampleChecker implements Checker {
  static inject = tokens(commonTokens.options);
  readonly #size: number;
  readonly #isLeft: boolean;
  #known: Known = {};

  constructor(options: StrykerOptions) {
    this.#size = Number(options['sampleSize']);
    this.#isLeft = options['onlyLeft'] === true;
  }

  async init(): Promise<void> {
    if (this.#isLeft) this.#known = await readKnown();
  }

  /** All at once: which ones belong to a sample is decided among all of a file. */
  async group(mutants: Mutant[]): Promise<string[][]> {
    return [mutants.map(({ id }) => id)];
  }

  async check(mutants: Mutant[]): Promise<Record<string, CheckResult>> {
    // Stryker counts from 0 here and from 1 in its results.
    const told = mutants.map((mutant) => {
      const { start, end } = mutant.location;
      return { ...mutant, location: { start: fromOne(start), end: fromOne(end) } };
    });
    const drawn = sampleOf(told, this.#size);
    return Object.fromEntries(
      told.map((mutant) => {
        const known = this.#known[relative(process.cwd(), mutant.fileName).replaceAll('\\', '/')];
        if (!drawn.has(mutant)) return [mutant.id, refused('not in the sample')];
        if (known?.includes(shapeOf(mutant))) return [mutant.id, refused(noticedBefore)];
        return [mutant.id, { status: CheckStatus.Passed }];
      }),
    );
  }
}

/** What Stryker looks for in a file of plugins. */
export const strykerPlugins = [declareClassPlugin(PluginKind.Checker, 'sample', SampleChecker)];
