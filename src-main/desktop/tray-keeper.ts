/** A sign in the tray, as far as keeping it goes. */
export interface Sign {
  destroy(): void;
}

export interface TrayKeeper<Tray extends Sign> {
  /** The sign, or null where none could be made. */
  readonly tray: Tray | null;
  /** Makes the sign, or makes it anew where it could not be seen until now. Resolves with whether it is seen. */
  look(): Promise<boolean>;
  destroy(): void;
}

/**
 * Keeps the sign in the tray. Electron asks for a host of trays only while a sign is made, and a sign that was made
 * without one is never seen; so it is made anew when a host has come since (an extension that was switched on, a bar
 * that started late).
 */
export function createTrayKeeper<Tray extends Sign>(options: {
  /** Throws where the system has no tray at all. */
  make(): Tray;
  /** Whether a tray is there now. */
  hasHost(): Promise<boolean>;
  report(error: unknown): void;
}): TrayKeeper<Tray> {
  let tray: Tray | null = null;
  let hadHost = false;
  let isOver = false;
  return {
    get tray() {
      return tray;
    },
    look: async () => {
      const hasHost = await options.hasHost();
      if (isOver) return false;
      if (!tray || (hasHost && !hadHost)) {
        tray?.destroy();
        tray = null;
        try {
          tray = options.make();
        } catch (error) {
          options.report(error);
        }
      }
      hadHost = hasHost;
      return hasHost && tray !== null;
    },
    destroy: () => {
      isOver = true;
      tray?.destroy();
      tray = null;
    },
  };
}
