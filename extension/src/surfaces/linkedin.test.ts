import { beforeEach, describe, expect, it } from "vitest";
import { linkedin } from "./linkedin";
import { editorOf, type Composer } from "./surface";

const EDITOR =
  '<div class="msg-form__contenteditable t-14" role="textbox" contenteditable="true" aria-multiline="true" aria-label="Write a message…"><p>Hi Jordan,</p></div>';
const item = (body: string, name = "", other = false) => `
  <li class="msg-s-message-list__event"><div class="msg-s-event-listitem ${other ? "msg-s-event-listitem--other" : ""}" data-view-name="message-list-item" data-event-urn="urn:li:x">
  ${name ? `<span class="msg-s-message-group__name">${name}</span><time class="msg-s-message-group__timestamp">9:02 AM</time>` : ""}
  <p class="msg-s-event-listitem__body">${body}</p></div></li>`;
const THREAD =
  item("Hi Jordan, thanks for connecting.<br>What made you look at X?", "Sam Seller") +
  item('We are short on time<span class="white-space-pre"> </span>this quarter.', "Jordan Reyes", true) +
  item("Maybe later.", "", true);
const page = (
  form = `<form class="msg-form">${EDITOR}<button class="msg-form__send-button" type="submit">Send</button></form>`,
  thread = THREAD,
) => `
  <header class="global-nav"><img class="global-nav__me-photo" alt="Sam Seller"></header>
  <main><aside><ul><li class="msg-conversation-listitem"><h3>Alex Other</h3></li></ul></aside>
  <section class="msg-thread"><div><a class="msg-thread__link-to-profile" href="/in/ACoAAABBBexample/"><h2 class="msg-entity-lockup__entity-title">Jordan Reyes</h2></a></div>
  <div class="msg-s-message-list-container"><ul class="msg-s-message-list-content">${thread}</ul></div>${form}</section></main>`;
const bubble = (subject = "") => `
  <aside id="msg-overlay"><div class="msg-overlay-conversation-bubble" role="dialog"><header><h2><a href="/in/ACoAAABBBexample/">Jordan Reyes</a></h2></header>
  <ul class="msg-s-message-list-content"></ul><div class="msg-form">${subject}${EDITOR}<button type="submit">Send</button></div></div></aside>`;
const SUBJECT = '<div><input name="subject" type="text" value="Quick question"></div>';
const renamed = (html: string) => html.replace(/class="[^"]*"/g, 'class="_x1"');

const EXPECTED = [
  { from: "sender", text: "Hi Jordan, thanks for connecting.\nWhat made you look at X?" },
  { from: "recipient", text: "We are short on time this quarter." },
  { from: "recipient", text: "Maybe later." },
];

function open(path: string, html: string, root: HTMLElement | ShadowRoot = document.body): HTMLElement[] {
  history.replaceState(null, "", path);
  root.innerHTML = html;
  return [...root.querySelectorAll<HTMLElement>("[role=textbox]")];
}
function shadow(): ShadowRoot {
  const host = document.createElement("div");
  host.id = "interop-outlet";
  host.dataset["testid"] = "interop-shadowdom";
  document.body.append(host);
  return host.attachShadow({ mode: "open" });
}
const composerOf = (editor: HTMLElement | undefined): Composer => {
  const found = editor && linkedin(editor);
  if (!found || found === "unrecognised") throw new Error(`no composer: ${found}`);
  return found;
};

beforeEach(() => document.body.replaceChildren());

