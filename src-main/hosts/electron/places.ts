/** Where the parts of the built app lie, and on which system. */
export interface Places {
  platform: NodeJS.Platform;
  dataFolder: string;
  /** The folder of the built screen. */
  screen: string;
  preload: string;
  /** The folder of the icons. */
  icons: string;
  /** Start the demo server and add it. */
  demo: boolean;
  /** Start in the tray, without a window to be seen. */
  isHidden: boolean;
}
