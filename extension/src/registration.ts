/** Content scripts stand registered exactly for the sites that are switched on and granted, and for no others. */
import { ORIGINS, pattern, readSettings, type Origin, type Site } from "./settings";

let queue: Promise<void> = Promise.resolve();

/** Brings the registrations in line with the stored choices; calls queue up behind one another. */
export function syncRegistrations(): Promise<void> {
  queue = queue.then(sync, sync);
  return queue;
}

/** Whether the person granted the extension this origin. */
export const granted = (origin: string): Promise<boolean> =>
  chrome.permissions.contains({ origins: [pattern(origin)] });

async function sync(): Promise<void> {
  const { sites } = await readSettings();
  const wanted = new Map<string, chrome.scripting.RegisteredContentScript>();
  for (const origin of ORIGINS)
    if (sites[origin].mode !== "off" && (await granted(origin)))
      wanted.set(idOf(origin, sites[origin]), script(origin, sites[origin]));
  const standing = (await chrome.scripting.getRegisteredContentScripts()).map(({ id }) => id);
  const surplus = standing.filter((id) => !wanted.has(id));
  if (surplus.length) await chrome.scripting.unregisterContentScripts({ ids: surplus });
  const missing = [...wanted.values()].filter(({ id }) => !standing.includes(id));
  if (!missing.length) return;
  await chrome.scripting.registerContentScripts(missing);
  for (const registered of missing) await intoOpenTabs(registered);
}

const idOf = (origin: Origin, site: Site): string => `${new URL(origin).hostname}:${site.mode}`;

function script(origin: Origin, site: Site): chrome.scripting.RegisteredContentScript {
  return {
    id: idOf(origin, site),
    matches: [pattern(origin)],
    js: ["content.js"],
    ...(site.mode === "page" ? { css: ["content.css"] } : {}), // the panel changes nothing in the page
    runAt: "document_start",
    allFrames: true,
    matchOriginAsFallback: true,
    persistAcrossSessions: true,
  };
}

/** Tabs that were open before the site was switched on need no reload. */
async function intoOpenTabs({ matches, js, css }: chrome.scripting.RegisteredContentScript): Promise<void> {
  for (const tab of await chrome.tabs.query({ url: matches ?? [] })) {
    if (tab.id === undefined) continue;
    const target = { tabId: tab.id, allFrames: true };
    try {
      if (css) await chrome.scripting.insertCSS({ target, files: css });
      await chrome.scripting.executeScript({ target, files: js ?? [] });
    } catch {
      // a tab that is just closing or shows an error page
    }
  }
}
