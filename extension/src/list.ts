/** The list of findings that the badge opens: a dialog beside the composer. */
import { element, showFocused } from "./elements";
import { findingsOf } from "./findings";
import { placeList } from "./placing";
import type { View } from "./protocol";
import { say } from "./say";
import { on } from "./trusted";

interface Hooks {
  opened(open: boolean): void;
  options(): void;
}

export class List {
  private readonly content = element("div", "content");
  readonly dialog = element("dialog", "list", { role: "dialog", "aria-label": say("list_title"), tabindex: "-1" });
  private unplace = (): void => {};

  constructor(
    private readonly badge: HTMLElement,
    private readonly hooks: Hooks,
    private readonly signal: AbortSignal,
  ) {
    const close = element("button", "close", { type: "button", "aria-label": say("close"), title: say("close") }, [
      "×",
    ]);
    on(close, "click", () => this.close(), { signal });
    this.dialog.append(element("div", "top", {}, [element("span", "kind", {}, ["Tellcheck"]), close]), this.content);
    signal.addEventListener("abort", () => this.unplace(), { once: true });
  }

  show(view: View): void {
    if (view.state === "idle") return this.close();
    if (view.state === "reviewing" && this.content.childElementCount) return; // what is read stays until it changes
    const open = [...this.content.querySelectorAll("details")].flatMap((item, at) => (item.open ? [at] : []));
    this.content.replaceChildren(...findingsOf(view));
    if (view.state === "unpaired") this.content.append(this.toOptions());
    for (const [at, item] of this.content.querySelectorAll("details").entries()) item.open = open.includes(at);
  }

  toggle(): void {
    if (this.dialog.open) return this.close();
    showFocused(this.dialog);
    this.unplace = placeList(this.dialog, this.badge);
    this.hooks.opened(true);
  }

  close(): void {
    if (!this.dialog.open) return;
    this.unplace();
    this.dialog.close();
    this.hooks.opened(false);
  }

  private toOptions(): HTMLElement {
    const button = element("button", "action", { type: "button" }, [say("open_options")]);
    on(button, "click", () => this.hooks.options(), { signal: this.signal });
    return button;
  }
}
