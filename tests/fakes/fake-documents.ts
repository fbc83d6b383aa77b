import type { BackupPlace, BackupValue } from '../../src-shared/backup/backup.ts';
import { refusal } from '../../src-shared/failures/failure.ts';
import { phrase } from '../../src-shared/language/phrase.ts';
import { provenContents } from '../../src-main/adapters/zips/proven-contents.ts';
import type { Documents, Pieces } from '../../src-main/core/ports.ts';

/** Documents in memory. */
export class FakeDocuments implements Documents {
  /** What was written, by its path. */
  readonly written = new Map<string, string>();
  readonly provenContents = provenContents;
  #taken: { id: string; bytes: Buffer } | null = null;
  #ids = 0;

  async write(folder: string, name: string, pieces: Pieces): Promise<string> {
    const path = `${folder}/${name}`;
    let text = '';
    for await (const piece of pieces) text += piece;
    this.written.set(path, text);
    return path;
  }

  async receive(id: string | null, bytes: string): Promise<string> {
    if (id === null) this.#taken = { id: `taken-${(this.#ids += 1)}`, bytes: Buffer.alloc(0) };
    const taken = this.#of(id ?? this.#taken!.id);
    taken.bytes = Buffer.concat([taken.bytes, Buffer.from(bytes, 'base64')]);
    return taken.id;
  }

  async *read(id: string): AsyncGenerator<BackupValue[]> {
    const text = this.#of(id).bytes.toString();
    let whole: Partial<Record<BackupPlace, unknown>>;
    try {
      whole = JSON.parse(text) as typeof whole;
    } catch {
      throw refusal(phrase('validationErrors.backup.noJson'));
    }
    for (const [at, value] of Object.entries(whole) as [BackupPlace, unknown][])
      yield Array.isArray(value) ? value.map((one: unknown) => ({ at, value: one })) : [{ at, value }];
  }

  async drop(id: string): Promise<void> {
    if (this.#taken?.id === id) this.#taken = null;
  }

  #of(id: string): { id: string; bytes: Buffer } {
    if (this.#taken?.id !== id) throw refusal(phrase('validationErrors.backup.over'));
    return this.#taken;
  }
}
