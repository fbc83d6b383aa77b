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
  /** Runs as the portable package for Windows: nothing is left on the machine but in the data folder. */
  isPortable: boolean;
  /** Start in the tray, without a window to be seen. */
  isHidden: boolean;
}
