import { formatBytes, formatDuration, formatNumber } from '../format.ts';
import { invisible } from '../printable.ts';
import { directionNow, localeNow, said, t } from '../language/index.ts';
import { changesWords } from './comparison-words.ts';
import { kindReceiptOf } from './kind-receipts.ts';
import type { Receipt } from './receipt.ts';
import { linesOf, shortened } from './sheet-text.ts';

const style = `
  @page { size: A4; margin: 16mm }
  :root { color-scheme: light }
  body { margin: 0 auto; padding: 32px; max-width: 46rem; background: #fff; color: #1d2433;
    font: 13px/1.45 system-ui, 'Segoe UI', 'Liberation Sans', sans-serif; overflow-wrap: anywhere }
  header { display: flex; justify-content: space-between; gap: 24px; padding-bottom: 12px; border-bottom: 2px solid #1668d6 }
  header p { margin: 0; color: #5a6474; text-align: end }
  h1 { margin: 0; font-size: 20px; font-weight: 620 }
  h2 { margin: 18px 0 2px; font-size: 12px; font-weight: 620; color: #1668d6 }
  dl { display: grid; grid-template-columns: 11rem minmax(0, 1fr); margin: 0 }
  dt, dd { margin: 0; padding: 4px 0; border-bottom: 1px solid #e3e7ee }
  dt { color: #5a6474 }
  dd { padding-inline-start: 16px; white-space: pre-line }
  code { font: 11.5px/1.4 ui-monospace, 'Liberation Mono', monospace }
  footer { margin-top: 20px; color: #5a6474; font-size: 12px }
  @media print {
    body { padding: 0; max-width: none }
    section { break-inside: avoid }
    .dense body { font-size: 10px; line-height: 1.35 }
    .dense :is(dt, dd) { padding-block: 2px }
    .dense h2 { margin-top: 10px; font-size: 10px }
    .dense code { font-size: 9.5px }
    .dense footer { margin-top: 12px; font-size: 9.5px }
  }
`;

/** Lines of values that a sheet has room for at the usual size. */
const roomy = 30;

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
/** What turns text round or acts on a terminal, where the page is printed to one; lines stay lines. */
const acting = /(?!\n)[\p{Cc}\p{Zl}\p{Zp}]/gu;
const clean = (text: string): string => text.replace(acting, ' ').replace(invisible, '');
const escaped = (text: string): string => clean(text).replace(/[&<>"']/g, (sign) => escapes[sign]!);

/** `lines`: how many of them the value may take on the sheet. */
type Fact = [name: string, value: string | null, how?: { isCode?: boolean; lines?: number }];

/** A receipt as a page of its own, for one sheet of paper, in the current language. It loads nothing. */
export function receiptPage(receipt: Receipt): string {
  const { file, server, times, contents, announced, made } = receipt;
  const locale = localeNow();
  const moment = (at: string | null): string | null =>
    at && new Date(at).toLocaleString(locale, { dateStyle: 'long', timeStyle: 'long' });
  const span = (seconds: number | null): string | null => (seconds === null ? null : formatDuration(seconds));
  const files = (count: number | null, size: number | null): string | null => {
    if (count === null) return size === null ? null : formatBytes(size);
    const words = t('receipt.files', { count });
    return size === null ? words : t('receipt.filesSize', { files: words, size: formatBytes(size) });
  };
  const sections: [string, Fact[]][] = [
    [
      t('receipt.file'),
      [
        [t('receipt.name'), file.name],
        [
          t('receipt.size'),
          t('receipt.bytes', { size: formatBytes(file.size), bytes: formatNumber(file.size) }),
        ],
        ['SHA-256', file.sha256, { isCode: true }],
        [t('receipt.folder'), file.folder],
      ],
    ],
    [
      t('receipt.asked'),
      [
        [t('receipt.what'), kindReceiptOf(receipt.asked.kind).words(receipt.asked), { lines: 16 }],
        [t('receipt.by'), receipt.account],
        [t('receipt.server'), [server.name, server.address, server.version].filter(Boolean).join(' · ')],
        [t('receipt.id'), receipt.download.id, { isCode: true }],
      ],
    ],
    [
      t('receipt.times'),
      [
        [t('receipt.added'), moment(times.added)],
        [t('receipt.accepted'), moment(times.asked)],
        [t('receipt.ready'), moment(times.ready)],
        [t('receipt.saved'), moment(times.saved)],
        [t('receipt.preparing'), span(times.preparingSeconds)],
        [t('receipt.fetching'), span(times.fetchingSeconds)],
      ],
    ],
    [
      t('receipt.contents'),
      [
        [t('receipt.announced'), files(announced.files, announced.bytes)],
        [t('receipt.found'), contents && files(contents.files, contents.bytes)],
        [t('receipt.missing'), receipt.leftOut.map(leftOutWords).join('\n') || null, { lines: 4 }],
        [t('receipt.listing'), receipt.listing && receipt.listing.words, { lines: 5 }],
        [t('receipt.changes'), receipt.changes && changesLine(receipt.changes)],
        [t('receipt.digest'), contents && contents.digest, { isCode: true }],
        [t('receipt.warnings'), receipt.warnings.join('\n') || null, { lines: 4 }],
      ],
    ],
  ];
  let [lines, isCut] = [0, false];
  const shown = sections.map(([heading, facts]): [string, Fact[]] => [
    heading,
    facts.flatMap(([name, value, how = {}]): Fact[] => {
      if (!value) return [];
      const text = shortened(clean(value), how.lines ?? 2);
      isCut ||= text !== clean(value);
      lines += linesOf(text);
      return [[name, text, how]];
    }),
  ]);
  const title = t('receipt.title', { name: file.name });
  return `<!doctype html>
<html lang="${escaped(locale)}" dir="${directionNow()}"${lines > roomy ? ' class="dense"' : ''}>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>${style}</style>
<header><h1>${escaped(t('receipt.heading'))}</h1><p>${escaped(made.by)}<br>${escaped(moment(made.at) ?? '')}</p></header>
<main>
${shown.map(sectionOf).join('\n')}
</main>
<footer>${escaped(receipt.note)}${isCut ? `<br>${escaped(t('receipt.shortened'))}` : ''}</footer>
</html>
`;
}

function sectionOf([heading, facts]: [string, Fact[]]): string {
  const rows = facts.map(([name, value, how]) => {
    const text = escaped(value ?? '');
    return `<dt>${escaped(name)}</dt><dd>${how?.isCode ? `<code>${text}</code>` : `<bdi>${text}</bdi>`}</dd>`;
  });
  if (rows.length === 0) return '';
  return `<section><h2>${escaped(heading)}</h2>\n<dl>${rows.join('\n')}</dl></section>`;
}

const changesLine = ({ since, ...counts }: NonNullable<Receipt['changes']>): string =>
  said(changesWords({ ...counts, since: Date.parse(since) }));

const leftOutWords = ({ files, why }: Receipt['leftOut'][number]): string =>
  t('receipt.left', { files: t('receipt.files', { count: files }), why });
