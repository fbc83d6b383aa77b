import { FailedError } from '../../../src-shared/failures/failure.ts';
import type { Failure } from '../../../src-shared/failures/failure.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { CallOptions } from '../../core/ports.ts';
import type { JsonBody } from './http-body.ts';
import type { Http, JsonAnswer } from './http-client.ts';
import { elsewhereOf, failureOfAnswer } from './http-failures.ts';

/*
 * Before a server gets to see a password or a token, it shows by the form of its answers that it is what it is said to
 * be: everything on the network answers something, and much of it with 404.
 */

/** What an answer without credentials shows of who gave it. */
export type Shown = 'it' | 'another' | 'nothing';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const recordIn = (body: JsonBody): Record<string, unknown> | null =>
  body.is === 'json' && isRecord(body.value) ? body.value : null;

/** Alfresco's envelopes: `{"error":{"briefSummary",…}}` and `{"entry":{…}}` (ErrorResponse.java, alfresco-core.yaml). */
export function isAlfrescoForm(body: JsonBody): boolean {
  const { error, entry } = recordIn(body) ?? {};
  const isError = isRecord(error) && ['briefSummary', 'errorKey', 'statusCode'].some((key) => key in error);
  return isError || isRecord(entry);
}

/** Bridge's: `{"errors":[…]}`, as a working client reads it, and `{"download":{…}}`. */
export function isBridgeForm(body: JsonBody): boolean {
  const { errors, download } = recordIn(body) ?? {};
  return errors !== undefined || isRecord(download);
}

type Product = 'Alfresco' | 'Bridge';

/** What a question for credentials names where the product asks, or whoever signs in for it. */
const asksFor: Readonly<Record<Product, RegExp>> = {
  Alfresco: /\b(?:negotiate|ntlm|alfticket|alfresco)\b/i,
  Bridge: /\bbridge\b/i,
};
const wantsToken = /^(?:bearer|token)\b/i;
/** As the framework refuses that a Bridge is made with. */
const bridgesOwn = /^HTTP (?:Token|Basic): Access denied/i;

/**
 * A 401 shows that somebody is asked who they are. Who stands in front of an Alfresco for Kerberos answers with a page;
 * Alfresco itself always names its own scheme or itself, and never a bare token (PublicApiAuthenticatorFactory.java).
 * What a Bridge says to nobody is written nowhere: without a body in another form a 401 is all that can be hoped for of
 * one, unless it asks for a password of something else, as devices and web servers do.
 */
function challenges({ status, headers, body }: JsonAnswer, product: Product): boolean {
  if (status !== 401 || body.is === 'json') return false;
  const asks = headers['www-authenticate'] ?? '';
  if (asksFor[product].test(asks)) return true;
  if (body.is === 'page' || product === 'Alfresco') return false;
  if (body.is === 'other' && bridgesOwn.test(body.text)) return true;
  return asks === '' || wantsToken.test(asks);
}

/** Where and how a product is asked without credentials. */
export interface Proof {
  product: Product;
  /** Addresses that may show it, each asked until one does. */
  urls: URL[];
  isItsForm: (body: JsonBody) => boolean;
}

/**
 * Asks without credentials until an address shows that it is the product's; resolves with its place among `urls`.
 * Rejects with `unsupported` where none does, which also tells where the server sends everybody instead; with another
 * failure where that can't be said now.
 */
export async function prove(
  http: Http,
  { product, urls, isItsForm }: Proof,
  options: CallOptions & { now: number },
): Promise<number> {
  let first: Failure | null = null;
  for (const [at, url] of urls.entries()) {
    const answer = await http.json({ method: 'GET', url, authorization: null, ...options });
    if (isItsForm(answer.body) || challenges(answer, product)) return at;
    first ??= whyNot(answer, url, product, options.now);
  }
  throw new FailedError(first ?? notHere(product));
}

const notHere = (product: Product): Failure => ({
  kind: 'unsupported',
  detail: phrase('validationErrors.server.notHere', { product }),
});

/** The failure of an answer that shows nothing; null where another address may show more. */
function whyNot(answer: JsonAnswer, url: URL, product: Product, now: number): Failure | null {
  const moved = movedFailure(answer, url, product);
  if (moved) return moved;
  const { status, body } = answer;
  if (status <= 299 && body.is === 'page')
    return { kind: 'unreachable', detail: phrase('failureDetails.network.page', { product }) };
  const failure = failureOfAnswer(answer, { from: url, now, said: () => undefined });
  const isPassing =
    failure.kind === 'busy' || failure.kind === 'server-error' || failure.kind === 'unreachable';
  return isPassing || (failure.kind === 'gateway' && status !== 404) ? failure : null;
}

/** What it means for the connection that its server points elsewhere; null where it doesn't. */
export function movedFailure(
  answer: Pick<JsonAnswer, 'status' | 'headers'>,
  from: URL,
  product: Product,
): Failure | null {
  const elsewhere = elsewhereOf(answer, from);
  if (!elsewhere) return null;
  const { means, where } = elsewhere;
  const detail =
    means === 'signInPage'
      ? phrase('validationErrors.server.signInPage', { where, product })
      : phrase(`validationErrors.server.${means}`, { where });
  return { kind: 'unsupported', status: answer.status, detail };
}
