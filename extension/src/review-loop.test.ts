// @vitest-environment node
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Draft, Review, ReviewReply } from "./protocol";
import { DEBOUNCE_MS, ReviewLoop, type Reviewed } from "./review-loop";

const review = (score: number): Review => ({ score, verdict: "rework", findings: [], commitments: [], checks: [] });
const ok = (score = 34): ReviewReply => ({ ok: true, review: review(score) });
const fail = (
  why: "offline" | "busy" | "unpaired" | "refused" | "too_long",
  retryAfter: number | null = null,
): ReviewReply => ({ ok: false, why, retryAfter });

/** A loop over a draft that the test writes, with the server's answers in the test's hand. */
class Desk {
  draft = "";
  readonly asked: Draft[] = [];
  readonly answers: ((reply: ReviewReply) => void)[] = [];
  readonly shown: Reviewed[] = [];
  readonly life = new AbortController();
  readonly loop = new ReviewLoop(
    {
      read: () =>
        this.draft
          ? { request: { draft: this.draft, channel: "email", subject: null, thread: [] }, partial: false }
          : null,
      ask: (request) => {
        this.asked.push(request);
        return new Promise((resolve) => this.answers.push(resolve));
      },
      show: (reviewed) => this.shown.push(reviewed),
    },
    this.life.signal,
  );

  async write(draft: string): Promise<void> {
    this.draft = draft;
    this.loop.poke();
    await vi.advanceTimersByTimeAsync(DEBOUNCE_MS);
  }

  async answer(reply: ReviewReply): Promise<void> {
    this.answers.shift()?.(reply);
    await vi.advanceTimersByTimeAsync(0);
  }

  get last(): string {
    const view = this.shown.at(-1)?.view;
    return view ? [view.state, view.why, view.review?.score].filter((part) => part != null).join(" ") : "nothing";
  }
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("the review loop", () => {
  it("asks once, 150 ms after the last change", async () => {
    const desk = new Desk();
    for (const draft of ["H", "Hi", "Hi A"]) {
      desk.draft = draft;
      desk.loop.poke();
      await vi.advanceTimersByTimeAsync(DEBOUNCE_MS - 1);
    }
    expect(desk.asked).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(desk.asked.map(({ draft }) => draft)).toEqual(["Hi A"]);
    expect(desk.last).toBe("reviewing");
    await desk.answer(ok());
    expect(desk.last).toBe("scored 34");
  });

  it("an answer to an older text is never shown", async () => {
    const desk = new Desk();
    await desk.write("old");
    await desk.write("new");
    expect(desk.asked).toHaveLength(1);
    await desk.answer(ok(11));
    expect(desk.shown.some(({ view }) => view.review?.score === 11)).toBe(false);
    await desk.answer(ok(22));
    expect(desk.last).toBe("scored 22");
    expect(desk.shown.at(-1)?.draft).toBe("new");
  });

  it("a text seen before is not asked again", async () => {
    const desk = new Desk();
    await desk.write("one");
    await desk.answer(ok(1));
    await desk.write("two");
    await desk.answer(ok(2));
    await desk.write("one");
    expect(desk.asked).toHaveLength(2);
    expect(desk.last).toBe("scored 1");
  });

  it("the last review stays in view, as such, while the next is under way", async () => {
    const desk = new Desk();
    await desk.write("one");
    await desk.answer(ok(1));
    await desk.write("one more");
    expect(desk.last).toBe("reviewing 1");
    expect(desk.shown.at(-1)?.draft).toBe("one");
  });

  it("an empty draft is idle, and shows nothing of what was there", async () => {
    const desk = new Desk();
    await desk.write("one");
    await desk.answer(ok(1));
    await desk.write("");
    expect(desk.last).toBe("idle");
    await desk.write("two");
    expect(desk.last).toBe("reviewing");
  });

  it("with the server away it says so, asks again after 1 and 2 seconds, and typing does not hurry it", async () => {
    const desk = new Desk();
    await desk.write("one");
    await desk.answer(fail("offline"));
    expect(desk.last).toBe("offline offline");
    await desk.write("one two");
    expect(desk.asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1_000 - DEBOUNCE_MS);
    expect(desk.asked).toHaveLength(2);
    await desk.answer(fail("offline"));
    await vi.advanceTimersByTimeAsync(1_999);
    expect(desk.asked).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(desk.asked).toHaveLength(3);
    await desk.answer(ok(5));
    expect(desk.last).toBe("scored 5");
  });

  it("a busy server is asked again when it said", async () => {
    const desk = new Desk();
    await desk.write("one");
    await desk.answer(fail("busy", 9));
    expect(desk.last).toBe("offline busy");
    await vi.advanceTimersByTimeAsync(8_999);
    expect(desk.asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(desk.asked).toHaveLength(2);
  });

  it("unpaired is said, and nothing is asked again until the settings change", async () => {
    const desk = new Desk();
    await desk.write("one");
    await desk.answer(fail("unpaired"));
    await desk.write("one two");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(desk.asked).toHaveLength(1);
    expect(desk.last).toBe("unpaired");
  });

  it("a text the server refused is not asked again, another one is", async () => {
    const desk = new Desk();
    await desk.write("one");
    await desk.answer(fail("refused"));
    expect(desk.last).toBe("offline refused");
    await desk.write("one");
    expect(desk.asked).toHaveLength(1);
    await desk.write("two");
    expect(desk.asked).toHaveLength(2);
  });

  it.each([["x".repeat(20_001)], ["😀".repeat(16_500)]])("a draft too long to send is not sent", async (draft) => {
    const desk = new Desk();
    await desk.write(draft);
    expect(desk.asked).toHaveLength(0);
    expect(desk.last).toBe("abstained too_long");
  });

  it.each([
    [{ ...review(0), score: null, verdict: null, abstained: "language" as const }, "abstained language"],
    [{ ...review(0), score: null, verdict: null, outreach: { present: false } }, "not-outreach"],
  ])("a review without a score says why", async (without, expected) => {
    const desk = new Desk();
    await desk.write("one");
    await desk.answer({ ok: true, review: without });
    expect(desk.last).toBe(expected);
  });

  it("after its signal nothing is asked or shown", async () => {
    const desk = new Desk();
    await desk.write("one");
    desk.life.abort();
    const { length } = desk.shown;
    await desk.answer(ok());
    await desk.write("two");
    expect(desk.shown).toHaveLength(length);
    expect(desk.asked).toHaveLength(1);
  });
});
