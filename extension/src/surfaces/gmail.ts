/**
 * Gmail: a new message, a pop-out and an inline reply.
 *
 * Last held against notes on the live page of 2026-07-23; fixture: gmail.
 */
import { readDraft } from "../editors/contenteditable";
import type { ThreadMessage } from "../protocol";
import { judge, nearestWith, type Composer, type Recognised } from "./surface";

const COMPOSE = "input[name=composeid], input[name=draft], input[name=subjectbox]";
const MESSAGE = "[data-message-id]";

/** The composer around a Gmail message body; address fields and search give null. */
export function gmail(editor: HTMLElement): Recognised {
  if (editor.getAttribute("role") === "combobox" || editor.closest("[role=listbox], [name=to], [name=cc], [name=bcc]"))
    return null;
  const scope = nearestWith(editor, COMPOSE);
  const signals = [
    editor.getAttribute("g_editable") === "true",
    scope !== null,
    editor.getAttribute("role") === "textbox" && editor.closest(".M9, .Ap") !== null,
  ];
  return judge(signals, () => composer(editor, scope ?? (editor.closest(".M9") as Element | null) ?? editor));
}

function composer(editor: HTMLElement, scope: Element): Composer {
  return {
    editor,
    scope,
    channel: () => "email",
    // An inline reply carries a hidden "Re: …" that nobody wrote: only the visible field is the person's subject.
    subject: () => scope.querySelector<HTMLInputElement>("input[name=subjectbox]")?.value.trim() || null,
    thread: () => threadOf(editor, scope),
  };
}

/** The messages on screen up to the one replied to. A new message has no thread, whatever is open behind it. */
function threadOf(editor: Element, scope: Element): ThreadMessage[] {
  const shown = [...editor.ownerDocument.querySelectorAll(MESSAGE)];
  const answered = editor.closest("[role=listitem]"); // an inline reply stands below the message it answers
  const repliedTo = scope.querySelector<HTMLInputElement>("input[name=rm]")?.value;
  const last = shown.findLastIndex((message) =>
    answered ? answered.contains(message) : repliedTo && message.getAttribute("data-message-id") === repliedTo,
  );
  const own = ownAddress(editor.ownerDocument);
  if (last < 0 || !own) return [];
  return shown.slice(0, last + 1).flatMap((message) => {
    const address = message
      .querySelector(".gD[email], .gF [email], [email][name]")
      ?.getAttribute("email")
      ?.toLowerCase();
    const body = message.querySelector(".a3s, .ii");
    const text = body ? readDraft(body).text.trim() : "";
    return address && text ? [{ from: address === own ? ("sender" as const) : ("recipient" as const), text }] : [];
  });
}

/** Gmail's title ends with the account: "Subject - me@example.com - Gmail". */
const ownAddress = (document: Document): string | null =>
  document.title
    .match(/[^\s<>,;"]+@[^\s<>,;"]+\.[^\s<>,;"]+/g)
    ?.at(-1)
    ?.toLowerCase() ?? null;
