/**
 * LinkedIn messages: the messaging page and the overlay bubble, in the document, a same-origin frame or a shadow root.
 *
 * Last held against notes on the live pages of 2026-10-09; fixtures: linkedin_messaging, linkedin_profile_shadow.
 */
import { readDraft } from "../editors/contenteditable";
import type { ThreadMessage } from "../protocol";
import { judge, nearestWith, textBoxesIn, type Composer, type Recognised } from "./surface";

const SCOPE = "form, dialog, [role=dialog], .msg-form";
const BUBBLE = "[role=dialog], dialog, .msg-overlay-conversation-bubble";
const MESSAGE = "[data-view-name=message-list-item], [data-event-urn], .msg-s-event-listitem";
const SUBJECT = "input[name=subject]";
const PROFILE = "a[href*='/in/']";
const SHELL = "[data-testid^=interop]";

/** The composer around a LinkedIn text box. Comment and post boxes, notes and Sales Navigator give null. */
export function linkedin(editor: HTMLElement): Recognised {
  if (
    location.pathname.startsWith("/sales/") ||
    editor.closest("[class*=comments-], [class*=share-creation], [class*=share-box]")
  )
    return null;
  const scope = editor.closest(SCOPE) ?? editor;
  const bubble = editor.closest(BUBBLE);
  const root = editor.getRootNode();
  const signals = [
    editor.closest("[class^=msg-], [class*=' msg-']") !== null,
    location.pathname.startsWith("/messaging/"),
    alone(editor, scope) && location.pathname.startsWith("/messaging/"),
    (bubble?.querySelector(PROFILE) ?? null) !== null,
    root instanceof ShadowRoot && root.host.matches(SHELL) && bubble !== null,
    nearestWith(editor, MESSAGE) !== null,
    subjectOf(scope, bubble) !== null,
  ];
  if (editor.getAttribute("role") !== "textbox") return signals.some(Boolean) ? "unrecognised" : null;
  return judge(signals, () => composer(editor, scope, bubble));
}

function composer(editor: HTMLElement, scope: Element, bubble: Element | null): Composer {
  const subject = () => subjectOf(scope, bubble);
  return {
    editor,
    scope,
    channel: () => (subject() ? "inmail" : "linkedin_message"),
    subject: () => subject()?.value.trim() || null,
    thread: () => threadOf(editor),
  };
}

/** The only text box of its own form. */
const alone = (editor: Element, scope: Element): boolean => scope !== editor && textBoxesIn(scope).length === 1;

function subjectOf(scope: Element, bubble: Element | null): HTMLInputElement | null {
  const found = scope.querySelector<HTMLInputElement>(SUBJECT);
  if (found || !bubble || textBoxesIn(bubble).length !== 1) return found;
  return bubble.querySelector<HTMLInputElement>(SUBJECT);
}

function threadOf(editor: Element): ThreadMessage[] {
  const place = nearestWith(editor, MESSAGE);
  if (!place) return [];
  const own = ownName(editor.ownerDocument);
  const other = nameOf(
    place.querySelector(`header ${PROFILE}, [role=heading] ${PROFILE}, h2 ${PROFILE}`) ?? profileOutside(place),
  );
  const items = [...place.querySelectorAll(MESSAGE)].filter((item) => !item.parentElement?.closest(MESSAGE));
  const marked = items.some(isIncoming);
  const messages: ThreadMessage[] = [];
  let name = "";
  for (const item of items) {
    name = nameOf(item.querySelector("[class*=message-group__name]") ?? nameElement(item)) || name;
    const body = bodyOf(item);
    const text = body ? readDraft(body).text.trim() : "";
    const from = isIncoming(item) ? "recipient" : senderBy(name, own, other, marked);
    if (text && from) messages.push({ from, text });
  }
  return messages;
}

const isIncoming = (item: Element): boolean =>
  item.matches("[class*=listitem--other]") || item.querySelector("[class*=listitem--other]") !== null;

/** Without the site's own mark only an equal name tells who wrote a message; a name we cannot place leaves it out. */
function senderBy(name: string, own: string, other: string, marked: boolean): ThreadMessage["from"] | null {
  if (!name) return null;
  if (own) return name === own ? "sender" : !marked && name === other ? "recipient" : null;
  if (name === other) return marked ? null : "recipient";
  return marked && other ? "sender" : null;
}

const bodyOf = (item: Element): Element | null =>
  item.querySelector("[class*=event-listitem__body]") ?? [...item.querySelectorAll("p")].at(-1) ?? null;

/** Where classes are renamed: the first words before the message's time that are no part of its body. */
function nameElement(item: Element): Element | null {
  const first = item.querySelector("span, a, h3");
  return first && !first.closest("p") && item.querySelector("time") ? first : null;
}

const nameOf = (element: Element | null): string => (element?.textContent ?? "").replace(/\s+/g, " ").trim();

/** The prospect's name in the conversation's title: a profile link outside the messages. */
function profileOutside(place: Element): Element | null {
  const link = [...place.querySelectorAll(PROFILE)].find((link) => !link.closest(MESSAGE) && nameOf(link));
  return link?.querySelector("h1, h2, h3") ?? link ?? null;
}

const ownName = (document: Document): string =>
  document
    .querySelector<HTMLImageElement>("img.global-nav__me-photo, header nav img[alt], header img[alt]")
    ?.alt.trim() ?? "";
