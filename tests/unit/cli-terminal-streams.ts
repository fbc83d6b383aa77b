import { PassThrough } from 'node:stream';

/** A terminal made of streams: what is typed into it, and what was written to it. */
export interface TerminalStreams {
  input: NodeJS.ReadStream;
  output: NodeJS.WriteStream;
  type(text: string): void;
  /** Everything written so far, with what moves the cursor. */
  written(): string;
  /** The lines as they were left on the screen. */
  screen(): string[];
}

/** @param isTTY false makes files or pipes of both */
export function terminalStreams({ isTTY = true } = {}): TerminalStreams {
  const input = Object.assign(new PassThrough(), { isTTY, setRawMode: () => input });
  const output = Object.assign(new PassThrough(), { isTTY, columns: 120, rows: 40 });
  let text = '';
  output.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  return {
    input: input as unknown as NodeJS.ReadStream,
    output: output as unknown as NodeJS.WriteStream,
    type: (typed) => void input.write(typed),
    written: () => text,
    screen: () => screenOf(text),
  };
}

/** Plays the few control sequences that progress bars use. */
function screenOf(text: string): string[] {
  const lines = [''];
  let row = 0;
  let column = 0;
  for (const [part, sequence] of text.matchAll(/\u001b\[([?\d;]*[A-Za-z])|[^\u001b]/g)) {
    const count = Number.parseInt(sequence ?? '', 10) || 0;
    if (part === '\n') row += 1;
    if (part === '\n' || part === '\r') column = 0;
    else if (sequence === undefined) {
      const line = (lines[row] ?? '').padEnd(column);
      lines[row] = line.slice(0, column) + part + line.slice(column + 1);
      column += 1;
    } else if (sequence.endsWith('A')) row = Math.max(0, row - (count || 1));
    else if (sequence.endsWith('B')) row += count || 1;
    else if (sequence.endsWith('G')) column = (count || 1) - 1;
    else if (sequence.endsWith('K')) {
      lines[row] = count === 0 ? (lines[row] ?? '').slice(0, column) : '';
    } else if (sequence.endsWith('J')) {
      lines.length = Math.min(lines.length, row + 1);
      lines[row] = (lines[row] ?? '').slice(0, column);
    }
    while (lines.length <= row) lines.push('');
  }
  return lines.map((line) => line.trimEnd());
}
