import type { ConnectionView } from '../../src-shared/contract.ts';
import type { Failure } from '../../src-shared/failures/failure.ts';
import type { JobRequest } from '../../src-shared/kinds/kind-table.ts';
import { sentence } from '../../src-shared/failures/failure-words.ts';
import { sentenceFor } from '../presentation/explain-failure.ts';
import { policyOf } from '../../src-shared/failures/failure-table.ts';
import type { QueueFilter } from '../../src-shared/job/job-group.ts';
import { columnIds } from '../../src-shared/table-layout.ts';
import { TableState } from './table.svelte.ts';
import { leadOf, nothingSelected, selectOnly } from '../table/selection.ts';
import type { Selection } from '../table/selection.ts';

/** What the middle of the window shows. */
export type View =
  { is: 'queue'; filter: QueueFilter; connectionId: string | null } | { is: 'history' } | { is: 'settings' };

/** What is known of a new download when its dialog opens. */
export interface Prefill {
  /** What was pasted: ids or addresses, one a line. */
  text?: string;
  /** What was asked for before. */
  request?: JobRequest;
  folder?: string;
}

/** The one dialog that is open, with what it is about. */
export type OpenDialog =
  /** `replaces` is a failed job that goes when the new one is there, with what went wrong. */
  | {
      is: 'newDownload';
      connectionId?: string;
      prefill?: Prefill;
      replaces?: { jobId: string; failure: Failure | null };
    }
  /** `address` is where a new one begins. */
  | { is: 'connection'; connectionId: string | null; address?: string }
  | { is: 'signIn'; connectionId: string }
  | { is: 'trust'; connectionId: string }
  | { is: 'removeConnection'; connectionId: string }
  | { is: 'shortcuts' }
  | { is: 'saveBackup' }
  | { is: 'importBackup' }
  | { is: 'diagnostics' }
  | { is: 'exportHistory' }
  | { is: 'secretsFile' }
  | { is: 'cancelJob'; jobId: string }
  | { is: 'cancelJobs'; ids: readonly string[] }
  /** The files go to the trash with their rows. `name` is that of the only one. */
  | { is: 'removeFiles'; ids: readonly string[]; name: string | null }
  | { is: 'chooseFolder'; jobId: string }
  | { is: 'locate'; jobId: string }
  /** `extension` as `.exe`. */
  | { is: 'openRisky'; jobId: string; extension: string };

/** A sentence at the window's foot, until it is dismissed or replaced. */
export interface Toast {
  id: number;
  tone: 'plain' | 'good' | 'bad';
  text: string;
  /** What it says something bad of, by its id; it is void as soon as that is well again. */
  about: string | null;
  /** What can still be done about it, for as long as it stands there. */
  actions: ToastAction[];
}

/** A button of a toast. */
interface ToastAction {
  label: string;
  run: () => void;
}

/** As wide as the style sheets of the details and the sidebar have it. */
const wide = matchMedia('(min-width: 1100px)');
/** The filters of the history stand in the toolbar. */
const roomy = matchMedia('(min-width: 1600px)');
const narrow = matchMedia('(max-width: 759px)');
/** How long a toast stays, and one that offers something: long enough to get there by keyboard. Milliseconds. */
const toastTime = 8_000;
const offerTime = 25_000;
/** So many stand there at once: more would hide the list. */
const mostToasts = 3;

const listKey = ({ filter, connectionId }: Extract<View, { is: 'queue' }>): string =>
  `${filter} ${connectionId ?? ''}`;

