import type { ListHandle } from '../../components/list-handle.ts';

/** How far the pointer goes before a press is a drag. CSS pixels. */
const threshold = 6;

interface DragOptions {
  list: () => ListHandle | null;
  /** How many rows go along from there; 0 where none can. Called once, when the drag begins. */
  begin: () => number;
  drop: (gap: number) => void;
}

/** Rows that are dragged to another place, with a line where they would go. Escape gives it up. */
export class RowDrag {
  /** Above which line they would go; null while nothing is dragged. */
  gap = $state<number | null>(null);
  /** Where the pointer is, and how many rows it holds. */
  held = $state.raw<{ x: number; y: number; count: number } | null>(null);
  readonly #options: DragOptions;

  constructor(options: DragOptions) {
    this.#options = options;
  }

  /** The pointer went down on a row. */
  press(event: PointerEvent): void {
    if (
      event.button !== 0 ||
      event.pointerType === 'touch' ||
      event.shiftKey ||
      event.ctrlKey ||
      event.metaKey
    )
      return;
    const start = { x: event.clientX, y: event.clientY };
    let count = 0;
    let scrolling = 0;
    const move = ({ clientX, clientY }: PointerEvent): void => {
      if (count === 0) {
        if (Math.hypot(clientX - start.x, clientY - start.y) < threshold) return;
        count = this.#options.begin();
        if (count === 0) return end();
      }
      this.held = { x: clientX, y: clientY, count };
      this.gap = this.#options.list()?.gapAt(clientY) ?? null;
    };
    const scroll = (): void => {
      if (this.held) {
        this.#options.list()?.scrollNear(this.held.y);
        this.gap = this.#options.list()?.gapAt(this.held.y) ?? null;
      }
      scrolling = requestAnimationFrame(scroll);
    };
    const up = (): void => {
      const { gap } = this;
      const isDrag = this.held !== null;
      end();
      if (!isDrag) return;
      // The click that follows belongs to the drag.
      window.addEventListener('click', swallow, { capture: true, once: true });
      setTimeout(() => window.removeEventListener('click', swallow, { capture: true }));
      if (gap !== null) this.#options.drop(gap);
    };
    const swallow = (click: MouseEvent): void => click.stopPropagation();
    const key = (pressed: KeyboardEvent): void => {
      if (pressed.key !== 'Escape' || !this.held) return;
      pressed.preventDefault();
      pressed.stopPropagation();
      end();
    };
    const end = (): void => {
      cancelAnimationFrame(scrolling);
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerup', up);
      window.removeEventListener('pointercancel', end);
      window.removeEventListener('keydown', key, { capture: true });
      this.gap = null;
      this.held = null;
    };
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', up);
    window.addEventListener('pointercancel', end);
    window.addEventListener('keydown', key, { capture: true });
    scrolling = requestAnimationFrame(scroll);
  }
}
