/** Answers content scripts and own pages, and keeps nothing between two messages: it may be stopped at any time. */
import * as api from "./api";
import {
  accept,
  FromContent,
  FromPage,
  type Draft,
  type PairReply,
  type ReviewReply,
  type SiteReply,
} from "./protocol";
import { granted, syncRegistrations } from "./registration";
import { CLAUSE, knownOrigin, LINKEDIN, ORIGINS, pattern, readSettings, saveSite, serverOrigin } from "./settings";
import { closeStorage, dropToken, keepToken, tokenFor } from "./token";

chrome.runtime.onMessage.addListener((message: unknown, sender, reply: (answer: unknown) => void) => {
  const answer =
    sender.id === chrome.runtime.id ? (fromOwnPage(sender) ? page(message) : content(message, sender)) : null;
  if (!answer) return false;
  answer.then(reply, () => reply(null));
  return true;
});

chrome.storage.onChanged.addListener((changes, area) => {
  if (area !== "local") return;
  const synced = "sites" in changes ? syncRegistrations() : Promise.resolve();
  if (["sites", "server", "token"].some((key) => key in changes)) void synced.then(tellTabs);
});
chrome.permissions.onAdded.addListener(() => void syncRegistrations().then(tellTabs));
chrome.permissions.onRemoved.addListener(() => void syncRegistrations().then(tellTabs));
chrome.runtime.onStartup.addListener(() => void syncRegistrations());
chrome.runtime.onInstalled.addListener(({ reason }) => void installed(reason));
void closeStorage();
void syncRegistrations();

const fromOwnPage = (sender: chrome.runtime.MessageSender): boolean =>
  sender.url?.startsWith(chrome.runtime.getURL("")) ?? false;

function content(message: unknown, sender: chrome.runtime.MessageSender): Promise<unknown> | null {
  const asked = accept(FromContent, message);
  if (!asked || !sender.tab) return null;
  if (asked.type === "site") return siteOf(sender);
  if (asked.type === "options") return chrome.runtime.openOptionsPage();
  return reviewFor(sender, asked.request);
}

function page(message: unknown): Promise<unknown> | null {
  const asked = accept(FromPage, message);
  if (!asked) return null;
  return asked.type === "pair" ? pairWith(asked.server, asked.code) : forget();
}

async function siteOf(sender: chrome.runtime.MessageSender): Promise<SiteReply> {
  const origin = knownOrigin(
    sender.origin ?? (sender.url && URL.canParse(sender.url) ? new URL(sender.url).origin : ""),
  );
  if (!origin || !(await granted(origin))) return { mode: "off", thread: false };
  const { mode, thread } = (await readSettings()).sites[origin];
  return { mode, thread };
}

async function reviewFor(sender: chrome.runtime.MessageSender, request: Draft): Promise<ReviewReply> {
  const site = await siteOf(sender);
  if (site.mode === "off") return { ok: false, why: "refused", retryAfter: null };
  const { server } = await readSettings();
  const token = await tokenFor(server);
  if (!token) return { ok: false, why: "unpaired", retryAfter: null };
  const answer = await api.review(server, token, site.thread ? request : { ...request, thread: [] });
  if (!answer.ok && answer.why === "unpaired") await dropToken(); // revoked, expired, or another server by now
  return answer;
}

async function pairWith(typed: string, code: string): Promise<PairReply> {
  const server = serverOrigin(typed);
  if (!server) return { outcome: "address" };
  const answer = await api.pair(server, code.trim());
  if (!("token" in answer)) return answer;
  await keepToken(server, answer.token);
  return { outcome: "paired" };
}

/** Revokes the token, then removes every setting and gives every site's permission back. */
async function forget(): Promise<{ told: boolean }> {
  const { server } = await readSettings();
  const token = await tokenFor(server);
  const told = token ? await api.revoke(server, token) : true;
  await chrome.storage.local.clear();
  for (const origin of ORIGINS) await chrome.permissions.remove({ origins: [pattern(origin)] }).catch(() => false);
  return { told };
}

async function installed(reason: string): Promise<void> {
  const { clause, sites } = await readSettings();
  if (clause !== null && clause !== CLAUSE && sites[LINKEDIN].mode !== "off") {
    await saveSite(LINKEDIN, { mode: "off", thread: false }); // the clause changed: the question stands open again
    await chrome.runtime.openOptionsPage();
  } else if (reason === "install") await chrome.tabs.create({ url: chrome.runtime.getURL("options.html") });
  await syncRegistrations();
}

async function tellTabs(): Promise<void> {
  for (const { id } of await chrome.tabs.query({}))
    if (id !== undefined) chrome.tabs.sendMessage(id, { type: "settings" }).catch(() => {}); // no script in that tab
}
