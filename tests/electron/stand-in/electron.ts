/**
 * The parts of `electron` that Ferry's main process uses, for a Node without Electron's runtime: each is typed by
 * Electron's own declarations, notes what it was told, and does the same as far as the app can tell. Events come from
 * Node's emitter, as Electron's do; `on` isn't among the typed parts, since it returns the whole class.
 */
import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { app } from './app.ts';
import { StandInBrowserWindow as BrowserWindow } from './browser-window.ts';
import {
  dialog,
  nativeTheme,
  powerMonitor,
  powerSaveBlocker,
  screen,
  shell,
  StandInMenu as Menu,
  StandInNotification as Notification,
  StandInTray as Tray,
} from './desktop.ts';
import { nativeImage } from './images.ts';
import { ipcMain } from './ipc-main.ts';
import { net } from './net.ts';
import { protocol, session } from './session.ts';
import { utilityProcess } from './utility-process.ts';

/** `electron.autoUpdater`: electron-updater tells it that the app quits for an update. */
const autoUpdater = new EventEmitter();

const electron = {
  app,
  autoUpdater,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  nativeImage,
  nativeTheme,
  net,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  screen,
  session,
  shell,
  Tray,
  utilityProcess,
} satisfies { [Name in keyof typeof Electron]?: unknown };

export {
  app,
  autoUpdater,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  nativeImage,
  nativeTheme,
  net,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  screen,
  session,
  shell,
  Tray,
  utilityProcess,
  electron as default,
};
