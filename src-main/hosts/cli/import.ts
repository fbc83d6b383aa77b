import { createReadStream } from 'node:fs';
import { importedWords } from '../../../src-shared/backup/imported-words.ts';
import type { CallOutput } from '../../../src-shared/contract.ts';
import { FailedError } from '../../../src-shared/failures/failure.ts';
import { said, t } from '../../../src-shared/language/index.ts';
import type { ImportCommand } from './commands.ts';
import { exitCodes } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';
import type { Session } from './session.ts';

/** Bytes that are sent at a time; a call takes a million. */
const pieceSize = 600_000;

/** `ferry import`: says what is in a backup, and takes over what isn't here yet. */
export async function importFile(session: Session, command: ImportCommand): Promise<ExitCode> {
  const { app, output, signal } = session;
  const { handlers } = app;
  const id = await send(session, command.file);
  if (id === null) {
    const message = t('terminal.backup.unreadable', { path: command.file });
    output.failed({ code: exitCodes.usage, kind: 'invalid-input', message }, null);
    return exitCodes.usage;
  }
  try {
    const contents = await handlers['backup.check']({ id });
    for (const line of linesOf(contents)) output.noted(line);
    signal.throwIfAborted();
    if (command.dryRun) return exitCodes.saved;
    const done = await handlers['backup.import']({ id, wanted: command.wanted });
    const words = said(importedWords(done));
    output.noted(done.servers > 0 ? `${words} ${t('terminal.backup.serversAsk')}` : words);
    return exitCodes.saved;
  } finally {
    await handlers['backup.drop']({ id });
  }
}

/** Null where there is no file, or not all of it can be read. */
async function send({ app, signal }: Session, file: string): Promise<string | null> {
  let id: string | null = null;
  try {
    for await (const bytes of createReadStream(file, { highWaterMark: pieceSize })) {
      signal.throwIfAborted();
      const input: { id: string | null; bytes: string } = { id, bytes: (bytes as Buffer).toString('base64') };
      id = (await app.handlers['backup.receive'](input)).id;
    }
    return id ?? (await app.handlers['backup.receive']({ id, bytes: '' })).id;
  } catch (error) {
    if (error instanceof FailedError || signal.aborted) throw error;
    return null;
  }
}

function linesOf(contents: CallOutput<'backup.check'>): string[] {
  const { madeBy: by, madeAt, servers, hasSettings, downloads: count, known, unproven } = contents;
  return [
    t('terminal.backup.from', { by, date: madeAt.slice(0, 10) }),
    ...servers.flatMap(({ name, address, isKnown, proxy, authorities }) => [
      t(isKnown ? 'terminal.backup.serverKnown' : 'terminal.backup.server', { name, address }),
      ...(proxy === null ? [] : [t('terminal.backup.serverProxy', { proxy })]),
      ...(authorities.length === 0
        ? []
        : [t('terminal.backup.serverAuthorities', { names: authorities.join(', ') })]),
    ]),
    ...(hasSettings ? [t('terminal.backup.settings')] : []),
    t('terminal.backup.downloads', { count, known }),
    ...(unproven > 0 ? [t('backup.import.unproven', { count: unproven })] : []),
  ];
}
