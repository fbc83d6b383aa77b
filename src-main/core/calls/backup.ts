import { backupName, backupPieces } from '../../../src-shared/backup/write-backup.ts';
import type { ConnectionView, Handlers } from '../../../src-shared/contract.ts';
import type { backupCalls } from '../../../src-shared/contract/backup.ts';
import { historyFileName, historyFilePieces } from '../../../src-shared/history/history-file.ts';
import { diagnosticsName, diagnosticsText } from '../../../src-shared/diagnostics.ts';
import { FailedError, refusal } from '../../../src-shared/failures/failure.ts';
import { isFinal } from '../../../src-shared/job/job-states.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import { checkBackup, importBackup, shownTwin } from '../backups.ts';
import { exportedEntries } from '../history-export.ts';
import type { Pieces, Ports } from '../ports.ts';
import { serverNames } from '../server-names.ts';
import { targetFolder } from '../target-folder.ts';
import type { CallParts } from './call-parts.ts';

type BackupCallName = keyof typeof backupCalls;

/** Texts that wait to be saved; of more, the first ones are forgotten. */
const mostTexts = 5;

/** The calls about backups, the history in files, and diagnostics. */
export function createBackupCalls(
  ports: Ports,
  parts: CallParts,
  servers: {
    announce(): void;
    /** As screens show them. */
    views(): ConnectionView[];
  },
  saveSettings: Handlers['settings.save'],
): Pick<Handlers, BackupCallName> {
  const { config, store, documents, clock } = ports;
  const texts = new Map<string, { name: string; text: string }>();
  const written = new Set<string>();

  const write = async (folder: string, name: string, pieces: Pieces): Promise<{ path: string }> => {
    await ports.files.makeFolder(folder);
    const path = await documents.write(folder, name, pieces);
    written.add(path);
    return { path };
  };

  return {
    'backup.save': async ({ folder, history }, by) => {
      const now = clock.now();
      const pieces = backupPieces({
        now,
        version: ports.version,
        connections: config.connections(),
        settings: config.settings(),
        history: history ? store : null,
      });
      return write(await targetFolder(ports, folder, by), backupName(now), pieces);
    },
    'backup.receive': async ({ id, bytes }) => ({ id: await documents.receive(id, bytes) }),
    'backup.check': async ({ id }) => {
      const contents = await checkBackup(ports, id);
      const { madeAt, madeBy, settings, servers: brought, downloads, known, unproven } = contents;
      return {
        ...{ madeAt, madeBy, downloads, known, unproven },
        hasSettings: settings !== null,
        servers: brought
          .filter(({ removed }) => !removed)
          .map((server) => ({
            kind: server.kind,
            name: server.ownName ? ports.say(server.ownName) : server.name,
            address: server.baseUrl,
            user: server.user,
            isKnown: shownTwin(ports, server) !== undefined,
            proxy: server.proxy?.use === 'own' ? new URL(server.proxy.url).host : null,
            authorities: (server.authorities ?? []).map(({ subject }) => subject),
          })),
      };
    },
    'backup.import': async ({ id, wanted }, by) => {
      const { contents, added, mapped, downloads } = await importBackup(ports, id, wanted);
      for (const connection of added) {
        parts.connections.changed(connection.id);
        parts.connections.look(connection.id);
      }
      servers.announce();
      if (downloads > 0) parts.publish('history.changed', {});
      const isSet = wanted.settings && contents.settings !== null;
      if (isSet) {
        const { folder, savedSearches, ...others } = contents.settings!;
        // What is looked for in the history names servers by their ids.
        const searches = savedSearches?.map((search) => ({
          ...search,
          filter: {
            ...search.filter,
            servers: search.filter.servers.map((server) => mapped.get(server) ?? server),
          },
        }));
        await saveSettings({ settings: { ...others, ...(searches && { savedSearches: searches }) } }, by);
        try {
          if (folder !== undefined) await saveSettings({ settings: { folder } }, by);
        } catch (thrown) {
          // A folder of another computer: this one keeps its own.
          if (!(thrown instanceof FailedError)) throw thrown;
        }
      }
      await documents.drop(id);
      return { servers: added.length, settings: isSet, downloads };
    },
    'backup.drop': async ({ id }) => {
      await documents.drop(id);
      return {};
    },
    'history.export': async ({ folder, format, ...query }, by) => {
      const { history, say } = ports;
      const target = await targetFolder(ports, folder, by);
      const entries = exportedEntries(
        { ...query, servers: serverNames(ports) },
        { query: (...asked) => history.query(...asked), store, say },
      );
      return write(target, historyFileName(format, clock.now()), historyFilePieces(format, entries));
    },
    'diagnostics.make': () => {
      const text = diagnosticsText({
        now: clock.now(),
        version: ports.version,
        about: ports.about,
        settings: config.settings(),
        connections: servers.views(),
        jobs: parts.jobs.all().filter((job) => !isFinal(job)),
        finished: store.history({ offset: 0, limit: 0 }).total,
        log: ports.log.recent?.() ?? [],
      });
      const id = ports.random.id();
      texts.set(id, { name: diagnosticsName(clock.now()), text });
      for (const [first] of texts) if (texts.size > mostTexts) texts.delete(first);
      return { id, text };
    },
    'diagnostics.save': async ({ id, folder }, by) => {
      const made = texts.get(id);
      if (!made) throw refusal(phrase('validationErrors.diagnosticsOver'));
      return write(await targetFolder(ports, folder, by), made.name, [made.text]);
    },
    'documents.reveal': async ({ path }) => {
      if (!written.has(path)) throw refusal(phrase('validationErrors.noFile'));
      await ports.desktop.reveal(path);
      return {};
    },
  };
}
