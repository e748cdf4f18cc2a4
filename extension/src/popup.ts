/** The popup: whether the server is connected, where findings appear, and the ways to the panel and the options. */
import { dress, modeWords } from "./own-page";
import { say, sayAll } from "./say";
import { GMAIL, LINKEDIN, readSettings } from "./settings";
import { tokenFor } from "./token";
import { on } from "./trusted";

/** Firefox has a sidebar where Chromium has a side panel. */
const firefox = chrome as unknown as { sidebarAction: { open(): Promise<void> } };
const { signal } = new AbortController();
const get = (id: string): HTMLElement => document.getElementById(id) as HTMLElement;

sayAll();
dress();
void describe();
on(get("options"), "click", () => void chrome.runtime.openOptionsPage().then(() => window.close()), { signal });
on(get("panel"), "click", () => void openPanel(), { signal });

async function describe(): Promise<void> {
  const { server, sites } = await readSettings();
  get("server").textContent = (await tokenFor(server))
    ? server.replace(/^https?:\/\//, "")
    : say("popup_not_connected");
  get("now-linkedin").textContent = modeWords(sites[LINKEDIN].mode);
  get("now-gmail").textContent = modeWords(sites[GMAIL].mode);
}

async function openPanel(): Promise<void> {
  if (chrome.sidePanel) await chrome.sidePanel.open({ windowId: chrome.windows.WINDOW_ID_CURRENT });
  else await firefox.sidebarAction.open();
  window.close();
}
