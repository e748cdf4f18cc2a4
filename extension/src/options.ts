/** The options page: connect, and per site switch on, choose where findings appear, and allow the conversation. */
import { accept, ForgetReply, PairReply } from "./protocol";
import { CLAUSE, DEFAULT_SERVER, GMAIL, LINKEDIN, pattern, readSettings, saveSite, serverOrigin } from "./settings";
import type { Origin, Site } from "./settings";
import { dress, modeWords } from "./own-page";
import { say, sayAll } from "./say";
import { tokenFor } from "./token";
import { on } from "./trusted";

const { signal } = new AbortController();
const get = <Type extends HTMLElement>(id: string): Type => document.getElementById(id) as Type;
const server = get<HTMLInputElement>("server");
const code = get<HTMLInputElement>("code");
const status = get("status");
const choice = get("choice");
const SITES = [
  { origin: LINKEDIN, name: "linkedin" },
  { origin: GMAIL, name: "gmail" },
] as const;

sayAll();
dress();
document.title = say("options_title");
void refresh().then(() => void describeConnection());
chrome.storage.onChanged.addListener(() => void refresh());

on(
  get("pairing"),
  "submit",
  (event) => {
    event.preventDefault();
    void pair();
  },
  { signal },
);
on(get("forget"), "click", () => void forget(), { signal });
on(
  get("site-linkedin"),
  "click",
  () => {
    choice.hidden = !choice.hidden;
    if (!choice.hidden) choice.focus();
  },
  { signal },
);
for (const mode of ["panel", "page", "off"] as const)
  on(get(`linkedin-${mode}`), "click", () => void chooseForLinkedIn(mode), { signal });
on(get("site-gmail"), "click", () => void toggleGmail(), { signal });
for (const { origin, name } of SITES)
  on(get(`thread-${name}`), "change", () => void allowThread(origin, get<HTMLInputElement>(`thread-${name}`).checked), {
    signal,
  });

async function refresh(): Promise<void> {
  const settings = await readSettings();
  if (document.activeElement !== server) server.value = settings.server;
  for (const { origin, name } of SITES) {
    const site = settings.sites[origin];
    get(`now-${name}`).textContent = modeWords(site.mode);
    get(`tick-${name}`).hidden = site.mode === "off";
    get<HTMLInputElement>(`thread-${name}`).checked = site.thread;
  }
  get("site-gmail").textContent = say(settings.sites[GMAIL].mode === "off" ? "switch_on" : "switch_off");
  get("site-linkedin").textContent = say(settings.sites[LINKEDIN].mode === "off" ? "switch_on" : "change");
}

async function describeConnection(): Promise<void> {
  const { server: paired } = await readSettings();
  const connected = (await tokenFor(paired)) !== null;
  tell(connected ? say("connected", paired) : say("not_connected"), connected ? "good" : null);
}

function tell(words: string, tone: "good" | "bad" | null): void {
  status.textContent = words;
  status.dataset["tone"] = tone ?? "";
}

async function pair(): Promise<void> {
  const origin = serverOrigin(server.value || DEFAULT_SERVER);
  if (!origin) return tell(say("pair_address"), "bad");
  if (!code.value.trim()) return tell(say("pair_no_code"), "bad");
  if (!(await mayReach(origin))) return tell(say("pair_permission", origin), "bad");
  const button = get<HTMLButtonElement>("pair");
  button.disabled = true;
  tell(say("pairing"), null);
  const message = { type: "pair", server: origin, code: code.value.trim() };
  const reply = accept(PairReply, await chrome.runtime.sendMessage(message).catch(() => null));
  button.disabled = false;
  const outcome = reply?.outcome ?? "offline";
  if (outcome !== "paired") return tell(say(`pair_${outcome}`, origin), "bad");
  code.value = "";
  await describeConnection();
}

/** A team server is another host than this computer's: its permission is asked for on the same press. */
const mayReach = (origin: string): Promise<boolean> =>
  origin.startsWith("http:") ? Promise.resolve(true) : chrome.permissions.request({ origins: [pattern(origin)] });

async function forget(): Promise<void> {
  const reply = accept(ForgetReply, await chrome.runtime.sendMessage({ type: "forget" }).catch(() => null));
  choice.hidden = true;
  tell(say(reply?.told ? "forgotten" : "forgotten_here"), null);
}

/** Asks for the site's permission on the press itself; without it the site stays off. */
async function switchOn(origin: Origin, mode: Site["mode"]): Promise<boolean> {
  if (!(await chrome.permissions.request({ origins: [pattern(origin)] }))) return false;
  const { thread } = (await readSettings()).sites[origin];
  await saveSite(origin, { mode, thread });
  return true;
}

async function switchOff(origin: Origin): Promise<void> {
  await saveSite(origin, { mode: "off", thread: false });
  await chrome.permissions.remove({ origins: [pattern(origin)] }).catch(() => false);
}

async function chooseForLinkedIn(mode: Site["mode"]): Promise<void> {
  const chosen = mode === "off" ? await switchOff(LINKEDIN).then(() => true) : await switchOn(LINKEDIN, mode);
  if (!chosen) return;
  await chrome.storage.local.set({ clause: CLAUSE });
  choice.hidden = true;
  get("site-linkedin").focus();
}

async function toggleGmail(): Promise<void> {
  // The label says what the press does; reading the setting first would spend the press before the permission prompt.
  if (get("site-gmail").textContent === say("switch_off")) await switchOff(GMAIL);
  else await switchOn(GMAIL, "page");
}

async function allowThread(origin: Origin, thread: boolean): Promise<void> {
  const { mode } = (await readSettings()).sites[origin];
  await saveSite(origin, { mode, thread });
}
