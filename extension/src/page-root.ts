/** The one element the extension adds to a page: an open shadow host under <html> that keeps its events to itself. */
import { element } from "./elements";
import sheetText from "./styles/view.css";

const OWN_EVENTS = [
  ...["pointerdown", "pointerup", "pointermove", "pointerover", "pointerout", "pointercancel", "click", "dblclick"],
  ...[
    "auxclick",
    "contextmenu",
    "mousedown",
    "mouseup",
    "mousemove",
    "mouseover",
    "mouseout",
    "touchstart",
    "touchend",
  ],
  ...["touchmove", "wheel", "keydown", "keyup", "keypress", "beforeinput", "input", "change", "copy", "cut", "paste"],
  ...["focusin", "focusout", "dragstart", "drop", "selectstart", "toggle"],
];

export class PageRoot {
  readonly host = document.createElement("tc-root");
  readonly body = element("div", "tc");
  private readonly live = element("div", "quiet", { role: "status" });

  constructor(signal: AbortSignal) {
    const shadow = this.host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(sheetText);
    shadow.adoptedStyleSheets = [sheet];
    shadow.append(this.body);
    this.body.append(this.live);
    for (const type of OWN_EVENTS) this.host.addEventListener(type, (event) => event.stopPropagation(), { signal });
    signal.addEventListener("abort", () => this.host.remove(), { once: true });
  }

  /** Puts the host where it belongs, should the page have taken it away, and takes on the theme behind the draft. */
  ready(dark: boolean): void {
    if (this.host.parentNode !== document.documentElement) document.documentElement.append(this.host);
    this.body.classList.toggle("dark", dark);
  }

  /** Has a screen reader say `text` when it comes to it. */
  announce(text: string): void {
    if (this.live.textContent !== text) this.live.textContent = text;
  }

  /** Whether an event or a focused element is inside the extension's own interface. */
  has(target: EventTarget | null | undefined): boolean {
    return target === this.host || (target instanceof Node && this.body.contains(target));
  }
}
