// @vitest-environment node
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  accept,
  bytesOf,
  FromContent,
  FromPage,
  MAX_MESSAGE_BYTES,
  ReviewSchema,
  ToContent,
  ViewSchema,
} from "./protocol";

const request = { draft: "Hi Ana", channel: "email", subject: null, thread: [{ from: "recipient", text: "Not now." }] };
const finding = {
  ref: "f1",
  id: "anything",
  kind: "tell",
  severity: "serious",
  in: "draft",
  start: 0,
  end: 2,
  text: "Hi",
  probability: 0.9,
  title: "Title",
  why: "Why",
  advice: "Advice",
  example: { before: "a", after: "b" },
  score_without: 58,
};
const review = {
  bundle: "2026.11-3f9c2a1b",
  language: "en",
  outreach: { probability: 0.97, present: true },
  abstained: null,
  score: 34,
  verdict: "rework",
  headlines: { one: { probability: 0.9, present: true, because: ["f1"], title: "T", why: "W", advice: "A" } },
  findings: [finding],
  commitments: [
    { id: "x", difficulty: 4, start: 0, end: 2, text: "Hi", main: true, title: "A meeting", fallback: false },
  ],
  checks: [{ id: "y", severity: "warn", title: "T", why: "W", advice: "A", because: ["f1", "t0"] }],
  thread: {
    messages: [{ index: 0, resistance: "z", probability: 0.9, title: "T", advice: "A" }],
    refusals: 1,
    attempts_since_refusal: 1,
  },
};

describe("messages from a content script", () => {
  it.each([[{ type: "site" }], [{ type: "options" }], [{ type: "review", request }]])("%j is taken", (message) => {
    expect(accept(FromContent, message)).toEqual(message);
  });

  it.each([
    ["another type", { type: "pair", server: "http://127.0.0.1:8765", code: "ABCD2345" }],
    ["a setting", { type: "settings", sites: {} }],
    ["a field too many", { type: "site", extra: 1 }],
    ["a server of its own", { type: "review", request, server: "https://example.com" }],
    ["a draft that is no text", { type: "review", request: { ...request, draft: 5 } }],
    ["an empty draft", { type: "review", request: { ...request, draft: "" } }],
    ["an unknown channel", { type: "review", request: { ...request, channel: "fax" } }],
    ["a thread too long", { type: "review", request: { ...request, thread: Array(51).fill(request.thread[0]) } }],
    ["nothing", null],
  ])("%s is dropped", (_, message) => expect(accept(FromContent, message)).toBeNull());

  it("more than 64 KiB of UTF-8 is dropped", () => {
    const long = (letters: number) => ({ type: "review", request: { ...request, draft: "é".repeat(letters) } });
    const spare = MAX_MESSAGE_BYTES - bytesOf(long(0));
    expect(accept(FromContent, long(Math.floor(spare / 2)))).not.toBeNull();
    expect(accept(FromContent, long(Math.floor(spare / 2) + 1))).toBeNull();
  });

  it("no made-up message is taken for one that pairs, forgets or changes anything", () => {
    const type = fc.constantFrom("pair", "forget", "settings", "token", "sites", "__proto__", "site ", "REVIEW");
    const anything = fc.oneof(
      fc.anything({ maxDepth: 1 }),
      fc.record(
        { type, request: fc.anything({ maxDepth: 1 }), server: fc.string(), code: fc.string() },
        { requiredKeys: ["type"] },
      ),
    );
    fc.assert(
      fc.property(anything, (message) => void expect(accept(FromContent, message)).toBeNull()),
      { numRuns: 1000 },
    );
  });

  it("no made-up message throws, whatever handler it reaches", () => {
    const nasty = fc.oneof(
      fc.anything({
        maxDepth: 1,
        withBigInt: true,
        withDate: true,
        withMap: true,
        withSet: true,
        withNullPrototype: true,
        withSparseArray: true,
      }),
      fc.constant(
        new Proxy(
          {},
          {
            get: () => {
              throw new Error("trap");
            },
          },
        ),
      ),
      fc.constant({
        get type() {
          throw new Error("getter");
        },
      }),
    );
    fc.assert(
      fc.property(nasty, fc.constantFrom(FromContent, FromPage, ToContent, ViewSchema), (message, schema) => {
        expect(() => accept(schema, message)).not.toThrow();
      }),
      { numRuns: 1000 },
    );
  });
});

describe("a review from the server", () => {
  it("is taken as documented, and what the extension does not show is left out", () => {
    const read = accept(ReviewSchema, review);
    expect(read?.findings[0]).toMatchObject({ ref: "f1", title: "Title", score_without: 58 });
    expect(JSON.stringify(read)).not.toContain("anything");
  });

  it("is taken with null scores where the text cannot be judged", () => {
    const quiet = {
      ...review,
      abstained: "too_short",
      score: null,
      verdict: null,
      findings: [],
      commitments: [],
      checks: [],
      thread: null,
    };
    expect(accept(ReviewSchema, quiet)?.abstained).toBe("too_short");
  });

  it.each([
    ["negative offset", { ...review, findings: [{ ...finding, start: -1 }] }],
    ["broken offset", { ...review, findings: [{ ...finding, end: 1.5 }] }],
    ["unknown severity", { ...review, findings: [{ ...finding, severity: "fatal" }] }],
    ["score out of range", { ...review, score: 101 }],
    ["title that is no text", { ...review, findings: [{ ...finding, title: { html: "<b>" } }] }],
    ["no findings at all", { ...review, findings: undefined }],
  ])("%s: dropped whole", (_, broken) => expect(accept(ReviewSchema, broken)).toBeNull());
});
