/** `noted`: it works otherwise than hoped, and Ferry copes. */
export type Outcome = { is: 'passed' | 'noted'; words: string };

/** One thing that depends on Electron or the system. A rejection means that it failed. */
export interface Check {
  name: string;
  run(): Outcome | Promise<Outcome>;
}

export const passed = (words: string): Outcome => ({ is: 'passed', words });
export const noted = (words: string): Outcome => ({ is: 'noted', words });

export function expectThat(condition: boolean, words: string): void {
  if (!condition) throw new Error(words);
}
