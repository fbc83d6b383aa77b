import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import type {
  Dialog,
  Display,
  Menu,
  MenuItemConstructorOptions,
  MessageBoxOptions,
  NativeTheme,
  NotificationConstructorOptions,
  Notification,
  OpenDialogOptions,
  OpenDialogReturnValue,
  PopupOptions,
  PowerSaveBlocker,
  Rectangle,
  Screen,
  Shell,
  Tray,
} from 'electron';
import type { ImagePart } from './images.ts';
import { machineIs } from './modes.ts';
import { Answers, record, StandInEvent } from './records.ts';

/** What the user will answer; a dialog without an answer stays open. */
export const answers = { messageBox: new Answers<number>(), openDialog: new Answers<string | null>() };

/** A window as a dialog over it needs it. */
interface Parent {
  isVisible(): boolean;
}

/** A dialog's options and the window that it stands over, as Electron reads its arguments. */
function withParent<Options>(args: unknown[]): { options: Options; place: string; isHidden: boolean } {
  const parent = args.length > 1 ? (args[0] as Parent | undefined) : undefined;
  if (args.length > 1 && typeof parent?.isVisible !== 'function')
    throw new TypeError('Error processing argument at index 0, conversion failure');
  return {
    options: args.at(-1) as Options,
    place: parent ? 'over a window' : 'alone',
    // macOS hangs a dialog onto its window, and shows neither where the window is hidden.
    isHidden: parent?.isVisible() === false,
  };
}

/** `electron.dialog`. */
export const dialog = {
  showErrorBox: (title: string, content: string) => {
    record('dialog.showErrorBox', title, content);
    process.stderr.write(`${title}: ${content}\n`);
  },
  showMessageBox: async (...args: unknown[]) => {
    const { options, place, isHidden } = withParent<MessageBoxOptions>(args);
    record('dialog.showMessageBox', { ...options, signal: undefined }, place);
    const closed = new Promise<number>((resolve) =>
      options.signal?.addEventListener('abort', () => resolve(options.cancelId ?? 0)),
    );
    const answer = isHidden ? new Promise<never>(() => undefined) : answers.messageBox.next(options.signal);
    return { response: await Promise.race([closed, answer]), checkboxChecked: false };
  },
  showOpenDialog: async (...args: unknown[]): Promise<OpenDialogReturnValue> => {
    const { options, place } = withParent<OpenDialogOptions>(args);
    record('dialog.showOpenDialog', options, place);
    const path = await answers.openDialog.next();
    return { canceled: path === null, filePaths: path === null ? [] : [path] };
  },
} satisfies Pick<Dialog, 'showErrorBox' | 'showMessageBox' | 'showOpenDialog'>;

/** `electron.shell`: nothing is really opened. */
export const shell = {
  openPath: async (path) => {
    record('shell.openPath', path);
    return existsSync(path) ? '' : 'The file does not exist.';
  },
  showItemInFolder: (path) => record('shell.showItemInFolder', path),
  openExternal: async (url) => record('shell.openExternal', url),
} satisfies Pick<Shell, 'openExternal' | 'openPath' | 'showItemInFolder'>;

/** `electron.Menu`: a template that can be clicked. */
export class StandInMenu {
  static applicationMenu: StandInMenu | null = null;
  readonly items: MenuItemConstructorOptions[];

  constructor(items: MenuItemConstructorOptions[]) {
    this.items = items;
  }

  static buildFromTemplate(template: MenuItemConstructorOptions[]): StandInMenu {
    return new StandInMenu(template);
  }

  static setApplicationMenu(menu: StandInMenu | null): void {
    record('Menu.setApplicationMenu', menu?.items);
    StandInMenu.applicationMenu = menu;
  }

  popup(options: PopupOptions = {}): void {
    const { window, x, y } = options;
    if ((x === undefined) !== (y === undefined)) throw new TypeError('x and y belong together');
    record('menu.popup', this.items, { hasWindow: window !== undefined, x, y });
  }

