/**
 * One review at a time for the draft in hand, 150 ms after the last change; an answer to an older text is never shown.
 *
 * Reviews are remembered by their text, in memory and for this page only.
 */
import { bytesOf, MAX_DRAFT_CODE_POINTS, MAX_MESSAGE_BYTES } from "./protocol";
import type { Draft, Failure, Review, ReviewReply, State, View } from "./protocol";
import { Pace } from "./pace";

export const DEBOUNCE_MS = 150;
const REMEMBERED = 30;
const SPARE_BYTES = 512; // the envelope of a message and of the request made of it

export interface Reviewed {
  readonly view: View;
  /** The text the review in the view belongs to. */
  readonly draft: string;
}
/** What is to be reviewed; null where no composer has a draft. */
export interface InHand {
  readonly request: Draft;
  readonly partial: boolean;
}
interface Hooks {
  read(): InHand | null;
  ask(request: Draft): Promise<ReviewReply>;
  show(reviewed: Reviewed): void;
}
type Remembered = { review: Review } | { why: Failure };

export class ReviewLoop {
  private readonly remembered = new Map<string, Remembered>();
  private readonly pace = new Pace();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asking = false;
  private trouble: "unpaired" | "offline" | "busy" | null = null;
  private last: { review: Review; draft: string } | null = null;

  constructor(
    private readonly hooks: Hooks,
    private readonly signal: AbortSignal,
  ) {
    signal.addEventListener("abort", () => clearTimeout(this.timer), { once: true });
  }

  /** Something may have changed: look again, `delay` milliseconds after the last such call. */
  poke(delay = DEBOUNCE_MS): void {
    clearTimeout(this.timer);
    if (!this.signal.aborted) this.timer = setTimeout(() => this.look(), delay);
  }

  /** Another composer: what was shown for the last one is no longer on screen. */
  turn(): void {
    this.last = null;
    this.poke(0);
  }

  private look(): void {
    const inHand = this.hooks.read();
    if (!inHand) return this.show("idle", null, null);
    const key = JSON.stringify(inHand.request);
    const known = this.remembered.get(key);
    if (known) return this.showKnown(known, inHand);
    if (tooLong(inHand.request)) return this.show("abstained", "too_long", inHand);
    if (this.trouble === "unpaired") return this.show("unpaired", null, inHand);
    if (this.trouble) this.show("offline", this.trouble, inHand);
    else this.show("reviewing", null, inHand);
    if (this.asking) return; // its answer looks again
    const wait = this.pace.wait(Date.now());
    if (wait > 0) this.poke(wait);
    else void this.ask(key, inHand);
  }

  private async ask(key: string, inHand: InHand): Promise<void> {
    this.asking = true;
    this.pace.asked(Date.now());
    const reply = await this.hooks.ask(inHand.request);
    this.asking = false;
    if (this.signal.aborted) return;
    if (reply.ok) this.remember(key, { review: reply.review });
    else if (reply.why === "too_long" || reply.why === "refused") this.remember(key, { why: reply.why });
    else this.inTrouble(reply.why, reply.retryAfter);
    this.look();
  }

  private inTrouble(why: "unpaired" | "offline" | "busy", retryAfter: number | null): void {
    this.trouble = why;
    if (why !== "unpaired") this.pace.failed(Date.now(), retryAfter);
  }

  private remember(key: string, what: Remembered): void {
    this.trouble = null;
    this.pace.answered();
    this.remembered.set(key, what);
    for (const oldest of this.remembered.keys()) {
      if (this.remembered.size <= REMEMBERED) break;
      this.remembered.delete(oldest);
    }
  }

  private showKnown(known: Remembered, inHand: InHand): void {
    if ("why" in known)
      return known.why === "too_long"
        ? this.show("abstained", "too_long", inHand)
        : this.show("offline", "refused", inHand);
    const { review } = known;
    this.last = { review, draft: inHand.request.draft };
    if (review.abstained) return this.show("abstained", review.abstained, inHand);
    this.show(review.outreach?.present === false ? "not-outreach" : "scored", null, inHand);
  }

  /** While a new review is under way the last one stays in view; in every other state only a finished one does. */
  private show(state: State, why: View["why"], inHand: InHand | null): void {
    if (state === "idle") this.last = null;
    const kept =
      ["scored", "not-outreach", "abstained", "reviewing"].includes(state) && why !== "too_long" ? this.last : null;
    this.hooks.show({
      view: {
        state,
        why,
        review: kept?.review ?? null,
        partial: inHand?.partial ?? false,
        messages: inHand?.request.thread.length ?? null,
      },
      draft: kept?.draft ?? "",
    });
  }
}

const tooLong = (request: Draft): boolean =>
  [...request.draft].length > MAX_DRAFT_CODE_POINTS || bytesOf(request) > MAX_MESSAGE_BYTES - SPARE_BYTES;
