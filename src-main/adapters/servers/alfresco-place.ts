import type { Connection } from '../../../src-shared/connection.ts';

/** Where a repository's REST API is: known for sure once it has answered. */
export interface AlfrescoPlace {
  /** Without a trailing slash; `api/…` hangs on it. */
  readonly root: string;
  /** Whether what answers there has shown that it is an Alfresco. */
  readonly isProven: boolean;
  /** Where it may be, the likeliest first. */
  readonly candidates: readonly string[];
  settle(root: string): void;
}

/**
 * The places where a connection's repository may be. Its usual context is `alfresco`, maybe behind a prefix; it may have
 * another name as well, and what was typed may be any page of the server.
 */
export function alfrescoPlaceOf({ baseUrl }: Pick<Connection, 'baseUrl'>): AlfrescoPlace {
  const isUsual = baseUrl.endsWith('/alfresco');
  const candidates = isUsual
    ? [baseUrl]
    : [...new Set([`${baseUrl}/alfresco`, baseUrl, `${new URL(baseUrl).origin}/alfresco`])];
  let root = candidates[0]!;
  let isProven = false;
  return {
    candidates,
    get root() {
      return root;
    },
    get isProven() {
      return isProven;
    },
    settle: (proven) => {
      root = proven;
      isProven = true;
    },
  };
}
