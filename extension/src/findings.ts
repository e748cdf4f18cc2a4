/** The whole review as a list for keyboard and screen reader; every word of a finding is the server's. */
import { element, told } from "./elements";
import { nameOf } from "./marks";
import type { Finding, Review, View } from "./protocol";
import { say } from "./say";

type Worded = { [Part in "title" | "why" | "advice"]?: string | undefined } & { example?: Finding["example"] };

/** Writes `view` out in `content`; what the person has opened stays open. */
export function showFindings(content: HTMLElement, view: View): void {
  const open = [...content.querySelectorAll("details")].flatMap((item, at) => (item.open ? [at] : []));
  content.replaceChildren(...findingsOf(view));
  for (const [at, item] of content.querySelectorAll("details").entries()) item.open = open.includes(at);
}

/** The state in words and, where there is one, the review. */
function findingsOf(view: View): HTMLElement[] {
  const shown: (HTMLElement | null)[] = [verdict(view)];
  if (view.partial) shown.push(element("p", "note", {}, [say("partial")]));
  const { review, state } = view;
  if (
    review &&
    (state === "scored" || state === "reviewing") &&
    !review.abstained &&
    review.outreach?.present !== false
  )
    shown.push(...sections(review, view.messages));
  return shown.filter((part) => part !== null);
}

function sections(review: Review, messages: number | null): (HTMLElement | null)[] {
  const byRef = new Map(review.findings.map((finding) => [finding.ref, finding]));
  const headlines = Object.values(review.headlines ?? {}).filter((headline) => headline.present && headline.title);
  const tells = review.findings.filter(({ kind }) => kind === "tell");
  const strengths = review.findings.filter(({ kind }) => kind === "strength");
  const nothing = !headlines.length && !review.checks.length && !tells.length;
  return [
    section(
      "list_headlines",
      headlines.map((headline) => item("h1", headline, because(headline.because, byRef))),
    ),
    section(
      "list_checks",
      review.checks.map((check) =>
        item(nameOf({ kind: "tell", severity: check.severity }), check, because(check.because, byRef)),
      ),
    ),
    section("list_tells", tells.map(findingItem)),
    nothing ? element("p", "note", {}, [say("list_no_tells")]) : null,
    section("list_strengths", strengths.map(findingItem)),
    section(
      "list_commitment",
      review.commitments.map((asked) => commitment(asked, review.commitments.length > 1)),
    ),
    section("list_thread", threadLines(review, messages)),
  ];
}

function section(heading: string, items: readonly HTMLElement[]): HTMLElement | null {
  if (!items.length) return null;
  return element("section", "part", {}, [
    element("h2", "heading", {}, [say(heading)]),
    element(
      "ul",
      "items",
      {},
      items.map((made) => element("li", "", {}, [made])),
    ),
  ]);
}

function verdict({ state, why, review }: View): HTMLElement {
  const { score, verdict } = review ?? {};
  if (review && score != null && verdict && (state === "scored" || state === "reviewing")) {
    const bar = element("meter", "bar", { min: "0", max: "100", value: String(score), "aria-label": say("score") });
    return element("div", `verdict ${toneOf(review)}`, {}, [
      element("p", "total", {}, [
        element("strong", "number", {}, [String(Math.round(score))]),
        ` ${say("of_hundred")} · ${say(`verdict_${verdict}`)}`,
      ]),
      bar,
    ]);
  }
  return element("p", "note", {}, [say(explanation(state, why))]);
}

/** The key of the sentence that explains a state without a score. */
export function explanation(state: View["state"], why: View["why"]): string {
  if (state === "abstained") return `explain_${why ?? "unsure"}`;
  if (state === "offline") return `explain_${why === "refused" || why === "busy" ? why : "offline"}`;
  return `explain_${state.replace("-", "_")}`;
}

/** The class of a verdict's colour; like the highlights' names it says nothing to the page. */
export const toneOf = ({ verdict }: Pick<Review, "verdict">): string =>
  verdict === "send" ? "h4" : verdict === "improve" ? "h2" : verdict === "rework" ? "h1" : "h9";

function item(
  tone: string,
  { title, why, advice, example }: Worded,
  quotes: readonly string[],
  after: string | null = null,
) {
  const summary = element("summary", "line", {}, [
    element("span", `swatch ${tone}`, { "aria-hidden": "true" }, ["abc"]),
    element("span", "words", {}, [
      told("title", title ?? "", "span"),
      quotes[0] ? told("quote", quotes[0], "span") : null,
    ]),
  ]);
  return element("details", "item", {}, [
    summary,
    element("div", "inside", {}, [
      ...quotes.slice(1).map((quote) => told("quote", quote)),
      why ? told("why", why) : null,
      advice ? told("advice", advice) : null,
      exampleOf(example),
      after ? element("p", "without", {}, [after]) : null,
    ]),
  ]);
}

const findingItem = (finding: Finding): HTMLElement =>
  item(nameOf(finding), finding, [finding.text], withoutIt(finding));

/** "Without this sentence: 58", or null where the server gave no figure. */
export function withoutIt({ kind, score_without }: Finding): string | null {
  if (score_without == null) return null;
  return say(kind === "strength" ? "without_strength" : "without_tell", Math.round(score_without));
}

/** The advice's example, before and after. */
export function exampleOf(example: Worded["example"]): HTMLElement | null {
  if (!example) return null;
  return element("dl", "example", {}, [
    element("dt", "", {}, [say("example_before")]),
    element("dd", "before", {}, [element("bdi", "", {}, [example.before])]),
    element("dt", "", {}, [say("example_after")]),
    element("dd", "after", {}, [element("bdi", "", {}, [example.after])]),
  ]);
}

const because = (refs: readonly string[] | null | undefined, byRef: ReadonlyMap<string, Finding>): string[] => [
  ...new Set((refs ?? []).flatMap((ref) => byRef.get(ref)?.text ?? [])),
];

function commitment({ title, text, main, difficulty }: Review["commitments"][number], several: boolean): HTMLElement {
  return element("div", "asked", {}, [
    title ? told("title", title, "span") : null,
    told("quote", text, "span"),
    element("span", "small", {}, [
      [
        several && main ? say("asked_main") : "",
        difficulty && difficulty <= 10 ? say("asked_difficulty", difficulty) : "",
      ]
        .filter(Boolean)
        .join(" · "),
    ]),
  ]);
}

function threadLines({ thread }: Review, messages: number | null): HTMLElement[] {
  if (!messages || !thread) return [];
  const last = thread.messages.filter(({ title }) => title).at(-1);
  const counts = say("thread_read", messages, thread.refusals ?? 0);
  return [
    element("div", "asked", {}, [
      last?.title ? told("title", last.title, "span") : null,
      last?.advice ? told("advice", last.advice, "span") : null,
      element("span", "small", {}, [counts]),
    ]),
  ];
}
