import { beforeEach, describe, expect, it } from "vitest";
import { readDraft } from "./editors/contenteditable";
import { marksOf, nameOf, shiftOver } from "./marks";
import type { Finding } from "./protocol";

const DRAFT = "Hi Ana. We are leaders. Fifteen minutes?";

function finding(text: string, change: Partial<Finding> = {}): Finding {
  const start = DRAFT.indexOf(text);
  return {
    ref: text,
    kind: "tell",
    severity: "warn",
    in: "draft",
    start,
    end: start + text.length,
    text,
    title: "",
    why: "",
    advice: "",
    ...change,
  };
}
const read = (text: string) => {
  document.body.replaceChildren(document.createElement("div"));
  const editor = document.body.firstElementChild as HTMLElement;
  editor.textContent = text;
  return readDraft(editor);
};
const words = (findings: Finding[], now: string): string[] =>
  marksOf(findings, read(now), shiftOver(DRAFT, now)).map(({ range }) => `${range}`);

beforeEach(() => document.body.replaceChildren());

describe("marks", () => {
  const both = [finding("Fifteen minutes?"), finding("We are leaders.")];

  it("stand under their words, in the order of the text", () => {
    expect(words(both, DRAFT)).toEqual(["We are leaders.", "Fifteen minutes?"]);
  });
  it("move with their words when something is typed before them", () => {
    expect(words(both, `Dear ${DRAFT}`)).toEqual(["We are leaders.", "Fifteen minutes?"]);
  });
  it("stay when something is typed behind them", () => {
    expect(words(both, `${DRAFT} Yes?`)).toEqual(["We are leaders.", "Fifteen minutes?"]);
  });
  it("go when their words are edited, and the others stay", () => {
    expect(words(both, DRAFT.replace("leaders", "readers"))).toEqual(["Fifteen minutes?"]);
  });
  it("go when their words are deleted", () => {
    expect(words(both, DRAFT.replace("We are leaders. ", ""))).toEqual(["Fifteen minutes?"]);
  });
  it("never stand under other words than the review named", () => {
    expect(words([finding("We are leaders.", { start: 0, end: 15 })], DRAFT)).toEqual([]);
    expect(words(both, "Something else altogether.")).toEqual([]);
  });
  it("are not made for a finding in the subject", () => {
    expect(words([finding("Hi Ana.", { in: "subject" })], DRAFT)).toEqual([]);
  });
  it("put what is more serious first where findings share their words", () => {
    const shared = [
      finding("We are leaders.", { kind: "strength", severity: "hint" }),
      finding("We are leaders.", { severity: "serious" }),
    ];
    expect(marksOf(shared, read(DRAFT), (same) => same).map(({ finding }) => nameOf(finding))).toEqual(["h1", "h4"]);
  });
  it("keep emoji whole: the offsets are UTF-16", () => {
    const draft = "👨‍💻 Hi İpek 👋🏽, a quick call?";
    const text = "a quick call?";
    const start = draft.indexOf(text);
    const marks = marksOf([finding("Hi Ana.", { start, end: start + text.length, text })], read(draft), (same) => same);
    expect(marks.map(({ range }) => `${range}`)).toEqual([text]);
  });
});
