"""A composer on a host page, as a person uses it and as its own page script sees it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Frame, Locator, Page

NAMES = {("tell", "serious"): "h1", ("tell", "warn"): "h2", ("tell", "hint"): "h3", ("strength", "hint"): "h4"}
Mark = tuple[str, int, int]
Open = Callable[..., "Composer"]
Ask = Callable[..., dict[str, Any]]
MarksOf = Callable[..., list[Mark]]

# h0 only sets off the finding whose card is open.
# Offsets are counted here anew, by lines, so that the extension's own walk over the nodes is not its own witness.
READ = """(editor) => {
  const isBlock = (node) => node.nodeName === "P" || node.nodeName === "DIV";
  const lines = [];
  for (const node of editor.childNodes) {
    const last = lines.at(-1);
    if (last && !isBlock(node) && !last.some(isBlock)) last.push(node);
    else lines.push([node]);
  }
  const own = lines.slice(0, lines.findIndex((line) => line.some((node) => /gmail_/.test(node.className ?? ""))) >>> 0);
  const texts = own.map((line) => line.map((node) => node.textContent).join("").replaceAll("\\u00a0", " "));
  const offset = (node, inside) => {
    const index = own.findIndex((line) => line.some((part) => part.contains(node)));
    if (index < 0) return null;
    const range = document.createRange();
    range.setStartBefore(own[index][0]);
    range.setEnd(node, inside);
    return texts.slice(0, index).reduce((sum, text) => sum + text.length + 1, 0) + range.toString().length;
  };
  const marks = [];
  for (const [name, highlight] of [...CSS.highlights].filter(([name]) => name !== "h0"))
    for (const range of highlight)
      marks.push([name, offset(range.startContainer, range.startOffset), offset(range.endContainer, range.endOffset)]);
  return { text: texts.join("\\n"), marks };
}"""


MIDDLE = """(editor, [name, words]) => {
  const range = [...CSS.highlights.get(name)].find((range) => range.toString() === words);
  const { left, top, width, height } = range.getClientRects()[0];
  return [left + width / 2, top + height / 2];
}"""


def in_order(mark: Mark) -> tuple[int, int, str]:
    """Marks stand in the order of the text."""
    return mark[1], mark[2], mark[0]


def expected_marks(review: dict[str, Any]) -> list[Mark]:
    """The marks that a review calls for, in the order of the text; a note that sells nothing is left alone."""
    if not review["outreach"]["present"]:
        return []
    found = {
        (NAMES[finding["kind"], finding["severity"]], finding["start"], finding["end"])
        for finding in review["findings"]
        if finding["in"] == "draft"
    }
    return sorted(found, key=in_order)


@dataclass
class Composer:
    """The editor of one page or frame, and what Tellcheck shows beside it."""

    page: Page
    frame: Frame
    editor: Locator

    def write(self, text: str, *, newline: str = "Enter") -> None:
        """Clicks into the editor and types, line by line."""
        self.focus()
        self.type(text, newline=newline)

    def put(self, text: str) -> None:
        """Clicks into the editor and enters the text a line at a time, as dictation or a quick paste does."""
        self.focus()
        for index, line in enumerate(text.split("\n")):
            if index:
                self.page.keyboard.press("Enter")
            if line:
                self.page.keyboard.insert_text(line)

    def focus(self) -> None:
        """A real click at the editor's first line, then the caret at its very start."""
        self.editor.click(position={"x": 20, "y": 20})
        self.page.keyboard.press("Control+Home")

    def type(self, text: str, *, newline: str = "Enter") -> None:
        """Types on where the caret stands."""
        for index, line in enumerate(text.split("\n")):
            if index:
                self.page.keyboard.press(newline)
            self.page.keyboard.type(line)

    def clear(self) -> None:
        """Selects everything and deletes it."""
        self.page.keyboard.press("Control+a")
        self.page.keyboard.press("Delete")

    def paste_over(self, text: str) -> None:
        """Puts a text in the editor's place by real cutting and pasting."""
        self.clear()
        self.type(text)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.press("Control+x")
        self.page.keyboard.press("Control+v")

    def words(self, mark: Mark) -> str:
        """The words under a mark."""
        text: str = self.read()["text"]
        return text[mark[1] : mark[2]]

    def read(self) -> dict[str, Any]:
        """The text of the draft and the marks under it, as the page's own script finds them."""
        found: dict[str, Any] = self.editor.evaluate(READ)
        found["marks"] = sorted({tuple(mark) for mark in found["marks"]}, key=in_order)
        return found

    def point_at(self, mark: Mark, *, press: bool = False) -> None:
        """Moves the pointer over the words of a mark, and presses there if asked to."""
        x, y = self.editor.evaluate(MIDDLE, [mark[0], self.words(mark)])
        box = self.frame.frame_element().bounding_box() if self.frame.parent_frame else None
        x, y = x + (box["x"] if box else 0), y + (box["y"] if box else 0)
        self.page.mouse.move(x - 2, y)
        self.page.mouse.move(x, y)
        if press:
            self.page.mouse.click(x, y)

    @property
    def root(self) -> Locator:
        """Tellcheck's one element in this document."""
        return self.frame.locator("tc-root")

    @property
    def badge(self) -> Locator:
        """The score beside the composer."""
        return self.root.locator(".badge")

    @property
    def card(self) -> Locator:
        """The card of one finding."""
        return self.root.locator(".card")

    @property
    def findings(self) -> Locator:
        """The list of all findings."""
        return self.root.locator(".list")

    def wait_for_state(self, state: str) -> None:
        """Waits until the badge says so."""
        self.badge.and_(self.root.locator(f"[data-state='{state}']")).wait_for(state="visible")

    def wait_for_review(self) -> None:
        """Waits until the badge stands for an answer of the server, whatever it says."""
        answered = ", ".join(f"[data-state='{state}']" for state in ("scored", "not-outreach", "abstained"))
        self.badge.and_(self.root.locator(answered)).wait_for(state="visible")

    def wait_for_marks(self, wanted: list[Mark]) -> None:
        """Waits until exactly these marks stand; AssertionError with the last ones seen otherwise."""
        eventually(self.page, lambda: self.read()["marks"], wanted)


def eventually(page: Page, seen: Callable[[], object], wanted: object, seconds: float = 6) -> None:
    """Asks again and again until the answer is the wanted one; AssertionError with the last answer otherwise."""
    for _ in range(int(seconds / 0.03)):
        if (last := seen()) == wanted:
            return
        page.wait_for_timeout(30)
    raise AssertionError(f"it stayed\n{last!r}\nand never became\n{wanted!r}")
