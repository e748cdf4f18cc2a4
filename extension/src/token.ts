/** The pairing token: kept for the one server that gave it, out of reach of content scripts. */
import * as v from "valibot";

const Token = v.object({ server: v.string(), value: v.pipe(v.string(), v.minLength(16), v.maxLength(512)) });

/** Closes storage to content scripts; called whenever the background starts. */
export async function closeStorage(): Promise<void> {
  await chrome.storage.local.setAccessLevel?.({ accessLevel: "TRUSTED_CONTEXTS" });
}

/** The token for `server`, or null where another server or none was paired. */
export async function tokenFor(server: string): Promise<string | null> {
  const { token } = await chrome.storage.local.get("token");
  const read = v.safeParse(Token, token);
  return read.success && read.output.server === server ? read.output.value : null;
}

/** Stores the server together with its token. */
export async function keepToken(server: string, value: string): Promise<void> {
  await chrome.storage.local.set({ server, token: { server, value } });
}

/** Forgets the token alone, as after the server has refused it. */
export async function dropToken(): Promise<void> {
  await chrome.storage.local.remove("token");
}
