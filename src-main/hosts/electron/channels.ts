/** The one pair of channels between the window and the app. Each message is one string, see `src-shared/rpc-wire.ts`. */
export const toApp = 'ferry:to-app';
export const toScreen = 'ferry:to-screen';
