import { z } from 'zod';
import { FailedError, refusal } from '../../../src-shared/failures/failure.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { ServerItem } from '../../../src-shared/server-items.ts';
import type { CallOptions } from '../../core/ports.ts';
import type { AlfrescoClient } from './alfresco-client.ts';
import { shownLine } from './alfresco-items.ts';
import { itemOf, itemSchema } from './alfresco-items-seen.ts';
import type { AlfrescoLink } from './alfresco-links.ts';

const nodeSchema = z.object({ entry: itemSchema });
const sharedSchema = z.object({ entry: z.object({ nodeId: z.string().min(1).max(200) }) });

/** What resolving needs besides the link. */
export interface ResolvingContext {
  /** What was pasted, to be quoted. */
  text: string;
  libraryOf: (site: string, options: CallOptions) => Promise<string>;
}

/** Asks the server what a link leads to. Rejects with `not-found` or `refused` as the server says. */
export async function resolveAlfrescoLink(
  client: AlfrescoClient,
  link: AlfrescoLink,
  { text, libraryOf }: ResolvingContext,
  options: CallOptions,
): Promise<ServerItem> {
  const node = async (id: string, names: string[] = []): Promise<ServerItem> => {
    const below = names.length === 0 ? '' : `&relativePath=${encodeURIComponent(names.join('/'))}`;
    const path = `nodes/${encodeURIComponent(id)}?include=path${below}`;
    return itemOf((await client.read(path, nodeSchema, options)).value.entry);
  };
  switch (link.names) {
    case 'node':
      return node(link.id);
    case 'shared': {
      const path = `shared-links/${encodeURIComponent(link.sharedId)}`;
      return node((await client.read(path, sharedSchema, options)).value.entry.nodeId);
    }
    case 'path': {
      const { below, paths } = link;
      const start = 'site' in below ? await libraryOf(below.site, options) : below.folder;
      let missing: unknown;
      for (const names of paths) {
        try {
          return await node(start, names);
        } catch (error) {
          if (!(error instanceof FailedError) || error.failure.kind !== 'not-found') throw error;
          missing ??= error;
        }
      }
      throw missing;
    }
    case 'list':
      throw refusal(phrase('validationErrors.items.list', { line: shownLine(text) }));
    case 'nothing':
      throw refusal(phrase('validationErrors.items.unreadable', { line: shownLine(text) }));
  }
}
