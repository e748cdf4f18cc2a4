/* Marks: a pointer or the keyboard on a mark shows its card beside it; F8 and the arrows go from mark to mark. */

const GAP = 8;
const LEAVE = 220;
const SMALLEST = 160;

export function watchMarks(root) {
  const card = document.createElement("div");
  card.className = "card";
  card.hidden = true;
  card.tabIndex = 0; // it may scroll
  card.setAttribute("role", "group");
  card.setAttribute("aria-label", root.dataset.card);
  root.append(card);
  let current = null;
  let last = null; // where the steps go on from once the card is hidden
  let timer = 0;

  const marks = () => [...root.querySelectorAll(".mark")];

  function show(mark) {
    clearTimeout(timer);
    if (mark === current) return;
    current?.classList.remove("is-current");
    current = last = mark;
    mark.classList.add("is-current");
    card.replaceChildren(...cardsOf(mark, root));
    card.hidden = false;
    card.scrollTop = 0;
    place(card, mark);
  }

  function hide() {
    clearTimeout(timer);
    current?.classList.remove("is-current");
    current = null;
    card.hidden = true;
  }

  function step(by) {
    const all = marks();
    if (!all.length) return;
    const from = all.indexOf(last);
    const next = from < 0 ? (by > 0 ? 0 : all.length - 1) : (from + by + all.length) % all.length;
    all[next].focus();
    all[next].scrollIntoView({ block: "start", behavior: "instant" });
    show(all[next]);
  }

  listen(root, card, { show, hide, step, leave: () => (timer = setTimeout(hide, LEAVE)), stay: () => clearTimeout(timer) });
  window.addEventListener("scroll", () => current && place(card, current), { passive: true });
  window.addEventListener("resize", () => current && place(card, current));
  const renew = () => {
    hide();
    for (const steps of root.querySelectorAll(".steps")) steps.hidden = !marks().length;
  };
  renew();
  return { renew };
}

function listen(root, card, { show, hide, step, leave, stay }) {
  const markAt = (event) => event.target.closest?.(".mark");
  root.addEventListener("pointerover", (event) => {
    if (card.contains(event.target)) stay();
    else if (markAt(event) && event.pointerType !== "touch") show(markAt(event));
  });
  root.addEventListener("pointerout", (event) => {
    const left = markAt(event) || card.contains(event.target);
    if (left && event.pointerType !== "touch" && document.activeElement !== markAt(event)) leave();
  });
  root.addEventListener("focusin", (event) => markAt(event) && show(markAt(event)));
  root.addEventListener("focusout", (event) => {
    if ((markAt(event) || card.contains(event.target)) && !card.contains(event.relatedTarget)) leave();
  });
  root.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-step]");
    if (button) step(Number(button.dataset.step));
    else if (markAt(event) && event.pointerType === "touch") {
      event.preventDefault();
      show(markAt(event));
    } else if (markAt(event) || card.contains(event.target)) hide();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!card.contains(event.target) && !markAt(event)) hide();
  });
  document.addEventListener("keydown", (event) => onKey(event, markAt(event), { hide, step }));
}

function onKey(event, onMark, { hide, step }) {
  const by = { F8: event.shiftKey ? -1 : 1, ArrowRight: onMark && 1, ArrowDown: onMark && 1, ArrowLeft: onMark && -1, ArrowUp: onMark && -1 }[event.key];
  if (event.key === "Escape") hide();
  else if (by && !event.altKey && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    step(by);
  }
}

function cardsOf(mark, root) {
  const entries = mark.dataset.refs.split(" ").map((ref) => root.querySelector(`[id="${CSS.escape(ref)}"]`));
  const without = entries[0].closest(".sentence").querySelector(".without");
  return [...(without ? [without] : []), ...entries].map((element) => {
    const copy = element.cloneNode(true);
    for (const element of [copy, ...copy.querySelectorAll("[id], [aria-labelledby], [tabindex]")]) {
      for (const name of ["id", "aria-labelledby", "tabindex"]) element.removeAttribute(name);
    }
    return copy;
  });
}

function place(card, mark) {
  const words = mark.getBoundingClientRect();
  const below = window.innerHeight - words.bottom - 2 * GAP;
  const above = words.top - 2 * GAP;
  card.style.setProperty("--card-room", `${Math.max(below, above, SMALLEST)}px`);
  const { width, height } = card.getBoundingClientRect();
  const top = height <= below || below >= above ? words.bottom + GAP : words.top - GAP - height;
  const left = Math.min(Math.max(GAP, words.left), Math.max(GAP, document.documentElement.clientWidth - width - GAP));
  card.style.setProperty("--card-x", `${left}px`);
  card.style.setProperty("--card-y", `${top}px`);
}
