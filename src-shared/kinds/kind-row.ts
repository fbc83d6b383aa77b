import type { Words } from '../language/words.ts';

/** What of a request to split it goes into several: the things that are asked for, by their ids. */
export interface Splitting<Request> {
  idsOf(request: Request): readonly string[];
  /** What one of them is called, where that is known. */
  nameIn(request: Request, id: string): string | undefined;
  /** The same request for some of the ids. */
  withIds(request: Request, ids: string[]): Request;
}

/** What Ferry's core and screens have to know of a kind of server; how it is accessed is its adapter's. */
export interface KindRow<Request, Asked> {
  /** What it is called, in every language. */
  label: string;
  /** What of a request is sent with every change of a row. */
  asked(request: Request): Asked;
  /** What the list shows until the server tells a name. */
  nameOf(request: Request, server: Words): Words;
  /** The same text for requests that ask for the same things. */
  keyOf(request: Request): string;
  /** Paths or names of the things that are asked for, as they were then, as far as they were known. */
  pathsOf(request: Request): string[];
  /** How many things are asked for. */
  countOf(request: Request): number;
  /** Its parameters as JSON text; empty where there are none. */
  parametersOf(request: Request): string;
  /** What kind of thing it makes, of those that it has names for: files of one are alike, and take alike long. */
  typeOf(asked: Request | Asked): string | null;
  /** What it prepares is a zip, whatever it is called. */
  packsZips: boolean;
  /** It has documents and folders with ids, which can be browsed, searched and pasted. */
  hasItems: boolean;
  /** Whoever signs in is a user with a name; else a key does. */
  hasUsers: boolean;
  /** What it was asked to prepare can be cancelled there, and removed when it is prepared. */
  canCancel: boolean;
  /** How a selection over its limit is divided; null where it can't be. */
  splitting: Splitting<Request> | null;
}