describe("LinkedIn", () => {
  it.each([
    ["as it is", page()],
    ["with every class renamed", renamed(page())],
  ])("messaging page, %s: the thread is told apart", (_, html) => {
    const composer = composerOf(open("/messaging/thread/2-x/", html)[0]);
    expect([composer.channel(), composer.subject()]).toEqual(["linkedin_message", null]);
    expect(composer.thread()).toEqual(EXPECTED);
  });

  it("messaging page in Enter mode, without a send button", () => {
    expect(
      composerOf(open("/messaging/thread/2-x/", page(`<form class="msg-form">${EDITOR}</form>`))[0]).channel(),
    ).toBe("linkedin_message");
  });

  it("new conversation, no profile link and no messages", () => {
    const html = `<main><form class="msg-form"><button class="artdeco-pill--dismiss"></button>${EDITOR}<button type="submit"></button></form></main>`;
    for (const variant of [html, renamed(html)])
      expect(composerOf(open("/messaging/compose/", variant)[0]).thread()).toEqual([]);
  });

  it.each([
    ["document", false],
    ["open shadow root", true],
  ])("overlay bubble in the %s, classes as they are and renamed", (_, inShadow) => {
    for (const html of [bubble(), inShadow ? renamed(bubble()) : bubble()]) {
      document.body.replaceChildren();
      const composer = composerOf(open("/in/jordan-reyes/", html, inShadow ? shadow() : document.body)[0]);
      expect([composer.channel(), composer.subject(), composer.thread()]).toEqual(["linkedin_message", null, []]);
    }
  });

  it("a subject field makes it InMail", () => {
    const composer = composerOf(open("/in/jordan-reyes/", bubble(SUBJECT), shadow())[0]);
    expect([composer.channel(), composer.subject()]).toEqual(["inmail", "Quick question"]);
  });

  it("a page with its own form and a bubble keeps the two apart", () => {
    const [main, overlay] = open("/messaging/thread/2-x/", page() + bubble(SUBJECT)).map(composerOf);
    expect([main?.channel(), main?.subject(), main?.thread()]).toEqual(["linkedin_message", null, EXPECTED]);
    expect([overlay?.channel(), overlay?.subject(), overlay?.thread()]).toEqual(["inmail", "Quick question", []]);
  });

  it("a message whose sender cannot be told is left out", () => {
    const html = renamed(page(undefined, item("Who am I?", "Somebody Else") + item("It is me.", "Sam Seller")));
    expect(composerOf(open("/messaging/thread/2-x/", html)[0]).thread()).toEqual([
      { from: "sender", text: "It is me." },
    ]);
  });

  it.each([
    [
      "a comment box",
      "/feed/",
      '<form class="comments-comment-box__form"><div class="ql-editor" role="textbox" contenteditable="true"></div><button type="submit"></button></form>',
    ],
    [
      "a post",
      "/feed/",
      '<div role="dialog" class="share-creation-state"><div role="textbox" contenteditable="true"></div></div>',
    ],
    ["any other editor", "/feed/", '<div role="textbox" contenteditable="true"></div>'],
    ["Sales Navigator", "/sales/inbox/1", page()],
  ])("%s is no concern", (_, path, html) => {
    const editor = open(path, html)[0];
    expect(editor && linkedin(editor)).toBeNull();
  });

  it("with one signal left of all it says that it does not recognise the field", () => {
    const editor = open(
      "/messaging/thread/2-x/",
      '<div class="_a"><div role="textbox" contenteditable="true"></div><div role="textbox" contenteditable="true"></div></div>',
    )[0];
    expect(editor && linkedin(editor)).toBe("unrecognised");
    open("/messaging/thread/2-x/", page().replace('role="textbox"', ""));
    expect(linkedin(editorOf(document.querySelector("[contenteditable] p")) as HTMLElement)).toBe("unrecognised");
  });
});

describe("the editor of an event", () => {
  it("is the outermost text box around its target", () => {
    const [box] = open(
      "/messaging/",
      '<div role="textbox" contenteditable="true" id="outer"><p contenteditable="true">x</p></div>',
    );
    expect(editorOf(box?.querySelector("p"))).toBe(box);
  });
  it.each([
    "<input type=password>",
    "<input>",
    "<textarea></textarea>",
    '<div contenteditable="false">x</div>',
    "<p>x</p>",
  ])("is none for %s", (html) => {
    open("/messaging/", html);
    expect(editorOf(document.body.firstElementChild)).toBeNull();
  });
});
