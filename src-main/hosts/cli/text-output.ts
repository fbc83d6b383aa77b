import { t } from '../../../src-shared/language/index.ts';
import type { JobStateName } from '../../../src-shared/job/job.ts';
import { splitAs } from '../../../src-shared/job/job-states.ts';
import { formatBytes } from '../../../src-shared/format.ts';
import type { Output, Streams } from './output.ts';
import { oneLine, printText } from '../print.ts';
import { ProgressBars } from './progress-bars.ts';

/** As wide as what stands between an id and a name; longer words push the name. */
const stateWidth = 22;

/** As wide as the size of a document. */
const sizeWidth = 9;

/** Below the first eight characters of an id. */
const belowId = ' '.repeat(10);

/** A state in words; of a split job they say why, as far as that is known. */
function stateWords(state: JobStateName, why: 'chosen' | 'limit' | undefined): string {
  const words = state === 'split' ? splitAs(why) : state;
  return t(`terminal.state.${words}`);
}

/** Lines for people; on a terminal a bar for each of the two phases in place of the lines about states. */
export function createTextOutput({ stdout, stderr }: Streams): Output {
  const progressBars = stdout.isTTY ? new ProgressBars(stdout) : null;
  const print = (line: string, indent = ''): void => {
    const text = `${indent}${oneLine(line).trim()}`;
    if (!progressBars?.log(text)) printText(stdout, text);
  };
  // The last file is said below the bars, where the eye is when all is over.
  let last: string[] = [];
  const tellLast = (): void => {
    for (const line of last.splice(0)) print(line);
  };
  const tell = (lines: string[]): void => {
    tellLast();
    last = lines;
    if (!progressBars) tellLast();
  };
  return {
    entered: (job, state) => {
      if (progressBars) progressBars.entered(job, state);
      else {
        const why = job.state.is === 'split' ? job.state.why : undefined;
        print(t('terminal.line', { name: job.name, words: stateWords(state, why) }));
      }
    },
    progressed: (job, _state, progress) => progressBars?.progressed(job, progress),
    waits: (job, words) => {
      if (words !== null) print(t('terminal.line', { name: job.name, words }));
    },
    noted: (message) => print(message),
    saved: ({ path, sha256, warnings }) =>
      tell([...warnings, t('terminal.saved', { path }), t('terminal.checksum', { sum: sha256 })]),
    failed: ({ message }) => {
      // A line in the middle of bars would be painted over.
      progressBars?.close();
      tellLast();
      printText(stderr, oneLine(message));
    },
    listed: ({ id, state, isInterrupted, why, name, folder, size, sha256 }) => {
      const what = size === null ? name : t('terminal.listedSize', { name, size: formatBytes(size) });
      const words = isInterrupted ? t('terminal.state.interrupted') : stateWords(state, why);
      print(`${id.slice(0, 8)}  ${words.padEnd(stateWidth)}  ${what}`);
      print(t('terminal.listedFolder', { folder }), belowId);
      if (sha256 !== null) print(t('terminal.listedChecksum', { sum: sha256 }), belowId);
    },
    found: ({ name, path, isFolder, size, modifiedAt }) => {
      const what = isFolder ? t('terminal.folder') : size === null ? '' : formatBytes(size);
      const when = modifiedAt === null ? '' : new Date(modifiedAt).toISOString().slice(0, 10);
      const where = path ?? name;
      // A site's library says nothing of the site's own name.
      const also = where.endsWith(`/${name}`) || where === name ? '' : `  (${name})`;
      print(`${what.padEnd(sizeWidth)}  ${when.padEnd(10)}  ${where}${also}`);
    },
    close: () => {
      progressBars?.close();
      tellLast();
    },
  };
}
