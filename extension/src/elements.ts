/** Builds elements node by node: no text from anywhere is ever read as markup. */

type Attributes = Record<string, string | boolean | null>;

/** An element with class names, attributes and children; a string child is text, null is left out. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className: string,
  attributes: Attributes = {},
  children: readonly (Node | string | null)[] = [],
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  if (className) made.className = className;
  for (const [name, value] of Object.entries(attributes))
    if (value !== null && value !== false) made.setAttribute(name, value === true ? "" : value);
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** Words from the server or from a draft: text, kept apart from the direction of what stands around it. */
export function told(className: string, text: string, tag: "p" | "span" | "h2" | "h3" = "p"): HTMLElement {
  return element(tag, className, {}, [element("bdi", "", {}, [text])]);
}

/** Opens a dialog with the focus on itself, not on its first button. Closing it, the browser gives the focus back. */
export function showFocused(dialog: HTMLDialogElement): void {
  dialog.show();
  dialog.focus();
}
