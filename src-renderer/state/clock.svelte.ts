/** The time for everything on the screen that counts down; it stands still in a hidden window. */
export class ClockState {
  /** Milliseconds since 1970, a second old at most. */
  now = $state(Date.now());

  constructor() {
    setInterval(() => {
      if (document.visibilityState === 'visible') this.now = Date.now();
    }, 1000);
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') this.now = Date.now();
    });
  }
}
