/**
 * The card of one finding, beside its words.
 *
 * Opened by the keyboard it takes the focus, as a dialog does, and the browser itself gives the focus back on closing:
 * the extension never focuses a field of the host. Opened by the pointer it leaves the focus where it is.
 */
import { element, showFocused, told } from "./elements";
import { exampleOf, withoutIt } from "./findings";
import { nameOf, type Mark } from "./marks";
import { placeCard } from "./placing";
import { say } from "./say";
import { on } from "./trusted";

interface Hooks {
  step(by: 1 | -1): void;
  /** The card shows another mark, or none. */
  shown(mark: Mark | null): void;
}

export class Card {
  readonly dialog = element("dialog", "card", { role: "dialog", "aria-labelledby": "tc-title", tabindex: "-1" });
  private mark: Mark | null = null;
  private unplace = (): void => {};

  constructor(
    private readonly hooks: Hooks,
    private readonly signal: AbortSignal,
  ) {
    signal.addEventListener("abort", () => this.unplace(), { once: true });
  }

  get current(): Mark | null {
    return this.mark;
  }

  /** Shows `mark`, the `place`th of `count`; with the focus inside where the keyboard asked for it. */
  open(mark: Mark, place: number, count: number, focus: boolean): void {
    this.mark = mark;
    this.dialog.replaceChildren(...this.content(mark, place, count));
    this.dialog.className = `card ${nameOf(mark.finding)}`;
    if (!focus) this.dialog.open = true;
    else if (!this.dialog.open) showFocused(this.dialog);
    else if (!this.dialog.matches(":focus-within")) this.dialog.focus();
    this.anchor(mark);
    this.hooks.shown(mark);
  }

  /** The same finding after its ranges were built anew; without it the card closes. */
  follow(mark: Mark | undefined): void {
    if (!this.mark) return;
    if (!mark) return this.close();
    this.mark = mark;
    this.anchor(mark);
    this.hooks.shown(mark);
  }

  close(): void {
    if (!this.mark) return;
    this.mark = null;
    this.unplace();
    this.unplace = () => {};
    this.dialog.close();
    this.hooks.shown(null);
  }

  private anchor(mark: Mark): void {
    this.unplace();
    this.unplace = placeCard(this.dialog, mark.range, () => this.close());
  }

  private content({ finding }: Mark, place: number, count: number): Node[] {
    const title = told("title", finding.title, "h2");
    title.id = "tc-title";
    const without = withoutIt(finding);
    return [
      element("div", "top", {}, [
        element("span", "kind", {}, [
          say(finding.kind === "strength" ? "severity_strength" : `severity_${finding.severity}`),
        ]),
        element("span", "place", {}, [say("card_place", place, count)]),
        this.button("step", "‹", say("card_previous"), () => this.hooks.step(-1)),
        this.button("step", "›", say("card_next"), () => this.hooks.step(1)),
        this.button("close", "×", say("close"), () => this.close()),
      ]),
      title,
      told("why", finding.why),
      told("advice", finding.advice),
      ...[exampleOf(finding.example), without ? element("p", "without", {}, [without]) : null].filter(
        (part) => part !== null,
      ),
    ];
  }

  private button(className: string, sign: string, label: string, act: () => void): HTMLButtonElement {
    const button = element("button", className, { type: "button", "aria-label": label, title: label }, [sign]);
    on(button, "click", act, { signal: this.signal });
    return button;
  }
}
