import { asName, said, t } from '../../src-shared/language/index.ts';
import { saidBy } from '../../src-shared/failures/failure-phrases.ts';
import type { FailureAction } from '../../src-shared/failures/failure-table.ts';
import type { Failure } from '../../src-shared/failures/failure.ts';
import type { Asked, ConnectionKind } from '../../src-shared/kinds/kind-table.ts';

/** What opens a server; `secrets.ts` of the catalogue has the sentences about each. */
export type SecretName = 'password' | 'token' | 'secret';

/** What was asked for, in the details. */
interface AskedFact {
  text: string;
  /** May take more than one line. */
  isLong?: boolean;
  /** What a button beside it puts on the clipboard. */
  copy: string;
}

/** What of a failure is told or done in another way than for all servers. */
interface KindFailure {
  what?: string;
  advice?: string;
  action?: FailureAction;
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
  askedFact(asked: Ask): AskedFact;
  /** The same beside the first step of a timeline, where a row doesn't always show it. */
  askedStep?(asked: Ask): string;
  /** What is said of a failure in the terms of the kind, in place of what is said of all servers. */
  failure(failure: Failure, user: string | undefined): KindFailure;
  /** A job that makes no progress for a time, where that is another thing than elsewhere. `span` in words. */
  noProgress?(span: string): { short: string; long: string };
}

/** What a Bridge refuses is told in terms of tokens and exports: it knows neither users nor documents. */
function bridgeFailure(failure: Failure, user: string | undefined): KindFailure {
  switch (failure.kind) {
    case 'sign-in-refused':
      return user
        ? { what: t('failures.sign-in-refused.whatKey'), advice: t('failures.sign-in-refused.adviceKey') }
        : {
            what: t('failures.sign-in-refused.whatToken'),
            advice: t('failures.sign-in-refused.adviceToken'),
          };
    case 'refused':
      return {
        what: t('failures.refused.whatExport', { said: said(saidBy(failure)) }),
        advice: t('failures.refused.adviceExport'),
        // Asked again as it is, it would be refused again.
        action: 'change-request',
      };
    case 'not-found':
    case 'bad-request':
      return { advice: t('failures.not-found.adviceExport') };
    default:
      return {};
  }
}

const rows: { [Kind in ConnectionKind]: KindWords<Extract<Asked, { kind: Kind }>> } = {
  alfresco: {
    exampleAddress: 'https://records.example.com/share',
    isAddress: ({ pathname }) => /^\/(alfresco|share|content-app|adw|workspace)(\/|$)/i.test(pathname),
    signsInWith: ['password'],
    things: 'documents',
    serverWord: (word) => word.toLowerCase(),
    content: ({ count }, { isSingle }) => (isSingle ? t('row.oneDocument') : t('common.items', { count })),
    askedFact: ({ nodeIds, count }) => {
      const more = count - nodeIds.length;
      const lines = [...nodeIds, ...(more > 0 ? [t('details.facts.more', { more })] : [])];
      return {
        text: count === 1 ? lines.join('') : [t('common.items', { count }), ...lines].join('\n'),
        isLong: true,
        copy: nodeIds.join('\n'),
      };
    },
    failure: () => ({}),
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
    askedFact: ({ downloadType: type, parameters }) => {
      const what = t('details.facts.export', { type });
      return parameters === undefined
        ? { text: what, copy: type }
        : { text: `${what}\n${parameters}`, isLong: true, copy: type };
    },
    askedStep: ({ downloadType: type, parameters }) =>
      parameters === undefined
        ? t('row.exportOf', { type })
        : `${t('row.exportOf', { type })} · ${asName(parameters)}`,
    failure: bridgeFailure,
    noProgress: (span) => ({ short: t('waiting.news.short'), long: t('waiting.news.long', { span }) }),
  },
};

/** The row of a kind. Its functions take what was asked of that kind alone. */
export function kindWordsOf(kind: ConnectionKind): KindWords<Asked> {
  return rows[kind];
}
