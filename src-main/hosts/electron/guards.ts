import { app } from 'electron';
import type { Session, WebContents } from 'electron';
import { isOwnAddress } from './protocol.ts';

/*
 * What no page may do, whichever window or session it is in
 * (https://www.electronjs.org/docs/latest/tutorial/security, items 1, 5, 11 to 14).
 */

/** What a page of Ferry's own may do without asking: put text on the clipboard, when a button is pressed for it. */
const mayDo = (permission: string): boolean => permission === 'clipboard-sanitized-write';

/** Nothing but the window's own files is ever requested, and no other permission is ever given. */
export function guardSession(session: Session): void {
  // Without handlers Electron says yes to every request for a permission.
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(mayDo(permission)));
  session.setPermissionCheckHandler((_contents, permission) => mayDo(permission));
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    const isDevTools = !app.isPackaged && URL.parse(url)?.protocol === 'devtools:';
    answer({ cancel: !isOwnAddress(url) && !isDevTools });
  });
}

/** No page leads elsewhere, opens a window or embeds another page. */
export function guardContents(contents: WebContents): void {
  const stay = (event: { preventDefault(): void; url: string }): void => {
    if (!isOwnAddress(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/** Guards every session and every page from its first moment on. Before the app is ready. */
export function guardEverything(): void {
  app.on('session-created', guardSession);
  app.on('web-contents-created', (_event, contents) => guardContents(contents));
}
