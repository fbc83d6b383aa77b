import { said, t } from '../language/index.ts';
import type { ConnectionKind } from '../kinds/kinds.ts';
import { explain } from './failure-words.ts';
import { saidBy } from './failure-phrases.ts';
import type { FailureAction } from './failure-table.ts';
import type { Failure } from './failure.ts';

/* What a failure says in the terms of the server that it happened with. */

/** What happened, what to do, and the button for it. */
export interface Explained {
  what: string;
  advice: string;
  action: FailureAction;
}

/** What a Bridge refuses is told in terms of tokens and exports: it knows neither users nor documents. */
function ofBridge(failure: Failure, user: string | undefined): Partial<Explained> {
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

const rows: Record<ConnectionKind, (failure: Failure, user: string | undefined) => Partial<Explained>> = {
  alfresco: () => ({}),
  bridge: ofBridge,
};

/** What happened and what to do. `user` is the account, where it is known. */
export function explainOf(kind: ConnectionKind, failure: Failure, user?: string): Explained {
  return { ...explain(failure), ...rows[kind](failure, user) };
}
