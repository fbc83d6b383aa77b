import { EventEmitter } from 'node:events';
import type { BrowserWindow, BrowserWindowConstructorOptions, ProgressBarOptions, Rectangle } from 'electron';
import { app } from './app.ts';
import type { ImagePart } from './images.ts';
import { machineIs } from './modes.ts';
import { record, StandInEvent } from './records.ts';
import { StandInContents } from './web-contents.ts';

type BrowserWindowPart = Pick<
  BrowserWindow,
  | 'close'
  | 'destroy'
  | 'flashFrame'
  | 'focus'
  | 'getNormalBounds'
  | 'hide'
  | 'isDestroyed'
  | 'isFullScreen'
  | 'isFocused'
  | 'isMaximized'
  | 'isMinimized'
  | 'isVisible'
  | 'loadURL'
  | 'maximize'
  | 'minimize'
  | 'restore'
  | 'setFullScreen'
  | 'setProgressBar'
  | 'show'
>;

const open = new Set<StandInBrowserWindow>();

/** `BrowserWindow`: what a window manager does is kept in mind, what a page does is a real page. */
export class StandInBrowserWindow extends EventEmitter implements BrowserWindowPart {
  readonly webContents: StandInContents;
  #bounds: Rectangle;
  #isVisible: boolean;
  #isFocused = false;
  #isMaximized = false;
  #isMinimized = false;
  #isReadyToShow = false;
  #isFullScreen = false;
  /** It was hidden while it filled the screen: macOS leaves a black space behind. */
  leftBlackSpace = false;
  /** What its entry in Windows' taskbar shows over the icon, and says of it. */
  overlay: { path: string; description: string } | null = null;

  static getAllWindows(): StandInBrowserWindow[] {
    return [...open];
  }

  constructor(options: BrowserWindowConstructorOptions = {}) {
    super();
    record('new BrowserWindow', options);
    if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready');
    const { x = 0, y = 0, width = 800, height = 600, show = true, webPreferences = {} } = options;
    if (
      webPreferences.sandbox === false ||
      webPreferences.contextIsolation === false ||
      !webPreferences.preload
    )
      throw new Error('The stand-in has sandboxed windows with a preload only.');
    this.#bounds = { x, y, width, height };
    this.#isVisible = show;
    this.webContents = new StandInContents(webPreferences.preload, { width, height });
    this.webContents.on('did-finish-load', () => {
      if (!this.#isReadyToShow && !machineIs('never-ready-to-show')) this.emit('ready-to-show');
      this.#isReadyToShow = true;
    });
    open.add(this);
    app.windows.add(this);
    app.emit('web-contents-created', new StandInEvent(), this.webContents);
  }

  loadURL(url: string): Promise<void> {
    record('window.loadURL', url);
    return this.webContents.load(url);
  }

  flashFrame(flag: boolean): void {
    record('window.flashFrame', flag);
  }

  setProgressBar(progress: number, options?: ProgressBarOptions): void {
    record('window.setProgressBar', progress, options);
    if (this.isDestroyed()) throw new TypeError('Object has been destroyed');
  }

  /** Windows takes it for an entry in the taskbar alone, which a hidden window hasn't, and shows nothing of an empty image. */
  setOverlayIcon(overlay: ImagePart | null, description: string): void {
    record('window.setOverlayIcon', overlay && overlay.path, description);
    if (this.isDestroyed()) throw new TypeError('Object has been destroyed');
    if (typeof description !== 'string') throw new TypeError('Error processing argument at index 1');
    if (overlay?.isEmpty()) throw new Error('There is nothing in the image.');
    const { width = 16, height = 16 } = overlay?.getSize() ?? {};
    if (width !== 16 || height !== 16) throw new Error('An overlay has 16 x 16 pixels.');
    if (this.#isVisible) this.overlay = overlay && { path: overlay.path, description };
  }

  show(): void {
    record('window.show');
    this.#isVisible = true;
    this.emit('show');
  }

  hide(): void {
    record('window.hide');
    this.leftBlackSpace ||= this.#isFullScreen;
    this.#isVisible = false;
    this.#isFocused = false;
    this.overlay = null;
    this.emit('hide');
  }

  focus(): void {
    record('window.focus');
    this.#isFocused = true;
  }

  /** The user looks at another program. */
  blur(): void {
    this.#isFocused = false;
  }

  /** The user drags it, and its edges. */
  drag(bounds: Rectangle): void {
    this.#bounds = bounds;
  }

  maximize(): void {
    this.#isMaximized = true;
  }

  minimize(): void {
    record('window.minimize');
    this.#isMinimized = true;
    this.#isFocused = false;
  }

  /** A change of spaces takes its time, and is told when it is done. */
  setFullScreen(flag: boolean): void {
    record('window.setFullScreen', flag);
    setImmediate(() => {
      this.#isFullScreen = flag;
      this.emit(flag ? 'enter-full-screen' : 'leave-full-screen');
    });
  }

  restore(): void {
    this.#isMinimized = false;
  }

  isVisible(): boolean {
    return this.#isVisible;
  }

  isFocused(): boolean {
    return this.#isFocused;
  }

  isMaximized(): boolean {
    return this.#isMaximized;
  }

  isFullScreen(): boolean {
    return this.#isFullScreen;
  }

  isDestroyed(): boolean {
    return !open.has(this);
  }

  isMinimized(): boolean {
    return this.#isMinimized;
  }

  getNormalBounds(): Rectangle {
    return this.#bounds;
  }

  close(): void {
    const event = new StandInEvent();
    this.emit('close', event);
    if (!event.defaultPrevented) this.destroy();
  }

  destroy(): void {
    if (!open.delete(this)) return;
    record('window.destroy');
    void this.webContents.close();
    this.emit('closed');
    app.windowClosed(this);
  }
}
