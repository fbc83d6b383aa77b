import type { Connection } from '../../../src-shared/connection.ts';
import type { ConnectionKind } from '../../../src-shared/kinds/kind-table.ts';
import { t } from '../../../src-shared/language/index.ts';

/** The options of `get` that only some kinds of servers have. */
export interface KindOptions {
  user?: string;
  signIn?: string;
  tenant?: string;
  node?: string[];
  type?: string;
  info?: string;
}

/** What the terminal has to know of a kind of server. */
interface KindAtTerminal {
  /** What doesn't go together in a `get`, or null. */
  misfitOf(options: KindOptions): string | null;
  /** There is something to browse and to search. */
  hasFolders: boolean;
  /** What is asked at the terminal for what opens the server. */
  questionFor(account: Pick<Connection, 'user' | 'baseUrl'>): string;
}

/** A row for each kind. */
export const kindsAtTerminal: Record<ConnectionKind, KindAtTerminal> = {
  alfresco: {
    hasFolders: true,
    misfitOf: ({ user, signIn, type, info }) => {
      if (user === undefined && signIn !== 'oidc')
        return t('usage.refused.optionMissing', { name: '--user <name>' });
      return type !== undefined || info !== undefined ? t('usage.refused.onlyBridge') : null;
    },
    questionFor: ({ user, baseUrl: address }) => t('terminal.secret.password', { user, address }),
  },
  bridge: {
    hasFolders: false,
    misfitOf: ({ node = [], type, tenant }) => {
      if (type === undefined) return t('usage.refused.needsType');
      return node.length > 0 || tenant !== undefined ? t('usage.refused.onlyAlfresco') : null;
    },
    questionFor: ({ user, baseUrl: address }) =>
      user === '' ? t('terminal.secret.token', { address }) : t('terminal.secret.key', { user, address }),
  },
};
