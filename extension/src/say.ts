/** Every word the extension itself says stands in _locales; findings are worded by the server. */

/** The message `key` in the browser's language. */
export const say = (key: string, ...fillIn: (string | number)[]): string =>
  chrome.i18n.getMessage(key, fillIn.map(String));

/** Fills every element with data-say or data-say-label in a page of the extension. */
export function sayAll(root: ParentNode = document): void {
  for (const spoken of root.querySelectorAll<HTMLElement>("[data-say]"))
    spoken.textContent = say(spoken.dataset["say"] ?? "");
  for (const labelled of root.querySelectorAll<HTMLElement>("[data-say-label]"))
    labelled.setAttribute("aria-label", say(labelled.dataset["sayLabel"] ?? ""));
  document.documentElement.lang = chrome.i18n.getUILanguage().startsWith("es") ? "es" : "en";
}
