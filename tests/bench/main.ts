/**
 * `npm run bench`: measures everything, and makes docs/benchmarks.md of what is kept in docs/benchmarks. `npm run bench --
 * waiting start` measures these alone, `--page` nothing; what stands behind `--` goes to the benchmarks. On a quiet machine:
 * each is a program of its own, one after the other. Ends with 1 where one failed; a goal that is missed is no failure.
 * `npm run bench -- -- --quick --runs 5` measures all in their smallest sizes.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writePage } from './page.ts';

const programs = {
  transfer: 'transfer.ts',
  waiting: 'waiting.ts',
  many: 'many-idle.ts',
  start: 'start.ts',
  growth: 'growth.ts',
  lines: 'lines.ts',
};
type Name = keyof typeof programs;
const isName = (text: string): text is Name => Object.hasOwn(programs, text);

const own = process.argv.slice(2);
const at = own.indexOf('--');
const { values, positionals } = parseArgs({
  args: at < 0 ? own : own.slice(0, at),
  options: { page: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => !isName(name));
if (unknown.length > 0)
  throw new Error(`There is no benchmark ${unknown.join(', ')}: ${Object.keys(programs).join(', ')}`);

const wanted = positionals.length > 0 ? positionals : Object.keys(programs);
let failed = 0;
for (const name of values.page ? [] : wanted) {
  const program = fileURLToPath(new URL(programs[name as Name], import.meta.url));
  process.stdout.write(`${name}…\n`);
  const child = spawn(process.execPath, [program, ...(at < 0 ? [] : own.slice(at + 1))], {
    stdio: 'inherit',
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) failed += 1;
}
await writePage();
process.exit(failed > 0 ? 1 : 0);
