/** `npm run soak -- --minutes N`: the model of faults and kills of the real program for as long as wished. */
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' } } });
const minutes = Number(values.minutes);
if (!(minutes > 0)) {
  process.stderr.write('--minutes wants a number above 0.\n');
  process.exit(2);
}
spawn('vitest', ['run', '--project', 'soak'], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
  env: { ...process.env, FERRY_SOAK_MINUTES: String(minutes), FERRY_KEYCHAIN: 'off' },
}).once('exit', (code) => (process.exitCode = code ?? 1));
