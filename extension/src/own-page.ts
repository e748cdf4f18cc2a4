/** What the extension's own pages share: their colours and the words for where a site's findings appear. */
import type { Site } from "./settings";
import { say } from "./say";

/** Dresses the page for the system's preference, now and whenever it changes. */
export function dress(): void {
  const scheme = matchMedia("(prefers-color-scheme: dark)");
  const follow = (): void => void document.body.classList.toggle("dark", scheme.matches);
  scheme.addEventListener("change", follow);
  follow();
}

export const modeWords = (mode: Site["mode"]): string => say(`mode_${mode}`);
