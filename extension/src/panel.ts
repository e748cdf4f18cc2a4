/** The side panel: the findings of the composer in the tab beside it, with nothing changed in that tab's page. */
import { showFindings } from "./findings";
import { dress } from "./own-page";
import { PANEL_PORT } from "./panel-ports";
import { accept, ViewSchema, type View } from "./protocol";
import { say, sayAll } from "./say";
import { on } from "./trusted";

const MAX_VIEW_BYTES = 4_194_304;
const NOTHING: View = { state: "idle", why: null, review: null, partial: false, messages: null };

const page = new AbortController();
const content = document.querySelector<HTMLElement>("#content") as HTMLElement;
const live = document.querySelector<HTMLElement>("#live") as HTMLElement;
let port: chrome.runtime.Port | null = null;
let tab: number | undefined;

sayAll();
dress();
show(NOTHING);
void lookAtTab();
chrome.tabs.onActivated.addListener(() => void lookAtTab());
chrome.tabs.onUpdated.addListener((id, { status }) => {
  if (id === tab && status === "complete") void lookAtTab();
});
chrome.storage.onChanged.addListener(() => setTimeout(() => void lookAtTab(), 500)); // scripts start anew
on(document.querySelector("#options") as HTMLElement, "click", () => void chrome.runtime.openOptionsPage(), {
  signal: page.signal,
});

/** Listens to the active tab of this window; a tab without the extension's script shows as nothing to review. */
async function lookAtTab(): Promise<void> {
  const [active] = await chrome.tabs.query({ active: true, currentWindow: true });
  port?.disconnect();
  tab = active?.id;
  show(NOTHING);
  if (tab === undefined) return;
  const mine = (port = chrome.tabs.connect(tab, { name: PANEL_PORT }));
  mine.onMessage.addListener((message: unknown) => {
    const view = accept(ViewSchema, message, MAX_VIEW_BYTES);
    if (view && mine === port) show(view);
  });
  mine.onDisconnect.addListener(() => void chrome.runtime.lastError); // no script in that tab: nothing to say
}

function show(view: View): void {
  if (view.state === "reviewing" && !view.review && content.childElementCount) return;
  showFindings(content, view);
  live.textContent = view.state === "reviewing" ? live.textContent : (content.firstElementChild?.textContent ?? "");
  document.title =
    view.review?.score == null ? "Tellcheck" : `Tellcheck: ${Math.round(view.review.score)} ${say("of_hundred")}`;
}
