/** Sets of ids are never changed, so that who holds one can tell that another took its place. */

/** These ids as well. */
export function withIds(set: ReadonlySet<string>, ids: readonly string[]): ReadonlySet<string> {
  return new Set([...set, ...ids]);
}

/** The set without these ids. */
export function withoutIds(set: ReadonlySet<string>, ids: readonly string[]): ReadonlySet<string> {
  const gone = new Set(ids);
  return new Set([...set].filter((id) => !gone.has(id)));
}

export const noIds: ReadonlySet<string> = new Set();
