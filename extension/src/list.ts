/** The list of findings that the badge opens: a dialog beside the composer. */
import { element, showFocused } from "./elements";
import { showFindings } from "./findings";
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
  private view: View | null = null;
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

  /** Takes over `view`; it is written out only while the list is open. */
  show(view: View): void {
    this.view = view;
    if (view.state === "idle") return this.close();
    const settled = view.state !== "reviewing" || !this.content.childElementCount; // else what is read stays for now
    if (this.dialog.open && settled) this.write(view);
  }

  toggle(): void {
    if (this.dialog.open) return this.close();
    if (!this.view) return;
    this.write(this.view);
    showFocused(this.dialog);
    this.unplace = placeList(this.dialog, this.badge);
    this.hooks.opened(true);
  }

  close(): void {
    if (!this.dialog.open) return;
    this.unplace();
    this.dialog.close();
    this.content.replaceChildren();
    this.hooks.opened(false);
  }

  private write(view: View): void {
    showFindings(this.content, view);
    if (view.state === "unpaired") this.content.append(this.toOptions());
  }

  private toOptions(): HTMLElement {
    const button = element("button", "action", { type: "button" }, [say("open_options")]);
    on(button, "click", () => this.hooks.options(), { signal: this.signal });
    return button;
  }
}
