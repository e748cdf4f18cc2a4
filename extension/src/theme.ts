/** Light or dark is what stands behind the draft on the host's page, not only what the system prefers. */

export const prefersDark = (): boolean => matchMedia("(prefers-color-scheme: dark)").matches;

/** The parent of an element in the tree a person sees: out of a shadow root to its host. */
export function parentOf(element: Element): Element | null {
  const root = element.getRootNode();
  return element.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
}

/** Whether the first painted background behind `element` is dark. */
export function isDark(element: Element): boolean {
  for (let behind: Element | null = element; behind; behind = parentOf(behind)) {
    const luminance = luminanceOf(getComputedStyle(behind).backgroundColor);
    if (luminance !== null) return luminance < 0.4;
  }
  const scheme = getComputedStyle(document.documentElement).colorScheme;
  return scheme.includes("dark") && (prefersDark() || !scheme.includes("light")); // else an unpainted page is white
}

/** Relative brightness of an rgb() or rgba() colour, 0 to 1; null where it is mostly transparent or no such colour. */
export function luminanceOf(color: string): number | null {
  const parts = /^rgba?\((.+)\)$/
    .exec(color)?.[1]
    ?.split(/[\s,/]+/)
    .map(Number);
  if (!parts || parts.some(Number.isNaN)) return null;
  const [red = 0, green = 0, blue = 0, alpha = 1] = parts;
  return alpha < 0.5 ? null : (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
}
