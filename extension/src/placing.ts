/** Where the badge, the list and the card stand: beside what they belong to, inside the window, over no words. */
import { autoUpdate, computePosition, flip, hide, offset, shift, size, type VirtualElement } from "@floating-ui/dom";
import { parentOf } from "./theme";

const MARGIN = 8;

/** Keeps `floating` placed beside `reference` until the function it gives back is called. */
type Placed = () => void;

/** The part of `editor` that is not scrolled or clipped away. */
export function visibleRect(editor: Element): DOMRect {
  let { left, top, right, bottom } = editor.getBoundingClientRect();
  let fixed = false;
  for (let box: Element | null = editor; box && !fixed; box = parentOf(box)) {
    const style = getComputedStyle(box);
    if (box !== document.documentElement && box !== document.body && style.overflow !== "visible") {
      const clip = box.getBoundingClientRect();
      [left, top] = [Math.max(left, clip.left), Math.max(top, clip.top)];
      [right, bottom] = [Math.min(right, clip.right), Math.min(bottom, clip.bottom)];
    }
    fixed = style.position === "fixed";
  }
  [left, top] = [Math.max(left, 0), Math.max(top, 0)];
  [right, bottom] = [Math.min(right, innerWidth), Math.min(bottom, innerHeight)];
  return new DOMRect(left, top, Math.max(0, right - left), Math.max(0, bottom - top));
}

const show = (floating: HTMLElement, x: number, y: number): void => {
  Object.assign(floating.style, { left: `${Math.round(x)}px`, top: `${Math.round(y)}px` });
};

/** On the editor's upper edge, at its end, where composers have a border and seldom words. */
export function placeBadge(badge: HTMLElement, editor: HTMLElement): Placed {
  const reference: VirtualElement = { getBoundingClientRect: () => visibleRect(editor), contextElement: editor };
  return autoUpdate(reference, badge, () => {
    const rect = visibleRect(editor);
    badge.classList.toggle("away", !editor.isConnected || rect.width < 40 || rect.height < 10);
    void computePosition(reference, badge, {
      placement: "top-end",
      strategy: "fixed",
      middleware: [offset({ mainAxis: -6, crossAxis: -6 }), shift({ padding: 2, crossAxis: true })],
    }).then(({ x, y }) => show(badge, x, y));
  });
}

/** The list of findings: above or below the badge, as tall as there is room. */
export function placeList(list: HTMLElement, badge: HTMLElement): Placed {
  return autoUpdate(badge, list, () => {
    void computePosition(badge, list, {
      placement: "top-end",
      strategy: "fixed",
      middleware: [
        offset(MARGIN),
        flip({ padding: MARGIN }),
        shift({ padding: MARGIN }),
        size({
          padding: MARGIN,
          apply: ({ availableHeight }) => {
            list.style.maxHeight = `${Math.max(160, Math.min(560, Math.floor(availableHeight)))}px`;
          },
        }),
      ],
    }).then(({ x, y }) => show(list, x, y));
  });
}

/** The card of one mark. `lost` is called once its words are gone or scrolled out of sight. */
export function placeCard(card: HTMLElement, range: Range, lost: () => void): Placed {
  const around = range.startContainer.parentElement;
  const reference: VirtualElement = {
    getBoundingClientRect: () => range.getBoundingClientRect(),
    getClientRects: () => range.getClientRects(),
    ...(around ? { contextElement: around } : {}),
  };
  return autoUpdate(reference, card, () => {
    if (range.collapsed) return lost();
    void computePosition(reference, card, {
      placement: "bottom-start",
      strategy: "fixed",
      middleware: [offset(6), flip({ padding: MARGIN }), shift({ padding: MARGIN }), hide()],
    }).then(({ x, y, middlewareData }) => {
      card.classList.toggle("away", middlewareData.hide?.referenceHidden === true);
      show(card, x, y);
    });
  });
}
