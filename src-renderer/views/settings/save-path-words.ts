import { t } from '../../../src-shared/language/index.ts';
import { templateFault, fillSavePath, savePathTokens } from '../../../src-shared/save-path-template.ts';
import type { SavePathFacts } from '../../../src-shared/save-path-template.ts';
import { formatList } from '../../../src-shared/format.ts';
import { kindOf } from '../../../src-shared/kinds/kind-table.ts';
import type { JobView } from '../../../src-shared/job/job-view.ts';
import { extensionOf } from '../../../src-shared/safe-name.ts';
import type { SavePathTemplate } from '../../../src-shared/settings.ts';

/** Stands where the name would: letters that no name has in this order. */
const stand = 'qzqzjxq';
/** As long as a rule's texts may be. */
const longest = 500;

/** What is wrong with a rule, and at which field; null when it can be used. */
export function filingProblem(rule: SavePathTemplate): { in: 'folder' | 'name'; words: string } | null {
  for (const part of ['folder', 'name'] as const)
    if (rule[part].length > longest)
      return { in: part, words: t('settings.filing.tooLong', { count: longest }) };
  if (rule.name.trim() === '') return { in: 'name', words: t('settings.filing.noName') };
  const fault = templateFault(rule);
  if (!fault) return null;
  const { text } = fault;
  const words =
    text.length === 1
      ? t('settings.filing.openBrace', { text })
      : t('settings.filing.fault', { text, tokens: formatList(savePathTokens) });
  return { in: fault.in, words };
}

/**
 * Where a file would go, as a path inside of the folder for downloads: `Records / 2026 / Annual report.zip`. What was asked
 * for with subfolders goes into those first.
 */
export function filedPath(
  rule: SavePathTemplate,
  facts: SavePathFacts,
  subfolders: readonly string[] = [],
): string {
  const { folders, name } = fillSavePath(rule, facts);
  return [...subfolders, ...folders, name].join(' / ');
}

/**
 * What the tokens stand for in a download that is there. The server's own name for it is gone by then: it is taken back
 * out of the file's by the rule that has made it, where that fits.
 */
export function factsOf(job: JobView, rule: SavePathTemplate): SavePathFacts {
  const fileName = job.state.is === 'saved' ? job.state.fileName : job.name;
  const extension = extensionOf(fileName);
  const type = kindOf(job.kind).typeOf(job.asked) ?? '';
  const facts = { server: job.connectionName, name: fileName, type, at: job.createdAt };
  const [before, after, ...more] = fillSavePath(rule, { ...facts, name: stand + extension }).name.split(
    stand,
  );
  const isMade =
    more.length === 0 &&
    after !== undefined &&
    fileName.startsWith(before!) &&
    fileName.endsWith(after) &&
    fileName.length > before!.length + after.length;
  return isMade
    ? { ...facts, name: fileName.slice(before!.length, fileName.length - after.length) + extension }
    : facts;
}
