/**
 * Findings are painted as CSS highlights: no node of the host is added, changed or removed.
 *
 * Ranges are never the truth, offsets are: every repaint builds all ranges anew from offsets, and a finding whose words
 * no longer stand at its place is not painted.
 */
import { rangeOf, type Reading } from "./editors/contenteditable";
import type { Finding } from "./protocol";
import darkSheet from "./styles/marks-dark.css";
import lightSheet from "./styles/marks-light.css";
import { prefersDark } from "./theme";

/** Highlight names are public to the page: they say nothing. h0 is the finding whose card is open. */
const NAMES = ["h4", "h3", "h2", "h1", "h0"] as const;
type Name = (typeof NAMES)[number];

export interface Mark {
  readonly finding: Finding;
  readonly range: Range;
}

/** The name a finding is painted under, which is the class of its severity everywhere else too. */
export function nameOf({ kind, severity }: Pick<Finding, "kind" | "severity">): Name {
  if (kind === "strength") return "h4";
  return severity === "serious" ? "h1" : severity === "warn" ? "h2" : "h3";
}

/** What is painted on top, and told first, where findings share their words. */
export const weightOf = (finding: Finding): number => NAMES.indexOf(nameOf(finding));

/** The draft's findings that still stand where the review saw them, in the order of the text. */
export function marksOf(
  findings: readonly Finding[],
  reading: Reading,
  shift: (finding: Finding) => Finding | null,
): Mark[] {
  return findings
    .filter((finding) => finding.in === "draft")
    .map(shift)
    .filter((finding) => finding !== null)
    .filter(({ start, end, text }) => reading.text.slice(start, end) === text)
    .sort((a, b) => a.start - b.start || b.end - a.end || weightOf(b) - weightOf(a))
    .flatMap((finding) => {
      const range = rangeOf(reading, finding.start, finding.end);
      return range && !range.collapsed ? [{ finding, range }] : [];
    });
}

/**
 * Carries findings over an edit: what stands before it keeps its place, what stands behind it moves along, and what the
 * edit touched is dropped until the next review.
 */
export function shiftOver(before: string, after: string): (finding: Finding) => Finding | null {
  if (before === after) return (finding) => finding;
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const by = after.length - before.length;
  return (finding) => {
    if (finding.end <= head) return finding;
    if (finding.start >= before.length - tail) return { ...finding, start: finding.start + by, end: finding.end + by };
    return null;
  };
}

/** The highlights of one composer. Stops painting, and takes everything back, when `signal` fires. */
export class Marks {
  private readonly layers = new Map<Name, Highlight>();
  private sheet: CSSStyleSheet | null = null;
  private root: Document | ShadowRoot | null = null;
  private dark = false;

  constructor(signal: AbortSignal) {
    signal.addEventListener("abort", () => this.stop(), { once: true });
  }

  /** Paints `marks` in `root`, which may be a shadow root, in the colours for a dark or a light background. */
  paint(marks: readonly Mark[], root: Document | ShadowRoot, dark: boolean): void {
    if (!("highlights" in CSS)) return; // the badge and the list say the same
    this.dress(root, dark);
    for (const [priority, name] of NAMES.entries()) {
      if (name === "h0") continue;
      const layer = this.layer(name, priority);
      layer.clear();
      for (const mark of marks) if (nameOf(mark.finding) === name) layer.add(mark.range);
    }
    this.point(null);
  }

  /** Sets off the one mark whose card is open, or none. */
  point(mark: Mark | null): void {
    if (!("highlights" in CSS)) return;
    const layer = this.layer("h0", NAMES.indexOf("h0"));
    layer.clear();
    if (mark) layer.add(mark.range);
  }

  clear(): void {
    for (const layer of this.layers.values()) layer.clear();
  }

  private layer(name: Name, priority: number): Highlight {
    const standing = this.layers.get(name);
    if (standing && CSS.highlights.get(name) === standing) return standing;
    const layer = new Highlight();
    layer.priority = priority;
    CSS.highlights.set(name, layer);
    this.layers.set(name, layer);
    return layer;
  }

  /** The document has the extension's own sheet, which follows the system; anything else gets one that fits. */
  private dress(root: Document | ShadowRoot, dark: boolean): void {
    if (this.root === root && this.dark === dark) return;
    this.undress();
    this.root = root;
    this.dark = dark;
    if (root instanceof Document && dark === prefersDark()) return;
    this.sheet = new CSSStyleSheet();
    this.sheet.replaceSync(dark ? darkSheet : lightSheet);
    root.adoptedStyleSheets.push(this.sheet);
  }

  private undress(): void {
    const { root, sheet } = this;
    if (root && sheet) root.adoptedStyleSheets = root.adoptedStyleSheets.filter((adopted) => adopted !== sheet);
    this.sheet = this.root = null;
  }

  private stop(): void {
    for (const [name, layer] of this.layers) if (CSS.highlights.get(name) === layer) CSS.highlights.delete(name);
    this.layers.clear();
    this.undress();
  }
}
