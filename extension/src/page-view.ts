/** All that is shown in the page for one composer: marks under its words, badge beside it, list and card. */
import { Badge } from "./badge";
import { Card } from "./card";
import { offsetOf, readDraft, type Reading } from "./editors/contenteditable";
import { List } from "./list";
import { Marks, marksOf, shiftOver, type Mark } from "./marks";
import { PageRoot } from "./page-root";
import { placeBadge } from "./placing";
import { watchPointer } from "./pointing";
import type { Reviewed } from "./review-loop";
import { watchKeys } from "./keys";
import { isDark } from "./theme";
import { on } from "./trusted";

const ANNOUNCE_MS = 1_200;

export class PageView {
  private readonly root: PageRoot;
  private readonly badge = new Badge();
  private readonly marks: Marks;
  private readonly card: Card;
  private readonly list: List;
  private editor: HTMLElement | null = null;
  private shown: Reviewed | null = null;
  private painted: readonly Mark[] = [];
  private reading: Reading | null = null;
  private pinned = false;
  private unplace = (): void => {};
  private frame = 0;
  private speaking: ReturnType<typeof setTimeout> | undefined;

  constructor(openOptions: () => void, signal: AbortSignal) {
    this.root = new PageRoot(signal);
    this.marks = new Marks(signal);
    this.card = new Card({ step: (by) => this.step(by), shown: (mark) => this.marks.point(mark) }, signal);
    this.list = new List(
      this.badge.button,
      { opened: (open) => this.badge.expanded(open), options: openOptions },
      signal,
    );
    this.root.body.append(this.badge.button, this.list.dialog, this.card.dialog);
    on(this.badge.button, "click", () => this.toggleList(), { signal });
    watchPointer(this.pointed(), signal);
    watchKeys(this.keyed(), signal);
    on(document, "pointerdown", (event) => this.pressedOutside(event), { capture: true, passive: true, signal });
    signal.addEventListener("abort", () => this.leave(), { once: true });
  }

  /** Stands beside `editor` from now on. */
  turn(editor: HTMLElement): void {
    this.card.close();
    this.list.close();
    this.leave();
    this.editor = editor;
    this.unplace = placeBadge(this.badge.button, editor);
  }

  show(reviewed: Reviewed): void {
    if (!this.editor) return;
    this.shown = reviewed;
    this.root.ready(isDark(this.editor));
    const sentence = this.badge.show(reviewed.view);
    this.list.show(reviewed.view);
    this.repaint();
    clearTimeout(this.speaking);
    if (reviewed.view.state !== "reviewing")
      this.speaking = setTimeout(() => this.root.announce(sentence), ANNOUNCE_MS);
  }

  /** The draft was edited: marks follow their words in the next frame, before the next review is there. */
  edited(): void {
    if (!this.pinned) this.card.close();
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.repaint();
    });
  }

  private repaint(): void {
    const { editor, shown } = this;
    const review = shown?.view.review;
    if (
      !editor?.isConnected ||
      !shown ||
      !review ||
      !["scored", "reviewing"].includes(shown.view.state) ||
      review.outreach?.present === false ||
      review.abstained
    ) {
      this.painted = [];
      this.marks.clear();
      return this.card.close();
    }
    this.reading = readDraft(editor);
    this.painted = marksOf(review.findings, this.reading, shiftOver(shown.draft, this.reading.text));
    const root = editor.getRootNode();
    if (root instanceof Document || root instanceof ShadowRoot) this.marks.paint(this.painted, root, isDark(editor));
    const { current } = this.card;
    if (current) this.card.follow(this.painted.find(({ finding }) => finding.ref === current.finding.ref));
  }

  private toggleList(): void {
    this.card.close();
    this.list.toggle();
  }

  private open(mark: Mark, focus: boolean): void {
    this.list.close();
    this.card.open(mark, this.painted.indexOf(mark) + 1, this.painted.length, focus);
  }

  /** The next or previous finding: from the card that is open, else from the caret. */
  private step(by: 1 | -1): boolean {
    const count = this.painted.length;
    if (!count) return false;
    const { current } = this.card;
    const from = current
      ? this.painted.findIndex(({ finding }) => finding.ref === current.finding.ref)
      : this.caret(by);
    const next = this.painted[(from + by + count) % count];
    if (!next) return false;
    this.pinned = true;
    this.open(next, true);
    return true;
  }

  /** The finding before or behind the caret, to step on from. */
  private caret(by: 1 | -1): number {
    const root = this.editor?.getRootNode() as
      (ShadowRoot & { getSelection?(): Selection | null }) | Document | undefined;
    const selection = root?.getSelection?.() ?? document.getSelection();
    const at =
      selection?.focusNode && this.reading ? offsetOf(this.reading, selection.focusNode, selection.focusOffset) : null;
    const next = at === null ? -1 : this.painted.findIndex(({ finding }) => finding.end > at);
    if (by === 1) return at === null ? -1 : next === -1 ? this.painted.length - 1 : next - 1;
    return next === -1 ? this.painted.length : next;
  }

  private pointed(): Parameters<typeof watchPointer>[0] {
    return {
      marks: () => this.painted,
      own: (event) => this.root.has(event.composedPath()[0]),
      rested: (mark, pressed) => {
        if (this.list.dialog.open || (this.pinned && this.card.current && !pressed)) return;
        this.pinned = pressed;
        if (pressed || this.card.current?.finding.ref !== mark.finding.ref) this.open(mark, false);
      },
      left: () => {
        if (!this.pinned) this.card.close();
      },
    };
  }

  private keyed(): Parameters<typeof watchKeys>[0] {
    return {
      step: (by) => this.step(by),
      list: () => {
        if (this.badge.button.hidden || !this.editor) return false;
        this.toggleList();
        return true;
      },
      close: () => {
        if (!this.card.current && !this.list.dialog.open) return false;
        this.pinned = false;
        this.card.close();
        this.list.close();
        return true;
      },
    };
  }

  private pressedOutside(event: PointerEvent): void {
    if (this.root.has(event.composedPath()[0])) return;
    this.pinned = false;
    this.card.close();
    this.list.close();
  }

  private leave(): void {
    this.unplace();
    this.unplace = () => {};
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    clearTimeout(this.speaking);
    this.editor = this.shown = this.reading = null;
    this.painted = [];
    this.marks.clear();
  }
}
