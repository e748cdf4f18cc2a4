/** Sees which composer has the focus and when its draft changes; reads nothing itself and asks no other field. */
import { on } from "./trusted";
import { editorOf, type Composer, type Recognised, type Surface } from "./surfaces/surface";

export interface Watched {
  /** Another composer has the focus, or an editor that could not be recognised. */
  turned(to: Composer | { editor: HTMLElement; unrecognised: true }): void;
  /** The composer in hand may have another text now. */
  changed(): void;
}

/** Watches until `signal` fires. */
export function watch(surface: Surface, watched: Watched, signal: AbortSignal): void {
  let composer: Composer | null = null;
  let editor: HTMLElement | null = null;
  const observer = new MutationObserver(() => watched.changed());
  signal.addEventListener("abort", () => observer.disconnect(), { once: true });

  const focus = (target: EventTarget | null | undefined): void => {
    const next = editorOf(target);
    if (!next || (next === editor && composer)) return;
    const seen: Recognised = surface(next);
    if (seen === null) return;
    observer.disconnect();
    editor = next;
    composer = seen === "unrecognised" ? null : seen;
    watched.turned(composer ?? { editor, unrecognised: true });
    if (composer) observer.observe(next, { childList: true, characterData: true, subtree: true });
  };
  const input = (event: Event): void => {
    if (composer && event.target === editor) return watched.changed(); // the common case, at every key
    const target = event.composedPath()[0];
    if (editor && target instanceof Node && editor.contains(target) && composer) return watched.changed();
    if (composer && target instanceof Node && composer.scope.contains(target)) watched.changed(); // the subject
    focus(target);
  };

  on(document, "focusin", (event) => focus(event.composedPath()[0]), { capture: true, signal });
  on(document, "input", input, { capture: true, signal });
  focus(focused(document));
}

/** The element that has the focus now, inside shadow roots too. */
function focused(root: Document | ShadowRoot): Element | null {
  const inner = root.activeElement?.shadowRoot;
  return inner ? focused(inner) : root.activeElement;
}
