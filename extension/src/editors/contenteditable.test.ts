import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { offsetOf, rangeOf, readDraft } from "./contenteditable";

function editor(html: string, style = ""): HTMLElement {
  document.body.innerHTML = `<div contenteditable="true" role="textbox" style="${style}">${html}</div>`;
  return document.body.firstElementChild as HTMLElement;
}
const textOf = (html: string, style?: string): string => readDraft(editor(html, style)).text;

beforeEach(() => void (document.body.innerHTML = ""));

describe("a draft is read as the person sees it", () => {
  it.each([
    [
      "LinkedIn page",
      "<p>Hi Jordan,</p><p><br></p><p>We help teams like yours save 30%.</p>",
      "Hi Jordan,\n\nWe help teams like yours save 30%.",
    ],
    ["LinkedIn overlay", "<p>Saw your post about hiring.</p>", "Saw your post about hiring."],
    ["empty composer", "<p><br></p>", ""],
    [
      "Gmail inline reply, quote open",
      'Thanks Alice,<div><br></div><div>Happy to <img data-emoji="😊" alt="😊" src="data:,"> help.</div><div><br></div>' +
        '<div class="gmail_signature" data-smartmail="gmail_signature">Sam</div><br><div class="gmail_quote gmail_quote_container">' +
        '<div dir="ltr" class="gmail_attr">On Jul 22 Me wrote:<br></div><blockquote class="gmail_quote">Could you send</blockquote></div>',
      "Thanks Alice,\n\nHappy to 😊 help.",
    ],
    [
      "Gmail pop-up",
      "Hi Bob,<div><br></div><div>I wanted to reach out.</div><div><br></div>",
      "Hi Bob,\n\nI wanted to reach out.",
    ],
    [
      "Outlook reply",
      '<div class="elementToProof">Hi Alice,</div><div class="elementToProof"><br></div><div class="elementToProof">We offer a free audit.&nbsp;</div>' +
        '<div id="Signature">Sam</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>From:</b> Alice</div><div>Could you send</div>',
      "Hi Alice,\n\nWe offer a free audit. ",
    ],
    ["blank line from a break in a block", "A<div><br></div><div>B</div>", "A\n\nB"],
    ["a break at a paragraph's end", "<p>A<br></p><p>B</p>", "A\nB"],
    ["two breaks inside a paragraph", "<p>A<br><br>B</p>", "A\n\nB"],
    ["blocks inside blocks", "<div><div>A</div></div>B", "A\nB"],
    ["characters nobody sees", "a\u200bb\ufeffc", "abc"],
    ["an emoji built with joiners", "👨‍💻 here", "👨‍💻 here"],
    ["layout white space between blocks", "\n  <p>A</p>\n  <p>B</p>\n", "A\nB"],
    ["a line break in the source of a line", "<p>one\ntwo</p>", "one two"],
    ["inline markup in the middle of words", "<p>we are the <b>lead</b>ing</p>", "we are the leading"],
    ["a list", "<ul><li>one</li><li>two</li></ul>after", "one\ntwo\nafter"],
    ["script, style and hidden parts", "<p>A</p><style>p{}</style><p hidden>no</p><p>B</p>", "A\nB"],
    ["right-to-left words", "<p>שלום דנה,</p><p>מה שלומך?</p>", "שלום דנה,\nמה שלומך?"],
    ["control characters and lone surrogates, length kept", "<p>a\u0007b\ud83dc</p>", "a b\ufffdc"],
  ])("%s", (_, html, expected) => expect(textOf(html)).toBe(expected));

  it("keeps line breaks of preformatted text", () => {
    expect(textOf("one\n  two\u00a0three", "white-space: pre-wrap")).toBe("one\n  two three");
  });

  it("says that text stands below a quoted message", () => {
    const reading = readDraft(editor('<p>A</p><div class="gmail_quote">old</div><div>B</div>'));
    expect(reading).toMatchObject({ text: "A\nB", quoted: true, partial: true });
  });

  it("says that a quoted message was met and left out", () => {
    expect(readDraft(editor('<p>A</p><blockquote type="cite">old</blockquote>'))).toMatchObject({
      text: "A",
      quoted: true,
      partial: false,
    });
  });

  it("changes nothing in the editor", () => {
    const made = editor("<p>Hi <b>there</b></p><p>you&nbsp;</p>");
    const before = made.outerHTML;
    const reading = readDraft(made);
    rangeOf(reading, 0, reading.text.length);
    expect(made.outerHTML).toBe(before);
  });
});

