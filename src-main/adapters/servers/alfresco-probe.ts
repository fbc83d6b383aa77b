import type { Connection, ServerInfo } from '../../../src-shared/connection.ts';
import { FailedError } from '../../../src-shared/failures/failure.ts';
import { policyOf } from '../../../src-shared/failures/failure-table.ts';
import { saidBy } from '../../../src-shared/failures/failure-phrases.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { Phrase } from '../../../src-shared/language/words.ts';
import type { CallOptions } from '../../core/ports.ts';
import type { AlfrescoClient } from './alfresco-client.ts';
import { discoverySchema, personSchema } from './alfresco-schemas.ts';
import type { Repository } from './alfresco-schemas.ts';
import type { AlfrescoPlace } from './alfresco-place.ts';
import type { Authenticator } from './http-authorized.ts';
import type { Http } from './http-client.ts';
import { words } from './http-failures.ts';
import { isAlfrescoForm, prove } from './server-proof.ts';

/** The first version that prepares downloads over its REST API (`x-alfresco-since` in alfresco-core.yaml). */
const oldest = [5, 2, 1];

const notHere = phrase('validationErrors.server.notHere', { product: 'Alfresco' });

const unsupported = (detail: Phrase): FailedError => new FailedError({ kind: 'unsupported', detail });

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

/** What a probe works with. */
export interface ProbeParts {
  client: AlfrescoClient;
  connection: Connection;
  place: AlfrescoPlace;
  /** Without credentials. */
  http: Http;
  signIn: Pick<Authenticator, 'ready'>;
}

/** Finds the place of the REST API, by two addresses that every version answers in its own form, signed in or not. */
async function findAlfresco(
  { connection, place, http }: Pick<ProbeParts, 'connection' | 'place' | 'http'>,
  options: CallOptions & { now: number },
): Promise<void> {
  const { tenant } = connection;
  const paths = ['api/discovery', `api/${encodeURIComponent(tenant)}/public/alfresco/versions/1/people/-me-`];
  const asked = place.candidates.flatMap((root) =>
    paths.map((path) => ({ root, url: new URL(`${root}/${path}`) })),
  );
  const urls = asked.map(({ url }) => url);
  const at = await prove(http, { product: 'Alfresco', urls, isItsForm: isAlfrescoForm }, options);
  place.settle(asked[at]!.root);
}

/**
 * `ServerApi.probe`. What would be the failure of a single request elsewhere says here how the connection is doing:
 * a server that doesn't know these addresses isn't an Alfresco that can be worked with. One that was there before
 * (`wasThere`) is only being restarted. Before it is told who we are, it shows that it is an Alfresco at all, and where.
 */
export async function probeAlfresco(
  { client, connection, place, http, signIn }: ProbeParts,
  options: CallOptions & { now: number },
  wasThere: boolean,
): Promise<ServerInfo> {
  await signIn.ready();
  if (!place.isProven) await findAlfresco({ connection, place, http }, options);
  try {
    const repository = await repositoryOf(client, options);
    let version: string | null = null;
    if (repository) {
      const { major, minor, patch } = repository.version;
      const edition = words(repository.edition);
      version = `Alfresco ${major}.${minor}.${patch}${edition && ` (${edition})`}`;
      if (isOlder([major, minor, patch]))
        throw unsupported(phrase('validationErrors.server.tooOld', { version }));
      if (repository.status.isReadOnly) throw unsupported(phrase('validationErrors.server.readOnly'));
    }
    const { value } = await client.read('people/-me-?fields=id', personSchema, options);
    const account = value.entry.id || connection.user;
    return { account, version, ...(place.found !== undefined && { apiRoot: place.found }) };
  } catch (error) {
    if (!(error instanceof FailedError) || policyOf(error.failure.kind).scope === 'connection') throw error;
    const { kind, status } = error.failure;
    if (status === 404 && wasThere) {
      throw new FailedError({ kind: 'unreachable', detail: phrase('failureDetails.network.notRunning') });
    }
    if (status === 404) throw unsupported(notHere);
    switch (kind) {
      case 'not-found':
      case 'bad-request':
        throw unsupported(notHere);
      case 'refused':
        throw unsupported(phrase('validationErrors.server.notLetIn', { said: saidBy(error.failure) }));

      case 'web-page':
        throw new FailedError({
          kind: 'unreachable',
          detail: phrase('failureDetails.network.page', { product: 'Alfresco' }),
        });
      default:
        throw error;
    }
  }
}
