import { readdirSync, readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { createJsonOutput } from '../../src-main/hosts/cli/json-output.ts';
import { createTextOutput } from '../../src-main/hosts/cli/text-output.ts';
import { oneLine, printPiece, printText } from '../../src-main/hosts/print.ts';
import { csvLine } from '../../src-shared/csv.ts';
import { receiptPage } from '../../src-shared/history/receipt-page.ts';
import { checksumLine, receiptOf } from '../../src-shared/history/receipt.ts';
import { escapedJson } from '../../src-shared/printable.ts';
import { composeJob } from '../fakes/compose-job.ts';
import { terminalStreams } from './cli-terminal-streams.ts';

/** Writes the clipboard, paints over the line, turns the rest round, hides a word, ends the line. */
const acting = [
  '\u001b]52;c;Y2FuYXJ5\u0007',
  '\u009b2K\r',
  '\u202efdp.exe',
  '\u2066\u200b',
  '\u2028',
  '\u{e0041}',
];
const onTerminal = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029]|(?![\u200c\u200d])\p{Cf}/u;

/** A stream that keeps what is written. */
function kept(): { stream: NodeJS.WriteStream; text: () => string } {
  let text = '';
  const stream = { isTTY: false, write: (more: string) => (text += more) } as unknown as NodeJS.WriteStream;
  return { stream, text: () => text };
}

test.each([
  ['for people', createTextOutput],
  ['for scripts', createJsonOutput],
])('nothing that acts on a terminal is printed %s, whoever named it so', (_who, create) => {
  const stdout = kept();
  const stderr = kept();
  const output = create({ stdout: stdout.stream, stderr: stderr.stream });
  const words = acting.join('a');
  const job = { ...composeJob({ name: words }), waitingFor: null } as never;
  output.entered(job, 'queued', 0);
  output.waits(job, words);
  output.noted(words);
  output.saved({ jobId: 'x', path: `/home/${words}`, sha256: 'ab', size: 1, warnings: [words] });
  output.failed({ code: 1, kind: 'refused', message: words }, 'x');
  output.listed({
    id: 'x',
    state: 'saved',
    isInterrupted: false,
    name: words,
    folder: words,
    changedAt: 0,
    size: 1,
    sha256: 'ab',
  });
  output.close();
  expect(stdout.text()).not.toMatch(onTerminal);
  expect(stderr.text()).not.toMatch(onTerminal);
  expect(stderr.text().trim().split('\n')).toHaveLength(1);
});

test('nor on a terminal with progress bars', () => {
  vi.useFakeTimers();
  const stdout = terminalStreams();
  const output = createTextOutput({ stdout: stdout.output, stderr: kept().stream });
  const name = acting.join('a');
  const job = { ...composeJob({ name }), waitingFor: null };
  const preparing = { ...job, state: { is: 'preparing', prepared: 'p' } } as never;
  output.noted(name);
  output.entered(preparing, 'preparing', 0);
  const counters = { filesDone: null, filesTotal: null, bytesDone: null, bytesTotal: null };
  output.progressed(preparing, 'preparing', { phase: 'preparing', counters, word: name } as never);
  vi.advanceTimersByTime(150);
  output.noted(name);
  output.saved({ jobId: 'x', path: `/home/${name}`, sha256: 'ab', size: 1, warnings: [name] });
  output.close();
  vi.useRealTimers();
  expect(stdout.screen().join('|')).toContain('fdp.exe');
  // What moves the cursor is of the bars themselves.
  expect(stdout.written().replaceAll(/\r?\n|\u001b(?:\[[?\d;]*[A-Za-z]|[78])/g, '')).not.toMatch(onTerminal);
});

test('nor of what is made for other programs, whoever made it: a name in a checksum’s line is as it was', async () => {
  const stdout = kept();
  const text = checksumLine({ folder: '/', name: acting.join('a'), size: 1, sha256: 'ab' });
  await printPiece(stdout.stream, `${text}a,b\r\n\tc`);
  expect(stdout.text().replace(/\r\n\tc$/, '')).not.toMatch(onTerminal);
  expect(stdout.text()).toMatch(/fdp\.exe.*\na,b\r\n\tc$/);
});

test('for scripts the characters are escaped, and are all there', () => {
  const stdout = kept();
  createJsonOutput({ stdout: stdout.stream, stderr: kept().stream }).noted(acting.join(''));
  expect(JSON.parse(stdout.text())).toMatchObject({ message: acting.join('') });
});

test('what is made for other programs acts on a terminal no more than that, where it is shown in one', () => {
  const words = acting.join('a');
  const line = csvLine([words, 'two\nlines']);
  expect(line.endsWith(',"two\nlines"\r\n')).toBe(true);
  const receipt = receiptOf({
    ...{ log: [], server: { name: words, address: words }, contents: null, entries: [], comparison: null },
    job: composeJob({
      account: words,
      state: { is: 'saved', folder: words, fileName: 'a.zip', size: 1, sha256: 'ab', warnings: [words] },
    }),
    ...{ now: 0, version: '1' },
  })!;
  const page = receiptPage(receipt);
  expect(page).toContain('fdp.exe');
  for (const text of [line.slice(0, -2), page]) expect(text).not.toMatch(onTerminal);
});

test('letters that are joined stay joined, and lines of our own stay lines', () => {
  expect(oneLine('می\u200cخواهم 👩\u200d💻')).toBe('می\u200cخواهم 👩\u200d💻');
  const sink = kept();
  printText(sink.stream, 'Usage:\n  ferry get\u0007');
  expect(sink.text()).toBe('Usage:\n  ferry get\n');
});

test('no host writes to a terminal past the one way that cleans what is written', () => {
  const root = new URL('../../src-main/hosts/', import.meta.url);
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  expect(files).toContain('print.ts');
  // Of Electron's own, whose terminal nobody looks at, the self-test alone prints; a prompt is written by what reads the answer.
  // Sockets and the file of secrets are written to as well.
  const excepted = ['print.ts', 'electron/self-test.ts', 'cli/secret-source.ts'];
  const past = files.filter((name) => {
    const text = readFileSync(new URL(name, root), 'utf8').replace("stdout.write('', resolve)", '');
    return (
      /(?<!socket|\(\))\.write\(|\bconsole\./.test(text) && !excepted.includes(name.replaceAll('\\', '/'))
    );
  });
  expect(past).toEqual([]);
});

test('a CSV field is quoted where it must be, and never a formula', () => {
  expect(csvLine(['a', 'b,c', 'say "so"', 'two\nlines', null, 7])).toBe(
    'a,"b,c","say ""so""","two\nlines",,7\r\n',
  );
  expect(csvLine(['=1+1', '+1', '-1', '@x', '＝1', '\t=1', 'a=1'])).toBe(
    `'=1+1,'+1,'-1,'@x,'＝1,"'\t=1",a=1\r\n`,
  );
  expect(csvLine(['\u001b[31mred'])).toBe(' [31mred\r\n');
});

test('JSON for a terminal has no sign that the terminal would obey', () => {
  const text = escapedJson({ name: 'a\u009b31m\u202eb\u001b' });
  expect(text).toBe('{"name":"a\\u009b31m\\u202eb\\u001b"}');
  expect(JSON.parse(text)).toEqual({ name: 'a\u009b31m\u202eb\u001b' });
});
