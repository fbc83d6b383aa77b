import { phrase } from '../language/phrase.ts';
import type { Phrase, Words } from '../language/words.ts';
import type { Failure, RefusedItem } from './failure.ts';

/* What a failure says, as phrases: stored and sent, and said by whoever shows it. */

/** Both sentences in one. */
export function failurePhrase(failure: Failure): Words {
  const what = whatHappened(failure);
  const advice = whatToDo(failure);
  return advice === '' ? what : phrase('failures.both', { what, advice });
}

/** The server's own words as a sentence that follows another one, or ours about them; empty where there are none. */
export function saidBy({ detail }: Failure): Words {
  if (!detail) return '';
  // This one is whole sentences already.
  if (typeof detail !== 'string' && detail.name === 'failures.aboutItem') return detail;
  if (typeof detail !== 'string') return phrase('failures.inDetail', { detail });
  return phrase(/[.!?…]$/.test(detail) ? 'failures.said' : 'failures.saidSentence', { words: detail });
}

/** What has to do with a company's provider is told by the detail, and ends otherwise than a wrong password. */
const companyAdvice: Record<string, Phrase | undefined> = {
  'failureDetails.provider.refused': phrase('failures.sign-in-refused.adviceRefused'),
  'failureDetails.provider.noDevice': phrase('failures.sign-in-refused.adviceNoDevice'),
  'failureDetails.provider.notTaken': phrase('failures.sign-in-refused.adviceNotTaken'),
};

/** What to do. Empty where it is said already: why something can't be done tells as well what could. */
export function whatToDo({ kind, detail, refused, limit, size: needed }: Failure): Words {
  const reason = typeof detail === 'object' ? detail.name : '';
  if (kind === 'proxy-sign-in' && reason === 'failureDetails.proxy.windows')
    return phrase('failures.proxy-sign-in.adviceWindows');
  if (kind === 'client-certificate' && reason === 'failureDetails.identity.oldMethod')
    return phrase('failures.client-certificate.adviceOld');
  const atCompany = companyAdvice[reason];
  if (atCompany) return atCompany;
  if (refused)
    return phrase(refused.count < refused.asked ? 'failures.some.advice' : 'failures.refused.advice');
  if (kind === 'too-large' && needed === undefined && limit !== undefined)
    return phrase('failures.too-large.adviceUntold');
  if (kind === 'list-unsaved' && detail) return phrase('failures.list-unsaved.adviceElse');
  return kind === 'invalid-input' ? '' : phrase(`failures.${kind}.advice`);
}

/** So many things are named in a sentence; the others are counted. */
const mostNamed = 3;

/** Refused things by their names, each with why. `count` is of all where `items` are some. */
export function refusedNames(items: readonly RefusedItem[], count = items.length): Words {
  const named = items
    .slice(0, mostNamed)
    .map(({ id, name = id, why }): Words => phrase(`failures.some.item.${why}`, { name }))
    .reduce((first, then) => phrase('failures.some.and', { first, then }));
  const more = count - Math.min(mostNamed, items.length);
  return more > 0 ? phrase('failures.some.more', { first: named, count: more }) : named;
}

/** What happened and what it means. */
export function whatHappened(failure: Failure): Words {
  const { kind, detail, status, refused } = failure;
  if (refused)
    return phrase('failures.some.what', {
      count: refused.count,
      asked: refused.asked,
      names: refusedNames(refused.items, refused.count),
    });
  switch (kind) {
    // What these say is all in their detail.
    case 'unsupported':
    case 'client-certificate':
    case 'invalid-input':
      return detail ?? phrase(`failures.${kind}.what`);
    case 'sign-in-refused':
      if (typeof detail === 'object' && companyAdvice[detail.name]) return detail;
      return phrase(`failures.${kind}.what`, { detail: detail ?? phrase(`failures.${kind}.nameOrPassword`) });
    case 'other-account':
      return phrase(`failures.${kind}.what`, { account: detail ?? phrase(`failures.${kind}.unknown`) });
    case 'secret-missing':
      return phrase(`failures.${kind}.what`, {
        why: detail ? phrase(`failures.${kind}.why`, { detail }) : '',
      });
    case 'too-large':
      if (failure.size === undefined && failure.limit !== undefined)
        return phrase(`failures.${kind}.whatUntold`, { limit: size(failure.limit) });
      if (failure.item !== undefined)
        return phrase(`failures.${kind}.whatItem`, {
          item: failure.item,
          size: size(failure.size),
          limit: size(failure.limit),
        });
      return phrase(`failures.${kind}.what`, { size: size(failure.size), limit: size(failure.limit) });
    case 'list-unsaved':
      if (detail) return phrase(`failures.${kind}.whatElse`, { detail });
      return phrase(`failures.${kind}.what`, { free: free(failure) });
    case 'no-space':
      if (failure.size !== undefined)
        return phrase(`failures.${kind}.whatNeeded`, {
          size: size(failure.size),
          limit: size(failure.limit),
        });
      return phrase(`failures.${kind}.what`, { free: free(failure) });
    default:
      return phrase(`failures.${kind}.what`, {
        at: failure.at === undefined ? '' : ` ${failure.at}`,
        why: detail ? phrase('failures.why', { detail }) : '',
        said: saidBy(failure),
        status: status ? phrase('failures.why', { detail: String(status) }) : '',
      });
  }
}

function size(bytes: number | undefined): Phrase {
  return bytes === undefined ? phrase('failures.unknownSize') : phrase('failures.size', { size: bytes });
}

function free({ limit }: Failure): Words {
  return limit === undefined ? '' : phrase('failures.no-space.free', { size: limit });
}
