import { t } from '../../../src-shared/language/index.ts';
import { foldersApart } from '../../../src-shared/folders-apart.ts';
import { cutName, longestName, safeName } from '../../../src-shared/safe-name.ts';
import { typedFolders, typedName } from '../../../src-shared/typed-place.ts';
import type { PickerState } from '../../state/picker.svelte.ts';
import type { JobCommands } from '../../state/job-commands.ts';
import { isPlain, savedPath } from './saved-path.ts';
import type { Filing } from './saved-path.ts';
import type { Asking, RequestDraft, Wherefrom } from './request-draft.ts';

/** Documents and folders while they are chosen. */
export class ItemsDraft implements RequestDraft {
  readonly picker: PickerState;
  as = $state<'zip' | 'each'>('zip');
  /** Empty leaves it to what is in it. */
  fileName = $state('');
  subfolder = $state('');
  readonly #examples: () => readonly string[];
  readonly #filing: () => Filing;

  constructor(picker: PickerState, examples: () => readonly string[], filing: () => Filing) {
    this.picker = picker;
    this.#examples = examples;
    this.#filing = filing;
  }

  /** Ids of what the server suggests. */
  get examples(): readonly string[] {
    return this.#examples();
  }

  get isComplete(): boolean {
    return this.picker.basket.wanted.length > 0 && !this.isLooking && !this.needsMore;
  }

  get chosenCount(): number {
    return this.picker.basket.wanted.length;
  }

  /** One thing alone is what it is. */
  get isEach(): boolean {
    return this.as === 'each' && this.chosenCount > 1;
  }

  get isLooking(): boolean {
    return this.picker.paste.isLooking;
  }

  get typed(): string {
    const { wanted } = this.picker.basket;
    return JSON.stringify([wanted.map(({ id }) => id), this.as, this.fileName, this.subfolder]);
  }

  /** What the file is called unless something else is said; empty where nothing has a name yet. */
  get usualName(): string {
    const { wanted, nameless } = this.picker.basket;
    const first = wanted.find(({ id }) => !nameless.has(id));
    if (!first) return '';
    if (wanted.length === 1) return safeName(first.isFolder ? `${first.name}.zip` : first.name);
    const name = t('common.andMore', { name: first.name, count: wanted.length - 1 });
    return `${cutName(safeName(name), longestName - 4)}.zip`;
  }

  /** What was typed as its name, as it will be; empty for nothing. */
  get #ownName(): string {
    const { wanted } = this.picker.basket;
    return this.isEach ? '' : typedName(this.fileName, wanted.length > 1 || wanted[0]?.isFolder === true);
  }

  /** Says at its field what a name becomes that can't be used as it was typed. */
  get nameHint(): string {
    const name = this.#ownName;
    const typed = this.fileName.trim();
    return name === typed || name === `${typed}.zip` ? '' : t('picker.usedName', { name });
  }

  get subfolderHint(): string {
    const folder = typedFolders(this.subfolder)?.join(' / ') ?? '';
    const typed = this.subfolder.split(/[/\\]/).map((part) => part.trim());
    return folder === typed.filter(Boolean).join(' / ') ? '' : t('picker.usedName', { name: folder });
  }

  get subfolderProblem(): string {
    return typedFolders(this.subfolder) ? '' : t('validationErrors.subfolder');
  }

  get needsMore(): boolean {
    return this.subfolderProblem !== '';
  }

  get submitLabel(): string {
    const { wanted } = this.picker.basket;
    return wanted.length === 0 ? t('picker.downloadNone') : t('picker.download', { count: wanted.length });
  }

  get placeHint(): string {
    const filing = this.#filing();
    const inside = typedFolders(this.subfolder) ?? [];
    const isUsual = isPlain(filing.rule) && inside.length === 0;
    if (!this.isEach) {
      const name = this.#ownName || this.usualName;
      return isUsual ? '' : t('picker.savedAs', { path: savedPath(filing, { name, type: '' }, inside) });
    }
    const { wanted } = this.picker.basket;
    const apart = foldersApart(wanted.map(({ path }) => path ?? null));
    const folders = apart.find((one) => one.length > 0);
    if (isUsual) return folders ? t('picker.intoFolders', { folder: folders.join(' / ') }) : '';
    const { name, isFolder } = wanted[folders ? apart.indexOf(folders) : 0]!;
    const facts = { name: isFolder ? `${name}.zip` : name, type: '' };
    return t('picker.savedEach', { path: savedPath(filing, facts, [...inside, ...(folders ?? [])]) });
  }

  begin(pasted: string): void {
    void this.picker.begin(pasted, this.examples);
  }

  settled(): Promise<void> {
    this.picker.settle();
    return this.picker.paste.done;
  }

  ask(commands: JobCommands, where: Wherefrom): Asking {
    const { wanted, nameless } = this.picker.basket;
    return commands.create({
      ...where,
      items: wanted.map(({ id }) => id),
      known: wanted.filter(({ id }) => !nameless.has(id)),
      each: this.isEach,
      ...(!this.isEach && { fileName: this.fileName }),
      subfolder: this.subfolder,
    });
  }
}
