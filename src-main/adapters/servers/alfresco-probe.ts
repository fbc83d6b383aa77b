import type { Connection, ServerInfo } from '../../../src-shared/connection.ts';
import { FailedError, policyOf } from '../../../src-shared/failure.ts';
import type { CallOptions } from '../../core/ports.ts';
import type { AlfrescoClient } from './alfresco-client.ts';
import { discoverySchema, personSchema } from './alfresco-schemas.ts';
import type { Repository } from './alfresco-schemas.ts';
import { words } from './http-failures.ts';

/** The first version that prepares downloads over its REST API (`x-alfresco-since` in alfresco-core.yaml). */
const oldest = [5, 2, 1];

const notHere = 'No Alfresco that Ferry can work with answers at this address.';

const unsupported = (detail: string): FailedError => new FailedError({ kind: 'unsupported', detail });

const isOlder = (version: number[]): boolean => {
  const place = oldest.findIndex((part, index) => version[index] !== part);
  return place >= 0 && (version[place] ?? 0) < oldest[place]!;
};

/** What the server says of itself; null where it doesn't tell (switched off, or only for administrators). */
async function repositoryOf(client: AlfrescoClient, options: CallOptions): Promise<Repository | null> {
  try {
    return (await client.readFromRoot('api/discovery', discoverySchema, options)).value.entry.repository;
  } catch (error) {
    if (!(error instanceof FailedError)) throw error;
    const { kind, status } = error.failure;
    if (status === 501 || status === 403 || status === 404 || kind === 'protocol') return null;
    throw error;
  }
}

/**
 * `ServerApi.probe`. What would be the failure of a single request elsewhere says here how the connection is doing:
 * a server that doesn't know these addresses isn't an Alfresco that can be worked with. One that was there before
 * (`wasThere`) is only being restarted.
 */
export async function probeAlfresco(
  client: AlfrescoClient,
  connection: Connection,
  options: CallOptions,
  wasThere: boolean,
): Promise<ServerInfo> {
  try {
    const repository = await repositoryOf(client, options);
    let version: string | null = null;
    if (repository) {
      const { major, minor, patch } = repository.version;
      const edition = words(repository.edition);
      version = `Alfresco ${major}.${minor}.${patch}${edition && ` (${edition})`}`;
      if (isOlder([major, minor, patch]))
        throw unsupported(`${version} can’t prepare downloads; it takes 5.2.1 or newer.`);
      if (repository.status.isReadOnly)
        throw unsupported('The server is read-only right now and can’t prepare downloads.');
    }
    const { value } = await client.read('people/-me-?fields=id', personSchema, options);
    return { account: value.entry.id || connection.user, version };
  } catch (error) {
    if (!(error instanceof FailedError) || policyOf(error.failure.kind).scope === 'connection') throw error;
    const { kind, detail, status } = error.failure;
    if (status === 404 && wasThere) {
      throw new FailedError({ kind: 'unreachable', detail: 'Alfresco isn’t running there right now' });
    }
    if (status === 404) throw unsupported(notHere);
    switch (kind) {
      case 'not-found':
      case 'bad-request':
        throw unsupported(notHere);
      case 'refused':
        throw unsupported(
          `The server doesn’t let this account in.${detail ? ` It says: “${detail}”`.slice(0, 200) : ''}`,
        );
      case 'redirect-refused':
        throw unsupported(`The server points to another address${detail ? `: ${detail}` : ''}.`);
      case 'web-page':
        throw new FailedError({ kind: 'unreachable', detail: 'a web page answers instead of Alfresco' });
      default:
        throw error;
    }
  }
}
