import { readFile } from 'node:fs/promises';
import { receiptSchema } from '../../../src-shared/history/receipt.ts';
import type { Receipt } from '../../../src-shared/history/receipt.ts';
import { t } from '../../../src-shared/language/index.ts';
import { differenceFrom } from '../../adapters/zips/file-difference.ts';
import type { FileDifference } from '../../adapters/zips/file-difference.ts';
import type { VerifyCommand } from './commands.ts';
import { oneLine, printJson, printText } from '../print.ts';

/** How `ferry verify` ends. */
export const verifyCodes = { same: 0, different: 1, unreadable: 2 } as const;
export type VerifyCode = (typeof verifyCodes)[keyof typeof verifyCodes];

/** `ferry verify`: compares a file with its receipt; it needs nothing but the two. */
export async function verify({ receipt: from, file, json }: VerifyCommand): Promise<VerifyCode> {
  const tell = (code: VerifyCode, words: string): VerifyCode => {
    const line = oneLine(words);
    if (json) printJson(process.stdout, { type: 'verified', same: code === 0, message: words });
    if (code !== verifyCodes.same) printText(process.stderr, line);
    else if (!json) printText(process.stdout, line);
    return code;
  };
  const receipt = await readReceipt(from);
  if (!receipt) return tell(verifyCodes.unreadable, t('terminal.verify.noReceipt', { path: from }));
  try {
    const difference = await differenceFrom(file, receipt);
    if (!difference) return tell(verifyCodes.same, t('terminal.verify.same', { path: file }));
    return tell(verifyCodes.different, differenceWords(difference));
  } catch (error) {
    return tell(verifyCodes.unreadable, unreadableWords(file, error));
  }
}

async function readReceipt(path: string): Promise<Receipt | null> {
  try {
    const parsed = receiptSchema.safeParse(JSON.parse(await readFile(path, 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

function unreadableWords(path: string, error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') return t('terminal.verify.nothing', { path });
  if (code === 'EISDIR') return t('terminal.verify.folder', { path });
  const words = error instanceof Error ? error.message : String(error);
  return t('terminal.verify.unreadable', { path, words });
}

function differenceWords(difference: FileDifference): string {
  switch (difference.is) {
    case 'size':
      return t('terminal.verify.size', { there: difference.there, expected: difference.expected });
    case 'bytes':
      return t('terminal.verify.bytes');
    case 'list':
      return t('terminal.verify.list');
    default:
      return t(`terminal.verify.${difference.is}`, { path: difference.path });
  }
}
