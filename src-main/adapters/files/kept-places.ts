import { dirname } from 'node:path';
import type { FileStore } from '../../core/ports.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import { folderUnavailable } from './failures.ts';

/**
 * A file store that looks anew, before each step, whether the folder still leads where files may be saved. A job's folder
 * is judged when the job is added, and it may be days until its file gets its name: meanwhile anybody who may change what
 * the folder lies in can put a link there. Rejects with `folder-unavailable`, so that the job waits for its folder.
 *
 * @param leadsAway whether the folder, by a link, is elsewhere than it was let to be
 */
export function inKeptPlaces(files: FileStore, leadsAway: (folder: string) => Promise<boolean>): FileStore {
  const within = async <Result>(folder: string, work: () => Promise<Result>): Promise<Result> => {
    if (await leadsAway(folder)) throw folderUnavailable(phrase('failureDetails.disk.leadsAway'));
    return work();
  };
  return {
    wholePath: (typed) => files.wholePath(typed),
    space: (folder) => files.space(folder),
    makeFolder: (folder) => within(folder, () => files.makeFolder(folder)),
    checkFolder: (folder) => within(folder, () => files.checkFolder(folder)),
    lookAtFile: (folder, name) => within(folder, () => files.lookAtFile(folder, name)),
    namesOfSize: (folder, size) => within(folder, () => files.namesOfSize(folder, size)),
    saveText: (folder, name, text) => within(folder, () => files.saveText(folder, name, text)),
    locate: (folder, name) => within(folder, () => files.locate(folder, name)),
    zipEntries: (path, query) => within(dirname(path), () => files.zipEntries(path, query)),
    openPart: (place, kept) => within(place.folder, () => files.openPart(place, kept)),
    hashPart: (place, options) => within(place.folder, () => files.hashPart(place, options)),
    lookAtPart: (place) => within(place.folder, () => files.lookAtPart(place)),
    zipContents: (place) => within(place.folder, () => files.zipContents(place)),
    publish: (place, file, options) => within(place.folder, () => files.publish(place, file, options)),
    sameName: (place, wanted) => within(place.folder, () => files.sameName(place, wanted)),
    discard: (place) => within(place.folder, () => files.discard(place)),
  };
}
