import { createHash, createHmac, randomBytes } from 'node:crypto';

/**
 * Links to objects that anybody may follow for a while, as S3 signs them (*documented*: Signature Version 4 with query
 * parameters; *seen in clients*: Bridge's data dumps redirect to such links, *assumed*: its downloads too).
 */

const algorithm = 'AWS4-HMAC-SHA256';
const region = 'eu-west-1';

/** Why a link isn't good. */
export type LinkProblem = 'unsigned' | 'expired' | 'mismatch';

/** A question mark's worth of parameters, encoded as the signature wants them: only unreserved characters stay. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** `20261121T104500Z` */
const stampOf = (time: number): string => new Date(time).toISOString().replace(/[-:]|\.\d{3}/g, '');

function timeOf(stamp: string): number {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(stamp)?.map(Number) ?? [];
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second);
}

/** Signs links and tells good ones from others. The key lives as long as the demo. */
export class LinkSigner {
  readonly #accessKey = `ASIADEMO${randomBytes(6).toString('hex').toUpperCase()}`;
  readonly #secretKey = randomBytes(30).toString('base64');
  readonly #now: () => number;
  readonly #expired = new Set<string>();
  #issued: string[] = [];

  /** @param now milliseconds since 1970 */
  constructor(now: () => number) {
    this.#now = now;
  }

  /**
   * A link that is good for one method, host and path.
   *
   * @param seconds its life; not above 0 makes one that has expired already
   * @param extra parameters that the store obeys, such as `response-content-disposition`
   */
  sign(link: { method: string; url: URL; seconds: number; extra: Record<string, string> }): URL {
    const { method, seconds, extra } = link;
    const isStale = seconds <= 0;
    const life = isStale ? 1 : seconds;
    const stamp = stampOf(this.#now() - (isStale ? 60_000 : 0));
    const url = new URL(link.url);
    const query = new Map([
      ...Object.entries(extra),
      ['X-Amz-Algorithm', algorithm],
      ['X-Amz-Credential', `${this.#accessKey}/${this.#scope(stamp)}`],
      ['X-Amz-Date', stamp],
      ['X-Amz-Expires', String(life)],
      ['X-Amz-SignedHeaders', 'host'],
      // Of the temporary credentials that sign; another one for each link, so that no two are alike.
      ['X-Amz-Security-Token', randomBytes(48).toString('base64')],
    ]);
    const signature = this.#signature(method, url, query, stamp);
    this.#issued.push(signature);
    url.search = [...query, ['X-Amz-Signature', signature] as const]
      .map(([name, value]) => `${encode(name)}=${encode(value)}`)
      .join('&');
    return url;
  }

  /** What is wrong with a link that was used with this method; null when it is good. */
  problemOf(method: string, url: URL): LinkProblem | null {
    const query = new Map(url.searchParams);
    const signature = query.get('X-Amz-Signature');
    const stamp = query.get('X-Amz-Date') ?? '';
    if (signature === undefined) return 'unsigned';
    query.delete('X-Amz-Signature');
    // The time is looked at first (seen: a link that is old and wrong is called expired).
    const endsAt = timeOf(stamp) + Number(query.get('X-Amz-Expires')) * 1000;
    if (!(this.#now() < endsAt) || this.#expired.has(signature)) return 'expired';
    return this.#signature(method, url, query, stamp) === signature ? null : 'mismatch';
  }

  /** Lets every link that was signed so far expire. */
  expireAll(): void {
    for (const signature of this.#issued) this.#expired.add(signature);
    this.#issued = [];
  }

  #scope(stamp: string): string {
    return `${stamp.slice(0, 8)}/${region}/s3/aws4_request`;
  }

  #signature(method: string, url: URL, query: ReadonlyMap<string, string>, stamp: string): string {
    const parameters = [...query]
      .map(([name, value]) => `${encode(name)}=${encode(value)}`)
      .sort()
      .join('&');
    const request = [method, url.pathname, parameters, `host:${url.host}`, '', 'host', 'UNSIGNED-PAYLOAD'];
    const text = [algorithm, stamp, this.#scope(stamp), sha256(request.join('\n'))].join('\n');
    const key = [stamp.slice(0, 8), region, 's3', 'aws4_request'].reduce<string | Buffer>(
      hmac,
      `AWS4${this.#secretKey}`,
    );
    return createHmac('sha256', key).update(text).digest('hex');
  }
}