describe("offsets lead back to nodes", () => {
  it("a mark that ends a paragraph does not spill into the next", () => {
    const reading = readDraft(editor("<p>First one.</p><p>Second.</p>"));
    expect(rangeOf(reading, 0, 10)?.toString()).toBe("First one.");
    expect(rangeOf(reading, 11, 18)?.toString()).toBe("Second.");
  });

  it("a mark goes across elements", () => {
    const reading = readDraft(editor("<p>we are <b>the lead</b>ing firm</p>"));
    expect(rangeOf(reading, 3, 18)?.toString()).toBe("are the leading");
  });

  it("an image that stands for an emoji is taken whole", () => {
    const made = editor('<p>so <img alt="😊"> happy</p>');
    const reading = readDraft(made);
    const range = rangeOf(reading, 3, 5);
    expect(reading.text.slice(3, 5)).toBe("😊");
    expect(range?.cloneContents().querySelector("img")).not.toBeNull();
    expect(range?.toString()).toBe("");
  });

  it.each([
    [-1, 2],
    [3, 3],
    [4, 2],
    [0, 99],
  ])("no range for %d to %d, which the draft does not have", (start, end) => {
    expect(rangeOf(readDraft(editor("<p>short</p>")), start, end)).toBeNull();
  });

  it("no range into nodes the host has replaced", () => {
    const made = editor("<p>gone</p>");
    const reading = readDraft(made);
    made.innerHTML = "<p>gone</p>";
    expect(rangeOf(reading, 0, 4)).toBeNull();
  });

  const words = fc.oneof(
    fc.constantFrom(
      "a",
      "b c",
      "👨‍👩‍👧",
      "🇪🇸",
      "👋🏽",
      "e\u0301",
      "İ",
      "שלום",
      "\u00a0",
      "\u200b",
      "\ufeffx",
      "z̷͉",
      " end. ",
      "&amp;",
    ),
    fc.string({ unit: fc.constantFrom("x", "é", "😀", " ", "ß"), minLength: 1, maxLength: 6 }),
  );
  const { html } = fc.letrec<{ html: string }>((tie) => ({
    html: fc.oneof(
      { depthSize: "small", maxDepth: 4 },
      words,
      fc.constant("<br>"),
      fc.constant('<img alt="😊">'),
      fc
        .tuple(fc.constantFrom("p", "div", "b", "span", "li"), fc.array(tie("html"), { maxLength: 4 }))
        .map(([tag, inner]) => `<${tag}>${inner.join("")}</${tag}>`),
    ),
  }));
  const anyEditor = fc.array(html, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(""));

  it("every run repeats exactly its own stretch of the text, in order", () => {
    fc.assert(
      fc.property(anyEditor, (source) => {
        const { runs, text } = readDraft(editor(source));
        let at = 0;
        for (const run of runs) {
          expect(text.slice(at, run.start)).toMatch(/^\n*$/);
          const own =
            run.node instanceof Text ? run.node.data.slice(run.from, run.from + run.end - run.start) : run.node.alt;
          expect(text.slice(run.start, run.end)).toBe(own.replace(/[\u00a0\t\r\n]/g, " "));
          at = run.end;
        }
        expect(text).not.toMatch(/^\n|\n$/);
        expect(at).toBe(text.length);
      }),
      { numRuns: 150 },
    );
  });

  it("any stretch of the text comes back from its range, and its ends from their nodes", () => {
    fc.assert(
      fc.property(anyEditor, fc.nat(), fc.nat(), (source, first, second) => {
        const reading = readDraft(editor(source));
        if (!reading.text) return;
        const start = first % reading.text.length;
        const end = start + 1 + (second % (reading.text.length - start));
        const range = rangeOf(reading, start, end);
        const wanted = reading.text.slice(start, end);
        const inOneNode = range?.startContainer === range?.endContainer && range?.startContainer instanceof Text;
        // Between nodes a range also holds layout white space and the images' places, which the draft tells otherwise.
        const images = range?.cloneContents().querySelector("img") != null;
        const plain = (text: string) =>
          text.replace(inOneNode ? /[\u200b\u200c\ufeff\n]/g : /[\u200b\u200c\ufeff\s]/g, "");
        if (!images) expect(plain(`${range}`.replaceAll("\u00a0", " "))).toBe(plain(wanted));
        const run = reading.runs.find((run) => run.start <= start && start < run.end);
        if (run?.node instanceof Text && range?.startContainer === run.node)
          expect(offsetOf(reading, range.startContainer, range.startOffset)).toBe(start);
      }),
      { numRuns: 150 },
    );
  });

  it("a place outside the draft has no offset", () => {
    const reading = readDraft(editor("<p>in</p>"));
    expect(offsetOf(reading, document.body, 0)).toBeNull();
  });
});
