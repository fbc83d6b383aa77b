import { cutText } from '../../src-shared/cut-text.ts';
import { asName, t } from '../../src-shared/language/index.ts';
import type { Asked, ConnectionKind } from '../../src-shared/kinds/kind-table.ts';

/** What opens a server; `secrets.ts` of the catalogue has the sentences about each. */
export type SecretName = 'password' | 'token' | 'secret';

/** What was asked for, in the details. */
interface AskedFact {
  text: string;
  /** May take more than one line. */
  isLong?: boolean;
}

/** What the screens say of a kind of server, and how it is signed in to. */
interface KindWords<Ask> {
  /** An address as a server of the kind could have it. */
  exampleAddress: string;
  /** The address alone tells that the server is of this kind. */
  isAddress(url: URL): boolean;
  /** What can be used to sign in, the usual one first. */
  signsInWith: readonly [SecretName, ...SecretName[]];
  /** What can be asked for; a key of the catalogue. */
  things: 'documents' | 'exports';
  /** The server's own word for what it is doing, as a row shows it. */
  serverWord(word: string): string;
  /** What was asked for in a few words. `name` is the job's; `isSingle`: it is known to be one document. */
  content(asked: Ask, job: { name: string; isSingle: boolean }): string;
  /** What tells it from others, beside what the server is doing; empty where its name does. */
  apart(asked: Ask, name: string): string;
  /** Where what was asked for is, or its id, in a few words: requests whose names are alike differ there. */
  origin(asked: Ask, name: string): string;
  askedFact(asked: Ask): AskedFact;
  /** What the server knows it by, a line each: ids, or the name of a kind. */
  askedIds(asked: Ask): string;
  /** What kind of thing it is, for a column of its own; empty where there is nothing to tell. */
  typeOf(asked: Ask): string;
  /** The same beside the first step of a timeline, where a row doesn't always show it. */
  askedStep?(asked: Ask): string;
  /** A job that makes no progress for a time, where that is another thing than elsewhere. `span` in words. */
  noProgress?(span: string): { short: string; long: string };
}

/** Characters of an id that tell it from others at a glance. */
const shownOfId = 8;

const rows: { [Kind in ConnectionKind]: KindWords<Extract<Asked, { kind: Kind }>> } = {
  alfresco: {
    exampleAddress: 'https://records.example.com/share',
    isAddress: ({ pathname }) => /^\/(alfresco|share|content-app|adw|workspace)(\/|$)/i.test(pathname),
    signsInWith: ['password'],
    things: 'documents',
    serverWord: (word) => word.toLowerCase(),
    content: ({ count }, { isSingle }) => (isSingle ? t('row.oneDocument') : t('common.items', { count })),
    apart: () => '',
    origin: ({ nodeIds, paths, count }) => {
      const [folder] = /[^/]+(?=\/[^/]+$)/.exec(paths?.[0] ?? '') ?? [];
      if (folder !== undefined) return asName(folder);
      if (paths) return '';
      const [whole = ''] = nodeIds;
      const id = whole.length > shownOfId ? `${cutText(whole, shownOfId)}…` : whole;
      return count > 1 ? t('common.andMore', { name: id, count: count - 1 }) : id;
    },
    typeOf: () => '',
    askedFact: ({ paths, count }) => {
      if (!paths) return { text: t('common.items', { count }) };
      const more = count - paths.length;
      const lines = [...paths, ...(more > 0 ? [t('details.facts.more', { more })] : [])];
      return {
        text: count === 1 ? lines.join('') : [t('common.items', { count }), ...lines].join('\n'),
        isLong: true,
      };
    },
    askedIds: ({ nodeIds }) => nodeIds.join('\n'),
  },
  bridge: {
    exampleAddress: 'https://academy.bridgeapp.com',
    isAddress: ({ hostname }) => hostname === 'bridgeapp.com' || hostname.endsWith('.bridgeapp.com'),
    signsInWith: ['token', 'secret'],
    things: 'exports',
    serverWord: (word) => word,
    // The type is the name as well until the server tells a better one.
    content: ({ downloadType: type, parameters }, { name }) => {
      const what = type === name ? t('row.export') : t('row.exportOf', { type });
      return parameters === undefined ? what : `${what} · ${asName(parameters)}`;
    },
    apart: ({ downloadType: type, parameters }, name) =>
      [type === name ? '' : t('row.exportOf', { type }), parameters === undefined ? '' : asName(parameters)]
        .filter(Boolean)
        .join(' · '),
    origin: ({ downloadType: type, parameters }, name) =>
      [type === name ? '' : type, parameters === undefined ? '' : asName(parameters)]
        .filter(Boolean)
        .join(' · '),
    typeOf: ({ downloadType: type, parameters }) =>
      parameters === undefined ? type : `${type} · ${parameters}`,
    askedFact: ({ downloadType: type, parameters }) => {
      const what = t('details.facts.export', { type });
      return parameters === undefined ? { text: what } : { text: `${what}\n${parameters}`, isLong: true };
    },
    askedIds: ({ downloadType }) => downloadType,
    askedStep: ({ downloadType: type, parameters }) =>
      parameters === undefined
        ? t('row.exportOf', { type })
        : `${t('row.exportOf', { type })} · ${asName(parameters)}`,
    noProgress: (span) => ({ short: t('waiting.news.short'), long: t('waiting.news.long', { span }) }),
  },
};

/** The row of a kind. Its functions take what was asked of that kind alone. */
export function kindWordsOf(kind: ConnectionKind): KindWords<Asked> {
  return rows[kind];
}