/** What the user looks at: nothing of it is known to the app. */
export class UiState {
  view = $state.raw<View>({ is: 'queue', filter: 'all', connectionId: null });
  dialog = $state.raw<OpenDialog | null>(null);
  /** What is chosen in the list that is shown; of the queue or of the history. */
  selection = $state.raw<Selection>(nothingSelected);
  /** The job that the details are about. */
  readonly selectedId = $derived(leadOf(this.selection));
  detailsOpen = $state(wide.matches);
  /** The details stand beside the list, rather than over it. */
  isWide = $state(wide.matches);
  /** The toolbar has room for the filters of the history. */
  isRoomy = $state(roomy.matches);
  /** The sidebar is a menu that opens over the list. */
  isNarrow = $state(narrow.matches);
  /** Nothing was chosen in this view yet, neither a row nor none: the first will do. */
  readonly wantsFirst = $derived.by(() => this.#isUntouched && this.detailsOpen && this.isWide);
  /** The sidebar of a narrow window, open over the list. */
  menuOpen = $state(false);
  /** The section of the settings to begin at. */
  settingsAt = $state.raw<'about' | 'limits' | null>(null);
  toasts = $state.raw<Toast[]>([]);
  readonly queueTable = new TableState('queue', columnIds);
  readonly historyTable = new TableState('history', ['name', 'status', 'size', 'time', 'added', 'type']);
  /** For the live region: what changed by itself. */
  spoken = $state('');
  /** Puts the cursor into the search box, if there is one; set by the toolbar. */
  focusSearch: () => boolean = () => false;
  /** Takes the filters of the history away; set by the history. */
  widenHistory: () => void = () => {};
  #search = $state('');
  #isUntouched = $state(true);
  #beforeSettings: View = { is: 'queue', filter: 'all', connectionId: null };
  /** What was chosen in each list of the queue when it was left. */
  readonly #left: Record<string, Selection> = {};
  /** What was asked for from outside while another dialog was open: nothing that is being typed is thrown away. */
  #next: OpenDialog | null = null;
  #lastToast = 0;

  constructor() {
    wide.addEventListener('change', ({ matches }) => {
      this.isWide = matches;
      // Beside the list they are welcome, over it they must be asked for.
      this.detailsOpen = matches;
    });
    roomy.addEventListener('change', ({ matches }) => (this.isRoomy = matches));
    narrow.addEventListener('change', ({ matches }) => {
      this.isNarrow = matches;
      // In a wide window the sidebar stands by itself.
      if (!matches) this.menuOpen = false;
    });
  }

  get search(): string {
    return this.#search;
  }

  /** Of the history only what is in sight is here, so nobody could say what of the chosen rows is found: none is chosen then. */
  set search(text: string) {
    // All rows depend on what is chosen: where nothing is, a letter changes nothing.
    if (this.view.is === 'history' && text !== this.#search && this.selection.ids.size) this.select(null);
    this.#search = text;
  }

  show(view: View): void {
    if (view.is === 'settings' && this.view.is !== 'settings') this.#beforeSettings = this.view;
    // Who comes back to a list goes on where it was left. Of the history only what is in sight is here.
    if (this.view.is === 'queue' && !this.#isUntouched) this.#left[listKey(this.view)] = this.selection;
    const left = view.is === 'queue' ? this.#left[listKey(view)] : undefined;
    if (view.is !== this.view.is) this.search = '';
    this.view = view;
    this.selection = left ?? nothingSelected;
    this.#isUntouched = left === undefined;
    this.menuOpen = false;
  }

  /** Back to what was shown before them. */
  leaveSettings(): void {
    this.show(this.#beforeSettings);
  }

  open(dialog: OpenDialog): void {
    this.menuOpen = false;
    this.dialog = dialog;
  }

  /** Opens it once no other dialog is in the way. */
  openNext(dialog: OpenDialog): void {
    if (this.dialog === null) this.open(dialog);
    else this.#next = dialog;
  }

  closeDialog(): void {
    this.dialog = this.#next;
    this.#next = null;
  }

  /** This job alone, or none. */
  select(jobId: string | null): void {
    this.choose(
      jobId === null ? { ...nothingSelected, focus: this.selection.focus } : selectOnly(jobId, [jobId]),
    );
  }

  choose(selection: Selection): void {
    this.#isUntouched = false;
    this.selection = selection;
  }

  showDetails(jobId: string): void {
    this.select(jobId);
    this.detailsOpen = true;
  }

  announce(text: string): void {
    // The same words once more are another text only with a blank at their end, and only what changed is spoken.
    this.spoken = text === this.spoken ? `${text}\u00a0` : text;
  }

  /** Returns the toast's number. */
  notify(
    text: string,
    tone: Toast['tone'] = 'plain',
    about: string | null = null,
    ...actions: ToastAction[]
  ): number {
    this.#lastToast += 1;
    const toast = { id: this.#lastToast, tone, text, about, actions };
    const others = [...this.toasts];
    // Errors, and what can still be undone, go last.
    while (others.length >= mostToasts)
      others.splice(
        Math.max(
          0,
          others.findIndex(({ tone, actions }) => tone !== 'bad' && actions.length === 0),
        ),
        1,
      );
    this.toasts = [...others, toast];
    this.announce(text);
    // What went wrong stays until somebody has read it. What can be done here can be done elsewhere as well.
    if (tone !== 'bad')
      setTimeout(() => this.dismiss(toast.id), actions.length === 0 ? toastTime : offerTime);
    return toast.id;
  }

  /** Says it, in the terms of the server that it happened with. */
  reportFailure(failure: Failure, connection?: ConnectionView): void {
    const words = connection ? sentenceFor(connection, failure) : sentence(failure);
    const { scope } = policyOf(failure.kind);
    const about =
      failure.kind === 'disconnected' ? 'link' : scope === 'connection' ? (connection?.id ?? null) : null;
    // What was said of it before is older.
    if (about !== null) this.takeBack(about);
    this.notify(words, 'bad', about);
  }

  /** Something is well again, or gone: what said otherwise is taken back. */
  takeBack(about: string): void {
    this.toasts = this.toasts.filter((toast) => toast.about !== about);
  }

  dismiss(id: number): void {
    this.toasts = this.toasts.filter((toast) => toast.id !== id);
  }
}
