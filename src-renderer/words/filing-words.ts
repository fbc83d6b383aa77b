import { t } from '../../src-shared/language/index.ts';
import { faultOf, filedPlace, filingTokens } from '../../src-shared/filing.ts';
import type { FilingFacts } from '../../src-shared/filing.ts';
import { formatList } from '../../src-shared/format.ts';
import type { JobView } from '../../src-shared/job-view.ts';
import { extensionOf } from '../../src-shared/safe-name.ts';
import type { FilingRule } from '../../src-shared/settings.ts';

/** As long as a rule's texts may be. */
const longest = 500;

/** What is wrong with a rule, told at its field; null when it can be used. */
export function filingProblem(rule: FilingRule): { in: 'folder' | 'name'; words: string } | null {
  for (const part of ['folder', 'name'] as const)
    if (rule[part].length > longest)
      return { in: part, words: t('settings.filing.tooLong', { count: longest }) };
  if (rule.name.trim() === '') return { in: 'name', words: t('settings.filing.noName') };
  const fault = faultOf(rule);
  if (!fault) return null;
  const { text } = fault;
  const words =
    text.length === 1
      ? t('settings.filing.openBrace', { text })
      : t('settings.filing.fault', { text, tokens: formatList(filingTokens) });
  return { in: fault.in, words };
}

/** Where a file would go, as a path inside of the folder for downloads: `Records / 2026 / Annual report.zip`. */
export function filedPath(rule: FilingRule, facts: FilingFacts): string {
  const { folders, name } = filedPlace(rule, facts);
  return [...folders, name].join(' / ');
}

/** What the tokens stand for in a download that is there, as far as its row tells. */
export function factsOf(job: JobView): FilingFacts {
  const extension = job.state.is === 'saved' ? extensionOf(job.state.fileName) : '';
  return {
    server: job.connectionName,
    // A folder's download is called as the folder; what came of it is a zip.
    name: job.name.toLowerCase().endsWith(extension.toLowerCase()) ? job.name : job.name + extension,
    type: job.asked.kind === 'bridge' ? job.asked.downloadType : '',
    at: job.createdAt,
  };
}
