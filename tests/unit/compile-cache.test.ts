import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };

const root = fileURLToPath(new URL('../..', import.meta.url));

test.each(['start', 'ferry', 'demo'] as const)(
  '`npm run %s` keeps what Node compiled for its next start',
  (name) => {
    const [, ...args] = manifest.scripts[name].split(' ');
    const ask = 'console.log(process.getBuiltinModule("module").getCompileCacheDir())';
    const { NODE_COMPILE_CACHE: _, ...env } = process.env;
    const run = spawnSync(process.execPath, [...args.slice(0, -1), '--eval', ask], {
      cwd: root,
      env,
      encoding: 'utf8',
    });
    expect(run.stdout).toContain('.cache');
  },
);
