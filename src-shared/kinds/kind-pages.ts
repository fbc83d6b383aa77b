import type { ConnectionKind, JobRequest } from './kind-table.ts';

/** What a page is wanted of. */
interface Asked<Request> {
  request: Request;
  /** It comes as a zip; null while nobody knows. */
  isPacked: boolean | null;
}

type PageOf<Request> = (baseUrl: string, asked: Asked<Request> | null) => string;

const rows: { [Kind in ConnectionKind]: PageOf<Extract<JobRequest, { kind: Kind }>> } = {
  /**
   * Share's pages, beside the repository: its `document-details` and `folder-details` take a node's reference
   * (Alfresco Share, `documentlibrary/actions.js`). Neither shows the other's, and none has a page for an alias as `-root-`:
   * those lead to the user's own first page.
   */
  alfresco: (baseUrl, asked) => {
    const { origin, pathname } = new URL(baseUrl);
    const share = `${origin}${pathname.replace(/\/[^/]*\/?$/, '')}/share/page`;
    const [id, other] = asked?.request.nodeIds ?? [];
    if (!asked || asked.isPacked === null || !id || other || id.startsWith('-')) return share;
    const node = encodeURIComponent(`workspace://SpacesStore/${id}`);
    return `${share}/${asked.isPacked ? 'folder' : 'document'}-details?nodeRef=${node}`;
  },
  bridge: (baseUrl) => baseUrl,
};

/** The server's page for people in a browser; where a request asks for a single thing of a known kind, that thing's. */
export function pageOf(kind: ConnectionKind, baseUrl: string, asked: Asked<JobRequest> | null): string {
  return (rows[kind] as PageOf<JobRequest>)(baseUrl, asked);
}