  /** Chooses an item by its label, as the user does. */
  choose(label: string): void {
    const item = this.items.find((candidate) => candidate.label === label);
    if (!item?.click || item.enabled === false) throw new Error(`There is nothing to choose named ${label}.`);
    (item.click as () => void)();
  }
}

/** `electron.Tray`. */
export class StandInTray extends EventEmitter implements Pick<Tray, 'destroy' | 'setTitle' | 'setToolTip'> {
  /** Those that stand in the tray. */
  static readonly all: StandInTray[] = [];
  toolTip = '';
  title = '';
  menu: StandInMenu | null = null;
  isDestroyed = false;

  constructor(image: ImagePart) {
    super();
    record('new Tray', image.getSize());
    if (machineIs('no-tray')) throw new Error('There is no tray here.');
    if (image.isEmpty()) throw new Error('Failed to load image');
    StandInTray.all.push(this);
  }

  setImage(image: ImagePart): void {
    this.#demandLife();
    if (image.isEmpty()) throw new Error('Failed to load image');
    record('tray.setImage', image.path);
  }

  setToolTip(text: string): void {
    this.#demandLife();
    this.toolTip = text;
    record('tray.setToolTip', text);
  }

  setTitle(title: string): void {
    this.#demandLife();
    this.title = title;
  }

  setContextMenu(menu: Menu | null): void {
    this.#demandLife();
    this.menu = menu as unknown as StandInMenu | null;
  }

  destroy(): void {
    record('tray.destroy');
    this.isDestroyed = true;
    StandInTray.all.splice(StandInTray.all.indexOf(this), 1);
  }

  #demandLife(): void {
    if (this.isDestroyed) throw new TypeError('Object has been destroyed');
  }
}

/** `electron.Notification`. */
export class StandInNotification extends EventEmitter implements Pick<Notification, 'show'> {
  static readonly shown: StandInNotification[] = [];
  readonly options: NotificationConstructorOptions;

  static isSupported(): boolean {
    return true;
  }

  constructor(options: NotificationConstructorOptions = {}) {
    super();
    this.options = options;
  }

  show(): void {
    record('notification.show', this.options);
    StandInNotification.shown.push(this);
    // The system answers later, and says no where it may.
    setImmediate(() => {
      if (machineIs('notifications-fail'))
        this.emit('failed', new StandInEvent(), 'Notifications are not allowed');
      else this.emit('show', new StandInEvent());
    });
  }
}

/** `electron.screen`: what a test says stands on the desk; one display otherwise. */
export const screen = {
  getAllDisplays: () => {
    const areas = JSON.parse(
      process.env.STAND_IN_DISPLAYS ?? '[{"x":0,"y":25,"width":1920,"height":1055}]',
    ) as Rectangle[];
    return areas.map((workArea) => ({ workArea }) as Display);
  },
} satisfies Pick<Screen, 'getAllDisplays'>;

/** `electron.powerMonitor`: a test emits what the machine does. */
export const powerMonitor = new EventEmitter();

let lastBlocker = 0;
const blockers = new Set<number>();

/** `electron.powerSaveBlocker`. */
export const powerSaveBlocker = {
  start: (type) => {
    record('powerSaveBlocker.start', type);
    blockers.add((lastBlocker += 1));
    return lastBlocker;
  },
  stop: (id) => {
    record('powerSaveBlocker.stop', id);
    return blockers.delete(id);
  },
  isStarted: (id) => blockers.has(id),
} satisfies Pick<PowerSaveBlocker, 'isStarted' | 'start' | 'stop'>;

/** `electron.nativeTheme`. */
export const nativeTheme: Pick<NativeTheme, 'shouldUseDarkColors' | 'themeSource'> = {
  shouldUseDarkColors: false,
  themeSource: 'system',
};
