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
  /** The root where it isn't the usual one: then it is worth being kept. */
  readonly found: string | undefined;
}

/**
 * The places where a connection's repository may be. Its usual context is `alfresco`, maybe behind a prefix; it may have
 * another name as well, and what was typed may be any page of the server. Where it was found before it is looked for first.
 */
export function alfrescoPlaceOf({
  baseUrl,
  apiRoot,
}: Pick<Connection, 'baseUrl' | 'apiRoot'>): AlfrescoPlace {
  const { origin } = new URL(baseUrl);
  const usual = baseUrl.endsWith('/alfresco')
    ? [baseUrl]
    : [`${baseUrl}/alfresco`, baseUrl, `${origin}/alfresco`];
  const before = apiRoot !== undefined && new URL(apiRoot).origin === origin ? [apiRoot] : [];
  const candidates = [...new Set([...before, ...usual])];
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
    get found() {
      return root === usual[0] ? undefined : root;
    },
    settle: (proven) => {
      root = proven;
      isProven = true;
    },
  };
}
