/**
 * The extension's keys: Alt+Shift+J and K for the next and previous finding, Alt+Shift+L for the list, Escape to close.
 *
 * A key is kept from the host only where it did something here: in a composer without findings, and for Escape with
 * nothing open, the host's own keys work as ever.
 */
import { on } from "./trusted";

interface Keyed {
  step(by: 1 | -1): boolean;
  list(): boolean;
  close(): boolean;
}

/** Watches the keys until `signal` fires. Each action says whether it did anything. */
export function watchKeys(keyed: Keyed, signal: AbortSignal): void {
  const done = (event: KeyboardEvent): boolean => {
    if (event.isComposing) return false;
    if (event.key === "Escape") return keyed.close();
    if (!event.altKey || !event.shiftKey || event.ctrlKey || event.metaKey) return false;
    if (event.code === "KeyJ") return keyed.step(1);
    if (event.code === "KeyK") return keyed.step(-1);
    return event.code === "KeyL" && keyed.list();
  };
  on(
    window,
    "keydown",
    (event) => {
      if (!done(event)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    { capture: true, signal },
  );
}
