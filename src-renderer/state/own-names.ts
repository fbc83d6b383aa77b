import type { ConnectionView } from '../../src-shared/contract.ts';
import type { JobView } from '../../src-shared/job/job-view.ts';
import { said } from '../../src-shared/language/index.ts';
import type { Words } from '../../src-shared/language/words.ts';

/*
 * Names of Ferry's own making (`3 items from …`) come as phrases beside the names that the app's host says. Here they
 * take their place, said anew whenever they are read: so they follow the language of this screen.
 */

/** Has a field of the object say these words; without any the field stays as it is. */
function say<Of extends object>(of: Of, field: keyof Of, words: Words | undefined): Of {
  return words === undefined
    ? of
    : Object.defineProperty(of, field, { enumerable: true, get: () => said(words) });
}

/** A row as it came from the app, with its names in the language of this screen. */
export function rowHere(job: JobView): JobView {
  const { ownNames, group } = job;
  if (!ownNames) return job;
  const row = { ...job, group: group && say({ ...group }, 'name', ownNames.group) };
  return say(say(row, 'name', ownNames.name), 'connectionName', ownNames.connectionName);
}

/** A server as it came from the app, with its name in the language of this screen. */
export function connectionHere(connection: ConnectionView): ConnectionView {
  return connection.ownName ? say({ ...connection }, 'name', connection.ownName) : connection;
}
