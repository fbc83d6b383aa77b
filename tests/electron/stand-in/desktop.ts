import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import type {
  Dialog,
  Menu,
  MenuItemConstructorOptions,
  NativeImage,
  NativeTheme,
  Net,
  NotificationConstructorOptions,
  Notification,
  OpenDialogReturnValue,
  PowerSaveBlocker,
  Shell,
  Tray,
} from 'electron';
import { Answers, record } from './records.ts';

/** What the user will answer; a dialog without an answer stays open. */
export const answers = { messageBox: new Answers<number>(), openDialog: new Answers<string | null>() };

/** `electron.dialog`. */
export const dialog = {
  showErrorBox: (title: string, content: string) => {
    record('dialog.showErrorBox', title, content);
    process.stderr.write(`${title}: ${content}\n`);
  },
  showMessageBox: async (...args: unknown[]) => {
    record('dialog.showMessageBox', args.at(-1));
    return { response: await answers.messageBox.next(), checkboxChecked: false };
  },
  showOpenDialog: async (...args: unknown[]): Promise<OpenDialogReturnValue> => {
    record('dialog.showOpenDialog', args.at(-1));
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

type ImagePart = Pick<NativeImage, 'isEmpty' | 'setTemplateImage'>;

/** `electron.nativeImage`. */
export const nativeImage = {
  createFromPath: (path: string): ImagePart => {
    record('nativeImage.createFromPath', path);
    return { isEmpty: () => !existsSync(path), setTemplateImage: () => undefined };
  },
};

/** `electron.net`: the machine is always online. */
export const net = { isOnline: () => true } satisfies Pick<Net, 'isOnline'>;

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

  /** Chooses an item by its label, as the user does. */
  choose(label: string): void {
    const item = this.items.find((candidate) => candidate.label === label);
    if (!item?.click || item.enabled === false) throw new Error(`There is nothing to choose named ${label}.`);
    (item.click as () => void)();
  }
}

/** `electron.Tray`. */
export class StandInTray extends EventEmitter implements Pick<Tray, 'destroy' | 'setTitle' | 'setToolTip'> {
  static readonly all: StandInTray[] = [];
  toolTip = '';
  title = '';
  menu: StandInMenu | null = null;
  isDestroyed = false;

  constructor(image: ImagePart) {
    super();
    record('new Tray');
    if (process.env.STAND_IN_NO_TRAY === '1') throw new Error('There is no tray here.');
    if (image.isEmpty()) throw new Error('Failed to load image');
    StandInTray.all.push(this);
  }

  setToolTip(text: string): void {
    this.toolTip = text;
    record('tray.setToolTip', text);
  }

  setTitle(title: string): void {
    this.title = title;
  }

  setContextMenu(menu: Menu | null): void {
    this.menu = menu as unknown as StandInMenu | null;
  }

  destroy(): void {
    record('tray.destroy');
    this.isDestroyed = true;
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
    this.emit('show');
  }
}

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
