// What the host page does by itself: send, show the placeholder, keep paragraphs; and what it can notice of others.
"use strict";
const host = { sent: [], untrusted: [], violations: [], seen: [], observer: null };
window.host = host;

addEventListener("securitypolicyviolation", (event) => host.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
for (const type of ["pointerdown", "mousedown", "mouseup", "click", "keydown", "keyup", "beforeinput", "input", "submit"])
  addEventListener(type, (event) => { if (!event.isTrusted) host.untrusted.push(type); }, true);
for (const type of ["click", "keydown", "input"])
  document.addEventListener(type, (event) => host.seen.push(`${type} ${event.composedPath()[0].localName ?? ""}`));

const roots = [document];
for (const outlet of document.querySelectorAll("#interop-outlet")) if (outlet.shadowRoot) roots.push(outlet.shadowRoot);
const all = (selector) => roots.flatMap((root) => [...root.querySelectorAll(selector)]);

const editors = all("[contenteditable=true][role=textbox]");
host.observer = new MutationObserver((records) => { host.mutations += records.length; });
host.mutations = 0;
for (const editor of editors)
  host.observer.observe(editor, { attributes: true, characterData: true, childList: true, subtree: true });
host.changes = () => (host.mutations += host.observer.takeRecords().length);

function fresh(editor) {
  const line = document.createElement("p");
  line.append(document.createElement("br"));
  editor.replaceChildren(line);
  return line;
}

function keepParagraphs(editor) {
  if (editor.querySelector("p")) return;
  const text = editor.textContent, line = fresh(editor);
  if (text) line.replaceChildren(text);
  const selection = editor.getRootNode().getSelection?.() ?? getSelection();
  selection.collapse(line, line.childNodes.length && text ? 1 : 0);
}

function recreate(editor) {
  const selection = getSelection(), path = [];
  for (let node = selection.focusNode; node && node !== editor; node = node.parentNode)
    path.unshift([...node.parentNode.childNodes].indexOf(node));
  const offset = selection.focusOffset;
  editor.replaceChildren(...[...editor.childNodes].map((node) => node.cloneNode(true)));
  const target = path.reduce((node, index) => node.childNodes[index], editor);
  selection.collapse(target, offset);
}

function show(thread, text) {
  const item = document.createElement("li"), bubble = document.createElement("div"), body = document.createElement("p");
  item.className = "msg-s-message-list__event";
  bubble.className = "msg-s-event-listitem";
  body.className = "msg-s-event-listitem__body";
  bubble.dataset.viewName = "message-list-item";
  body.textContent = text;
  bubble.append(body);
  item.append(bubble);
  thread.append(item);
}

function wireComposer(form) {
  const editor = form.querySelector("[role=textbox]"), button = form.querySelector("[type=submit]");
  const placeholder = form.querySelector("[data-placeholder]");
  const thread = form.parentNode.querySelector(".msg-s-message-list-content");
  document.execCommand("defaultParagraphSeparator", false, "p");
  const settle = () => {
    const empty = editor.textContent === "";
    placeholder.hidden = !empty || editor.children.length > 1;
    if (button) button.disabled = empty;
  };
  const send = (event) => {
    event.preventDefault();
    if (editor.textContent === "") return;
    host.sent.push({ text: editor.innerText, html: editor.innerHTML, trusted: event.isTrusted });
    if (thread) show(thread, editor.innerText);
    fresh(editor);
    settle();
  };
  editor.addEventListener("focus", () => editor.setAttribute("data-artdeco-is-focused", "true"));
  editor.addEventListener("blur", () => editor.removeAttribute("data-artdeco-is-focused"));
  editor.addEventListener("input", () => {
    keepParagraphs(editor);
    settle();
    if ("recreates" in document.body.dataset) queueMicrotask(() => recreate(editor));
  });
  if (form.dataset.composer === "enter")
    editor.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) send(event);
    });
  if (form.localName === "form") form.addEventListener("submit", send);
  else button?.addEventListener("click", send);
}

function wireMail(root) {
  const editor = root.querySelector("[g_editable=true]"), button = root.querySelector("[role=button][data-send]");
  const send = (event) => {
    event.preventDefault();
    host.sent.push({ text: editor.innerText, html: editor.innerHTML, trusted: event.isTrusted });
  };
  button?.addEventListener("click", send);
  editor.addEventListener("keydown", (event) => { if (event.key === "Enter" && event.ctrlKey) send(event); });
}

all("[data-composer]").forEach(wireComposer);
all("div.M9").forEach(wireMail);
