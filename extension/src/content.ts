/**
 * Runs in the pages of a site that was switched on: picks the surface, watches the composer in hand, shows the review.
 *
 * It asks the background for everything, holds drafts in memory only, and stops whole on one AbortSignal. Before the
 * background has said that the site is switched on it listens to nothing and reads nothing.
 */
import { PageView } from "./page-view";
import { PanelPorts } from "./panel-ports";
import { accept, ReviewReply, SiteReply, ToContent, type Draft } from "./protocol";
import { requestOf } from "./request";
import { ReviewLoop, type Reviewed } from "./review-loop";
import { knownOrigin } from "./settings";
import { SURFACES } from "./surfaces";
import type { Composer, Surface } from "./surfaces/surface";
import { watch } from "./watch";

const MAX_REPLY_BYTES = 4_194_304;

type InFocus = Composer | { editor: HTMLElement; unrecognised: true };

/** The script of this page, told apart from one left behind by an older version of the extension. */
declare global {
  var tcAlive: (() => boolean) | undefined;
}

let life: AbortController | null = null;

if (!globalThis.tcAlive?.()) {
  globalThis.tcAlive = () => chrome.runtime?.id !== undefined;
  chrome.runtime.onMessage.addListener((message: unknown, sender) => {
    if (sender.id === chrome.runtime.id && accept(ToContent, message)) void begin();
  });
  void begin();
}

/** Stops what runs, asks for the site's settings anew and runs by them. */
async function begin(): Promise<void> {
  life?.abort();
  const mine = (life = new AbortController());
  const origin = knownOrigin(globalThis.origin);
  const site = accept(SiteReply, (await tell({ type: "site" })) ?? (await tell({ type: "site" })));
  if (!origin || !site || site.mode === "off" || mine.signal.aborted) return;
  run(SURFACES[origin], site, mine.signal);
}

function run(surface: Surface, site: SiteReply, signal: AbortSignal): void {
  let inFocus: InFocus | null = null;
  const view = site.mode === "page" ? new PageView(() => void tell({ type: "options" }), signal) : null;
  const ports = new PanelPorts(() => loop.poke(0), signal);
  const show = (reviewed: Reviewed): void => {
    view?.show(reviewed);
    ports.show(reviewed.view);
  };
  const loop = new ReviewLoop(
    {
      read: () => {
        if (!inFocus || "unrecognised" in inFocus || !inFocus.editor.isConnected) return null;
        return view || ports.open ? requestOf(inFocus, site.thread) : null; // a panel nobody has open needs no review
      },
      ask,
      show,
    },
    signal,
  );
  watch(
    surface,
    {
      turned: (to) => {
        inFocus = to;
        view?.turn(to.editor);
        if ("unrecognised" in to) show(UNRECOGNISED);
        else loop.turn();
      },
      changed: () => {
        view?.edited();
        loop.poke();
      },
    },
    signal,
  );
}

const UNRECOGNISED: Reviewed = {
  view: { state: "unrecognised", why: null, review: null, partial: false, messages: null },
  draft: "",
};

/** Asks for a review; once more where the background was stopped before it could answer. */
async function ask(request: Draft): Promise<ReviewReply> {
  const message = { type: "review", request };
  const reply = accept(ReviewReply, (await tell(message)) ?? (await tell(message)), MAX_REPLY_BYTES);
  return reply ?? { ok: false, why: "offline", retryAfter: null };
}

/** The background's answer, or null where it was stopped. Where the extension itself is gone, everything stops. */
async function tell(message: object): Promise<unknown> {
  try {
    return await chrome.runtime.sendMessage(message);
  } catch {
    if (!globalThis.tcAlive?.()) life?.abort();
    return null;
  }
}
