import type { CallName } from '../contract.ts';

const second = 1_000;
const minute = 60 * second;
const day = 24 * 60 * minute;

/** What most calls may take. Milliseconds. */
const usual = 15 * second;
/** A server answers first, and slow servers are slow. */
const asksServer = minute;
/** Servers that search or list are slow at times. */
const browses = 90 * second;
/** The first search after an upgrade waits until all is looked through. */
const searches = 2 * minute;
/** All of a long history is written or read. */
const wholeHistory = 30 * minute;
/** A file of many gigabytes is read. */
const readsFile = day;

const longer: Partial<Record<CallName, number>> = {
  'connections.findSignIn': asksServer,
  'connections.beginSignIn': asksServer,
  'connections.test': asksServer,
  // Somebody signs in elsewhere.
  'connections.awaitSignIn': 60 * minute,
  // Unfinished files go with their rows, and another program may hold one for a minute.
  'jobs.remove': 90 * second,
  'history.query': searches,
  'history.beyond': searches,
  'history.plots': searches,
  'browse.list': browses,
  'browse.sites': browses,
  'browse.search': browses,
  'browse.canSearch': browses,
  'browse.resolve': browses,
  'browse.size': browses,
  'backup.save': wholeHistory,
  'backup.check': wholeHistory,
  'backup.import': wholeHistory,
  'history.export': wholeHistory,
  'jobs.checkFile': readsFile,
  'jobs.locate': readsFile,
  // A key is made of a passphrase, on purpose slowly.
  'secretsFile.unlock': minute,
  // A dialog of the system's stands open.
  'folders.pick': day,
};

/** How long a screen waits for the answer to a call. Milliseconds. */
export function callTime(name: CallName): number {
  return longer[name] ?? usual;
}
