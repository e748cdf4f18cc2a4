/**
 * Every message between content script, background and panel is one of these shapes, or it is dropped.
 *
 * The offsets of a review are UTF-16 code units, as the server sends them. What the server says is shown as text and
 * never interpreted: an unknown signal, check or commitment is a title and advice like any other.
 */
import * as v from "valibot";

export const MAX_MESSAGE_BYTES = 65_536;
export const MAX_DRAFT_CODE_POINTS = 20_000;
export const MAX_THREAD_MESSAGES = 50;

const Words = v.pipe(v.string(), v.maxLength(4_000));
const Ref = v.pipe(v.string(), v.maxLength(64));
const Refs = v.pipe(v.array(Ref), v.maxLength(500));
const Offset = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100_000));
const Probability = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const Score = v.pipe(v.number(), v.minValue(0), v.maxValue(100));
const Severity = v.picklist(["hint", "warn", "serious"]);
const Example = v.nullish(v.object({ before: Words, after: Words }));
const Advice = { title: Words, why: Words, advice: Words, example: Example };

const Finding = v.object({
  ref: Ref,
  kind: v.picklist(["tell", "strength"]),
  severity: Severity,
  in: v.picklist(["draft", "subject"]),
  start: Offset,
  end: Offset,
  text: v.pipe(v.string(), v.maxLength(20_000 * 2)),
  ...Advice,
  score_without: v.nullish(Score),
});
const Headline = v.object({ present: v.boolean(), because: v.nullish(Refs), ...v.partial(v.object(Advice)).entries });
const Check = v.object({ severity: Severity, ...Advice, because: v.nullish(Refs) });
const Commitment = v.object({
  title: v.nullish(Words),
  text: v.pipe(v.string(), v.maxLength(20_000 * 2)),
  difficulty: v.nullish(v.number()),
  main: v.nullish(v.boolean()),
});
const ThreadNote = v.object({ index: Offset, title: v.nullish(Words), advice: v.nullish(Words) });

export const ReviewSchema = v.object({
  language: v.nullish(v.string()),
  abstained: v.nullish(v.picklist(["too_short", "language", "unsure"])),
  outreach: v.nullish(v.object({ probability: v.nullish(Probability), present: v.nullish(v.boolean()) })),
  score: v.nullish(Score),
  verdict: v.nullish(v.picklist(["send", "improve", "rework"])),
  headlines: v.nullish(v.record(v.pipe(v.string(), v.maxLength(64)), Headline)),
  findings: v.pipe(v.array(Finding), v.maxLength(2_000)),
  commitments: v.pipe(v.array(Commitment), v.maxLength(500)),
  checks: v.pipe(v.array(Check), v.maxLength(100)),
  thread: v.nullish(
    v.object({ messages: v.pipe(v.array(ThreadNote), v.maxLength(50)), refusals: v.nullish(v.number()) }),
  ),
});
export type Review = v.InferOutput<typeof ReviewSchema>;
export type Finding = Review["findings"][number];

export const ThreadMessageSchema = v.strictObject({
  from: v.picklist(["recipient", "sender"]),
  text: v.pipe(v.string(), v.minLength(1), v.maxLength(20_000)),
});
export type ThreadMessage = v.InferOutput<typeof ThreadMessageSchema>;

export const DraftSchema = v.strictObject({
  draft: v.pipe(v.string(), v.minLength(1), v.maxLength(40_000)),
  channel: v.picklist(["linkedin_note", "linkedin_message", "inmail", "email"]),
  subject: v.nullable(v.pipe(v.string(), v.maxLength(1_000))),
  thread: v.pipe(v.array(ThreadMessageSchema), v.maxLength(MAX_THREAD_MESSAGES)),
});
export type Draft = v.InferOutput<typeof DraftSchema>;
export type Channel = Draft["channel"];

/** What a content script may ask. Nothing here changes a setting or names a server. */
export const FromContent = v.variant("type", [
  v.strictObject({ type: v.literal("site") }),
  v.strictObject({ type: v.literal("review"), request: DraftSchema }),
  v.strictObject({ type: v.literal("options") }),
]);
/** What the extension's own pages may ask besides. */
export const FromPage = v.variant("type", [
  v.strictObject({
    type: v.literal("pair"),
    server: v.pipe(v.string(), v.maxLength(300)),
    code: v.pipe(v.string(), v.maxLength(64)),
  }),
  v.strictObject({ type: v.literal("forget") }),
]);
/** Told to content scripts when a setting changed: ask for your site anew. */
export const ToContent = v.strictObject({ type: v.literal("settings") });

export const SiteReply = v.strictObject({
  mode: v.picklist(["page", "panel", "off"]),
  thread: v.boolean(),
});
export type SiteReply = v.InferOutput<typeof SiteReply>;

export const Failure = v.picklist(["unpaired", "offline", "busy", "too_long", "refused"]);
export type Failure = v.InferOutput<typeof Failure>;
export const ReviewReply = v.variant("ok", [
  v.strictObject({ ok: v.literal(true), review: ReviewSchema }),
  v.strictObject({ ok: v.literal(false), why: Failure, retryAfter: v.nullable(v.number()) }),
]);
export type ReviewReply = v.InferOutput<typeof ReviewReply>;

export const PairReply = v.strictObject({ outcome: v.picklist(["paired", "code", "address", "offline", "busy"]) });
export type PairReply = v.InferOutput<typeof PairReply>;
export const ForgetReply = v.strictObject({ told: v.boolean() });

/** What is shown for the draft in hand: by the badge and list in the page, and by the panel. */
export const ViewSchema = v.strictObject({
  state: v.picklist([
    "idle",
    "reviewing",
    "scored",
    "unpaired",
    "offline",
    "abstained",
    "not-outreach",
    "unrecognised",
  ]),
  why: v.nullable(v.picklist(["too_short", "language", "unsure", "too_long", "refused", "busy", "offline"])),
  review: v.nullable(ReviewSchema),
  partial: v.boolean(),
  messages: v.nullable(v.number()),
});
export type View = v.InferOutput<typeof ViewSchema>;
export type State = View["state"];

/** What `schema` makes of `message`, or null where it is another shape or too large. Never throws. */
export function accept<Schema extends v.GenericSchema>(schema: Schema, message: unknown, maxBytes = MAX_MESSAGE_BYTES) {
  try {
    if (bytesOf(message) > maxBytes) return null;
    const read = v.safeParse(schema, message);
    return read.success ? (read.output as v.InferOutput<Schema>) : null;
  } catch {
    return null; // getters that throw, cycles, values JSON cannot hold
  }
}

/** Length of the message as UTF-8 JSON. */
export const bytesOf = (message: unknown): number => new TextEncoder().encode(JSON.stringify(message) ?? "").length;
