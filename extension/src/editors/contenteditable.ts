/**
 * What a person has written in a contenteditable, as the text they see, with a way back from every offset to its node.
 *
 * Offsets are UTF-16 code units of `text`. Quoted history and signatures are no part of the draft. Nodes are only read.
 */

/** A stretch of the draft that stands in one node: a text node, or an image that stands for its `alt` text. */
export interface Run {
  readonly start: number;
  readonly end: number;
  readonly node: Text | HTMLImageElement;
  /** Where in the node's data the stretch begins. */
  readonly from: number;
}

export interface Reading {
  readonly text: string;
  readonly runs: readonly Run[];
  /** A quoted message stands in the editor. */
  readonly quoted: boolean;
  /** The draft goes on below a quoted message. */
  readonly partial: boolean;
}

const BLOCKS = new Set(
  (
    "ADDRESS ARTICLE ASIDE BLOCKQUOTE DD DIV DL DT FIGURE FOOTER FORM H1 H2 H3 H4 H5 H6 HEADER HR LI MAIN NAV OL P PRE " +
    "SECTION TABLE TBODY TD TH TR UL"
  ).split(" "),
);
const QUOTE = ".gmail_quote, .gmail_quote_container, blockquote[type=cite]";
const QUOTED_FROM_HERE = "#appendonsend, [id$=divRplyFwdMsg], #mail-editor-reference-message-container";
const NOT_THE_DRAFT =
  ".gmail_signature, [data-smartmail=gmail_signature], [id*='signature' i], style, script, [hidden]";
const VISIBLE = /[^\u200b\u200c\ufeff]+/g; // U+200D stays: emoji are built with it

class Reader {
  text = "";
  readonly runs: Run[] = [];
  quoted = false;
  partial = false;
  private breaks = 0; // line breaks owed before the next stretch
  private lineOpen = false;
  private ended = false;

  constructor(private readonly preformatted: boolean) {}

  children(parent: Node): void {
    for (let node = parent.firstChild; node && !this.ended; node = node.nextSibling) this.node(node);
  }

  private node(node: Node): void {
    if (node.nodeType === Node.TEXT_NODE) this.words(node as Text);
    else if (node.nodeType === Node.ELEMENT_NODE) this.element(node as HTMLElement);
  }

  private element(element: HTMLElement): void {
    if (element.matches(NOT_THE_DRAFT)) return;
    if (element.matches(QUOTED_FROM_HERE)) this.ended = this.quoted = true;
    else if (element.matches(QUOTE)) {
      this.edge();
      this.quoted = true;
    } else if (element.tagName === "BR") {
      this.breaks += 1;
      this.lineOpen = false;
    } else if (element.tagName === "IMG") {
      const { alt } = element as HTMLImageElement;
      if (alt) this.add(alt, element as HTMLImageElement, 0);
    } else if (BLOCKS.has(element.tagName)) {
      this.edge();
      this.children(element);
      this.edge();
    } else this.children(element);
  }

  private words(node: Text): void {
    const between = !this.preformatted && !this.lineOpen && !/[^ \t\r\n]/.test(node.data);
    if (between) return; // white space of the page's source, between blocks
    for (const stretch of node.data.matchAll(VISIBLE))
      this.add(stretch[0].replace(this.preformatted ? /\u00a0/g : /[\u00a0\t\r\n]/g, " "), node, stretch.index);
  }

  /** The edge of a block ends a line that was begun, and does nothing else. */
  private edge(): void {
    if (this.lineOpen) this.breaks += 1;
    this.lineOpen = false;
  }

  private add(text: string, node: Run["node"], from: number): void {
    if (this.text) this.text += "\n".repeat(this.breaks);
    this.breaks = 0;
    this.lineOpen = true;
    this.partial ||= this.quoted;
    this.runs.push({ start: this.text.length, end: this.text.length + text.length, node, from });
    this.text += text;
  }
}

/** The draft in `editor` as it stands now. */
export function readDraft(editor: Element): Reading {
  const reader = new Reader(getComputedStyle(editor).whiteSpace.startsWith("pre"));
  reader.children(editor);
  return { text: clean(reader.text), runs: reader.runs, quoted: reader.quoted, partial: reader.partial };
}

/** What the server takes: well-formed, no control characters. Each becomes another of the same length: offsets stay. */
export const clean = (text: string): string => text.toWellFormed().replace(/[\0-\x08\x0b\x0c\x0e-\x1f]/g, " ");

/**
 * The range that covers `start` to `end` of the draft, or null where the draft has no such stretch.
 * A range never reaches over into the next paragraph: its end belongs to the last run that begins before it.
 */
export function rangeOf({ runs, text }: Reading, start: number, end: number): Range | null {
  if (start < 0 || end <= start || end > text.length) return null;
  const first = lastRun(runs, (run) => run.start <= start);
  const last = lastRun(runs, (run) => run.start < end);
  if (!first?.node.isConnected || !last?.node.isConnected) return null;
  const range = new Range();
  if (first.node instanceof Text) range.setStart(first.node, first.from + Math.min(start, first.end) - first.start);
  else range.setStartBefore(first.node);
  if (last.node instanceof Text) range.setEnd(last.node, last.from + Math.min(end, last.end) - last.start);
  else range.setEndAfter(last.node);
  return range;
}

/** The draft's offset of a place in one of its text nodes, or null where the place is no part of the draft. */
export function offsetOf({ runs }: Reading, node: Node, at: number): number | null {
  const run = runs.find((run) => run.node === node && run.from <= at && at <= run.from + run.end - run.start);
  return run ? run.start + at - run.from : null;
}

/** Runs stand in order of their start: the last one that fits, by halving. */
function lastRun(runs: readonly Run[], fits: (run: Run) => boolean): Run | undefined {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (fits(runs[middle] as Run)) low = middle + 1;
    else high = middle;
  }
  return runs[low - 1];
}
