/** The badge beside the composer: always a number or a sign, and always a word; the button that opens the list. */
import { element } from "./elements";
import { toneOf } from "./findings";
import type { View } from "./protocol";
import { say } from "./say";

export class Badge {
  private readonly chip = element("span", "chip");
  private readonly word = element("span", "word");
  private readonly more = element("span", "quiet");
  readonly button = element(
    "button",
    "badge",
    { type: "button", "aria-haspopup": "dialog", "aria-expanded": "false", hidden: true },
    [element("span", "quiet", {}, ["Tellcheck: "]), this.chip, this.word, this.more],
  );

  /** Shows `view`, and hides where there is no draft. Gives the sentence that says the same. */
  show({ state, why, review }: View): string {
    this.button.hidden = state === "idle";
    this.button.dataset["state"] = state;
    const score = review?.score;
    const hasScore = (state === "scored" || state === "reviewing") && score != null && review?.verdict != null;
    this.button.className = `badge ${hasScore ? toneOf(review) : "h9"}`;
    this.chip.textContent = hasScore ? String(Math.round(score)) : SIGNS[state];
    this.word.textContent = hasScore ? say(`verdict_${review.verdict}`) : say(wordOf(state, why));
    const tells = hasScore ? review.findings.filter(({ kind }) => kind === "tell").length : 0;
    this.more.textContent = hasScore ? `. ${say("badge_more", tells)}` : "";
    return this.button.textContent ?? "";
  }

  expanded(open: boolean): void {
    this.button.setAttribute("aria-expanded", String(open));
  }
}

const SIGNS: Record<View["state"], string> = {
  idle: "",
  reviewing: "…",
  scored: "–",
  unpaired: "!",
  offline: "!",
  abstained: "–",
  "not-outreach": "–",
  unrecognised: "?",
};

/** The key of the one or two words that stand for a state without a score. */
const wordOf = (state: View["state"], why: View["why"]): string =>
  state === "abstained" || (state === "offline" && why && why !== "offline")
    ? `badge_${why ?? "unsure"}`
    : `badge_${state.replace("-", "_")}`;
