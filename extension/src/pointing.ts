/** Highlights have no events: which mark the pointer rests on or presses is told by where its words are. */
import { weightOf, type Mark } from "./marks";
import { on } from "./trusted";

const REST_MS = 220;
const LEAVE_MS = 320;

interface Pointed {
  marks(): readonly Mark[];
  /** The pointer rests on a mark, or has pressed it. */
  rested(mark: Mark, pressed: boolean): void;
  /** The pointer has left both the mark and the card. */
  left(): void;
  /** Whether the event is over the extension's own interface. */
  own(event: Event): boolean;
}

/** Watches the pointer over the marks until `signal` fires. Nothing is prevented or stopped. */
export function watchPointer(pointed: Pointed, signal: AbortSignal): void {
  let over: Mark | null | undefined = null; // undefined: over the extension's own interface
  let timer: ReturnType<typeof setTimeout> | undefined;
  let frame = 0;
  const later = (act: () => void, delay: number): void => {
    clearTimeout(timer);
    timer = setTimeout(act, delay);
  };
  const moved = (event: PointerEvent): void => {
    if (pointed.own(event)) {
      over = undefined;
      return clearTimeout(timer);
    }
    const mark = markAt(pointed.marks(), event.clientX, event.clientY);
    if (over !== undefined && mark?.finding.ref === over?.finding.ref) return;
    over = mark;
    later(() => (mark ? pointed.rested(mark, false) : pointed.left()), mark ? REST_MS : LEAVE_MS);
  };
  on(
    window,
    "pointermove",
    (event) => {
      if (!pointed.marks().length || event.pointerType === "touch") return;
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => moved(event));
    },
    { capture: true, passive: true, signal },
  );
  on(
    window,
    "click",
    (event) => {
      if (pointed.own(event)) return;
      const mark = markAt(pointed.marks(), event.clientX, event.clientY);
      if (!mark || !selectsNothing()) return;
      clearTimeout(timer);
      over = mark;
      pointed.rested(mark, true);
    },
    { capture: true, passive: true, signal },
  );
  signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
}

/** Of marks that overlap at a point, the one painted on top: tells before strengths, the serious first. */
function markAt(marks: readonly Mark[], x: number, y: number): Mark | null {
  const hit = marks.filter(({ range }) =>
    [...range.getClientRects()].some(
      (rect) => rect.left <= x && x <= rect.right && rect.top <= y && y <= rect.bottom + 3,
    ),
  );
  return hit.sort((a, b) => weightOf(b.finding) - weightOf(a.finding) || length(a) - length(b))[0] ?? null;
}

const length = ({ finding }: Mark): number => finding.end - finding.start;

/** Words that are being selected open nothing. */
const selectsNothing = (): boolean => document.getSelection()?.isCollapsed ?? true;
