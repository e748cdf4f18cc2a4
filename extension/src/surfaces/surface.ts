/**
 * A surface knows one site's composers by role and structure, and asks for two signals before it speaks of a draft.
 *
 * Nothing is hooked to a label a site translates or to a class it may rename alone. A surface only reads, and only the
 * composer it was asked about.
 */
import type { Channel, ThreadMessage } from "../protocol";

export interface Composer {
  readonly editor: HTMLElement;
  /** The form, dialog or compose window of this editor; what belongs to another composer stands outside it. */
  readonly scope: Element;
  channel(): Channel;
  /** A subject the person writes, or null. */
  subject(): string | null;
  /** The messages on screen before this draft, oldest first. */
  thread(): ThreadMessage[];
}

/** "unrecognised": it looks like a composer of this site, but not enough like one to be sure. Null: no concern of ours. */
export type Recognised = Composer | "unrecognised" | null;
export type Surface = (editor: HTMLElement) => Recognised;

const EDITABLE = "[contenteditable]:not([contenteditable='false' i])";
const TEXTBOX = `${EDITABLE}[role=textbox]`;

/** The editor an event came from: the outermost text box, else the outermost editable element around its target. */
export function editorOf(target: EventTarget | null | undefined): HTMLElement | null {
  if (!(target instanceof Element)) return null;
  return outermost(target, TEXTBOX) ?? outermost(target, EDITABLE);
}

function outermost(element: Element, selector: string): HTMLElement | null {
  let found: HTMLElement | null = null;
  for (
    let next = element.closest<HTMLElement>(selector);
    next;
    next = next.parentElement?.closest<HTMLElement>(selector) ?? null
  )
    found = next;
  return found;
}

/** The text boxes below `element`. */
export const textBoxesIn = (element: Element): Element[] => [...element.querySelectorAll(TEXTBOX)];

/** Climbs from `editor` to the first ancestor that holds `selector`, never so far that another text box comes in. */
export function nearestWith(editor: Element, selector: string): Element | null {
  for (let parent = editor.parentElement; parent; parent = parent.parentElement) {
    if (textBoxesIn(parent).some((box) => box !== editor && !editor.contains(box))) return null;
    if (parent.querySelector(selector)) return parent;
  }
  return null;
}

/** Of several signals: two make a composer, one alone does not. */
export function judge(signals: readonly boolean[], composer: () => Composer): Recognised {
  const seen = signals.filter(Boolean).length;
  return seen >= 2 ? composer() : seen === 1 ? "unrecognised" : null;
}
