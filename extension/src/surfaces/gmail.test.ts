import { beforeEach, describe, expect, it } from "vitest";
import { gmail } from "./gmail";
import type { Composer } from "./surface";

const body = (id: string, inner: string) =>
  `<td class="Ap"><div class="Am Al editable" aria-label="Message Body" g_editable="true" role="textbox" aria-multiline="true" contenteditable="true" id="${id}">${inner}</div></td>`;
const message = (id: string, mail: string, name: string, text: string, after = "") => `
  <div role="listitem" class="h7"><div class="adn ads" data-message-id="${id}"><table><tr><td class="gF"><span class="gD" email="${mail}" name="${name}">${name}</span></td></tr></table>
  <span class="hb">to <span class="g2" email="me@example.com" name="Me">Me</span></span>
  <div class="ii gt"><div class="a3s aiL"><div dir="ltr">${text}</div><div class="gmail_quote gmail_quote_container">quoted-canary</div></div></div>${after}</div></div>`;
const reply = (
  to: string,
) => `<div class="ip adB"><div class="M9"><form><input type="hidden" name="composeid" value="2"><input type="hidden" name="rm" value="${to}">
  <input type="hidden" name="subject" value="Re: Project update"></form><table><tr>${body("inline", "Thanks Alice,")}</tr></table></div></div>`;
const compose = (
  id: string,
  subject: string,
  text: string,
) => `<div role="dialog"><div class="aoI M9"><form><input type="hidden" name="composeid" value="1">
  <div name="to"><div role="listbox"><div role="option">Bob</div></div><input aria-label="To recipients" role="combobox"></div>
  <input name="subjectbox" aria-label="Subject" value="${subject}"></form><table><tr>${body(id, text)}</tr></table></div></div>`;
const inbox = () => `<div role="main"><h2>Project update</h2><div role="list">
  <div role="listitem" class="kv">snippet only</div>${message("#msg-f:1", "me@example.com", "Me", "Did the outline help?")}
  ${message("#msg-f:2", "alice@example.com", "Alice", "Could you send the final draft?", reply("#msg-f:2"))}</div></div>`;
const renamed = (html: string) => html.replace(/class="(?!gmail_)[^"]*"/g, 'class="Zz9"');

function open(html: string, id: string): ReturnType<typeof gmail> {
  document.title = "Fwd: bob@example.com - me@example.com - Gmail";
  document.body.innerHTML = html;
  return gmail(document.getElementById(id) as HTMLElement);
}
const composerOf = (found: ReturnType<typeof gmail>): Composer => {
  if (!found || found === "unrecognised") throw new Error(`no composer: ${found}`);
  return found;
};

beforeEach(() => document.body.replaceChildren());

describe("Gmail", () => {
  it("inline reply: the messages up to the one replied to, without their quotes, and no subject of the host's making", () => {
    const composer = composerOf(open(inbox(), "inline"));
    expect([composer.channel(), composer.subject()]).toEqual(["email", null]);
    expect(composer.thread()).toEqual([
      { from: "sender", text: "Did the outline help?" },
      { from: "recipient", text: "Could you send the final draft?" },
    ]);
  });

  it("a reply in a window of its own has the thread up to its message, and none where that is not on screen", () => {
    const popped = (to: string) =>
      composerOf(open(inbox() + reply(to).replace('id="inline"', 'id="popped"'), "popped")).thread();
    expect(popped("#msg-f:1")).toEqual([{ from: "sender", text: "Did the outline help?" }]);
    expect(popped("#msg-f:9")).toEqual([]);
  });

  it("a new message has its own subject and no thread, whatever is open behind it", () => {
    const composer = composerOf(open(inbox() + compose("pop", "Idea for Q3", "Hi Bob,"), "pop"));
    expect([composer.subject(), composer.thread()]).toEqual(["Idea for Q3", []]);
  });

  it("two drafts keep their own subjects", () => {
    const html = compose("one", "First", "A") + compose("two", "", "B");
    expect(composerOf(open(html, "one")).subject()).toBe("First");
    expect(composerOf(open(html, "two")).subject()).toBeNull();
  });

  it("renamed classes and translated labels change nothing", () => {
    const html = renamed(compose("pop", "Idea", "Hola")).replace(/aria-label="[^"]*"/g, 'aria-label="גוף ההודעה"');
    expect(composerOf(open(html, "pop")).subject()).toBe("Idea");
  });

  it("without the g_editable mark the compose window itself is enough", () => {
    expect(composerOf(open(compose("pop", "Idea", "Hi").replace('g_editable="true"', ""), "pop")).channel()).toBe(
      "email",
    );
  });

  it("with one signal left it says that it does not recognise the field", () => {
    expect(open(`<div>${body("alone", "Hi").replace("Ap", "Zz")}</div>`, "alone")).toBe("unrecognised");
  });

  it.each([
    ["search", '<div id="x" role="combobox" contenteditable="true"></div>'],
    ["an address field", '<div name="to"><div id="x" role="textbox" contenteditable="true"></div></div>'],
    ["another editor", '<div id="x" role="textbox" contenteditable="true"></div>'],
  ])("%s is no concern", (_, html) => expect(open(html, "x")).toBeNull());
});
