/** Where settings stand and what a stored value must look like; anything else counts as "off". */
import * as v from "valibot";

export const DEFAULT_SERVER = "http://127.0.0.1:8765";
/** Raise it when the clause named in the question for linkedin.com changes: the question is then asked again. */
export const CLAUSE = 1;

export const LINKEDIN = "https://www.linkedin.com";
export const GMAIL = "https://mail.google.com";
export const ORIGINS = [LINKEDIN, GMAIL] as const;
export type Origin = (typeof ORIGINS)[number];

const Site = v.object({ mode: v.picklist(["page", "panel", "off"]), thread: v.fallback(v.boolean(), false) });
export type Site = v.InferOutput<typeof Site>;
const Stored = v.object({
  server: v.fallback(v.string(), DEFAULT_SERVER),
  sites: v.fallback(v.record(v.string(), v.fallback(Site, { mode: "off", thread: false })), {}),
  clause: v.fallback(v.nullable(v.number()), null),
});
export type Settings = { server: string; sites: Record<Origin, Site>; clause: number | null };

/** The settings as stored, with every site that was never switched on as off. */
export async function readSettings(): Promise<Settings> {
  const { server, sites, clause } = v.parse(Stored, await chrome.storage.local.get(["server", "sites", "clause"]));
  const off: Site = { mode: "off", thread: false };
  return { server, clause, sites: { [LINKEDIN]: sites[LINKEDIN] ?? off, [GMAIL]: sites[GMAIL] ?? off } };
}

/** Stores one site's choice and leaves the others as they are. */
export async function saveSite(origin: Origin, site: Site): Promise<void> {
  const { sites } = await readSettings();
  await chrome.storage.local.set({ sites: { ...sites, [origin]: site } });
}

/** The origin among those we know, or null. */
export const knownOrigin = (origin: string | undefined): Origin | null =>
  ORIGINS.find((known) => known === origin) ?? null;

/** The match pattern of an origin, for permissions and content scripts. */
export const pattern = (origin: string): string => `${origin.replace(/:\d+$/, "")}/*`;

/**
 * The server's origin from what a person typed: loopback over http, anything else over https only; null otherwise.
 * "localhost" becomes 127.0.0.1, the one address the local server listens on and the extension may reach.
 */
export function serverOrigin(typed: string): string | null {
  const text = typed.trim();
  if (!URL.canParse(/^[a-z]+:\/\//i.test(text) ? text : `http://${text}`)) return null;
  const url = new URL(/^[a-z]+:\/\//i.test(text) ? text : `http://${text}`);
  if (url.username || url.password || url.pathname !== "/" || url.search || url.hash) return null;
  if (url.protocol === "http:" && url.hostname === "localhost") url.hostname = "127.0.0.1";
  const allowed = url.protocol === "https:" || (url.protocol === "http:" && url.hostname === "127.0.0.1");
  return allowed ? url.origin : null;
}
