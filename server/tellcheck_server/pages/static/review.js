/* Live review: the form is sent as it stands once typing pauses, and the server's own fragment is put in place.
   Nothing is kept in the browser, and without this file the page works by its button. */
import { watchMarks } from "./marks.js";

const PAUSE = 300;
const LONGEST_WAIT = 30_000;
const LARGEST_BODY = 65_000;

const form = document.querySelector("#draft-form");
const draft = form.elements.draft;
const answer = document.querySelector("#result");
const part = answer.querySelector(".part");
const live = answer.querySelector(".live");
const count = form.querySelector(".count");
const toAnswer = form.querySelector(".to-answer");
const examples = form.querySelector(".examples");

let timer = 0;
let running = null;
let reviewed = fields().toString();

function fields() {
  return new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
}

function say(state) {
  live.textContent = state ? answer.dataset[state] : "";
  live.hidden = !state;
  live.classList.toggle("trouble", Boolean(state) && state !== "busy");
}

function showCount() {
  const limit = Number(draft.dataset.limit);
  const length = [...draft.value].length;
  const number = new Intl.NumberFormat(document.documentElement.lang);
  count.textContent = count.dataset.words.replace("{count}", number.format(length)).replace("{limit}", number.format(limit));
  count.hidden = length < limit / 2;
  count.classList.toggle("over", length > limit);
  examples.hidden = length > 0;
}

function showShort() {
  const short = part.querySelector("template.short");
  toAnswer.hidden = !short;
  toAnswer.textContent = short?.content.textContent ?? "";
}

function forgetMistakes() {
  for (const words of form.querySelectorAll(".mistake")) words.remove();
  for (const field of form.querySelectorAll("[aria-invalid]")) {
    const kept = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => document.getElementById(id));
    field.removeAttribute("aria-invalid");
    field.setAttribute("aria-describedby", kept.join(" "));
  }
}

function later(wait = PAUSE) {
  clearTimeout(timer);
  timer = setTimeout(review, wait);
}

async function review() {
  running?.abort();
  const body = fields();
  if (body.toString() === reviewed) {
    settle();
    return;
  }
  const mine = (running = new AbortController());
  answer.setAttribute("aria-busy", "true");
  say("busy");
  try {
    const reply = await fetch(form.getAttribute("action"), {
      method: "POST", body, headers: { "Tellcheck-Part": "review" }, signal: mine.signal, redirect: "error", cache: "no-store",
    });
    await take(reply, body.toString(), mine.signal);
  } catch {
    if (!mine.signal.aborted) settle("offline");
  }
}

async function take(reply, sent, signal) {
  const html = await reply.text();
  if (signal.aborted) return;
  if (reply.ok || reply.status === 422) {
    reviewed = sent;
    part.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
    marks.renew();
    showShort();
    if (reply.ok) forgetMistakes();
    settle();
  } else if (reply.status === 401) {
    settle("ended");
  } else if (reply.status === 429 || reply.status === 503) {
    settle("slow");
    later(Math.min(1000 * (Number(reply.headers.get("Retry-After")) || 1), LONGEST_WAIT));
  } else {
    settle(reply.status === 413 ? "long" : "failed");
  }
}

function settle(state = "") {
  answer.removeAttribute("aria-busy");
  say(state);
}

const marks = watchMarks(answer);
form.addEventListener("input", () => {
  showCount();
  later();
});
form.addEventListener("change", () => later(0));
form.addEventListener("submit", (event) => {
  if (fields().toString().length < LARGEST_BODY) return;
  event.preventDefault(); // the server would refuse it unread, and the page with the draft would be gone
  say("long");
});
form.querySelector(".live-hint").hidden = false;
showCount();
