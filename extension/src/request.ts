/** The request made of a composer: its own draft, its own subject and, where allowed, the messages on screen. */
import { clean, readDraft } from "./editors/contenteditable";
import { bytesOf, MAX_THREAD_MESSAGES, type ThreadMessage } from "./protocol";
import type { InHand } from "./review-loop";
import type { Composer } from "./surfaces/surface";

const THREAD_BYTES = 24_576;
const SUBJECT_LENGTH = 998; // the longest line a mail header may have

/** What is to be reviewed in `composer`; null for an empty draft. The thread is read only where `withThread` is set. */
export function requestOf(composer: Composer, withThread: boolean): InHand | null {
  const { text: draft, partial } = readDraft(composer.editor);
  if (!draft.trim()) return null;
  const subject = clean((composer.subject() ?? "").slice(0, SUBJECT_LENGTH));
  const thread = withThread ? latest(composer.thread()) : [];
  return { request: { draft, channel: composer.channel(), subject: subject || null, thread }, partial };
}

/** The latest messages that fit, oldest first. */
function latest(messages: readonly ThreadMessage[]): ThreadMessage[] {
  const kept: ThreadMessage[] = [];
  let bytes = 0;
  for (const message of messages.slice(-MAX_THREAD_MESSAGES).reverse()) {
    bytes += bytesOf(message);
    if (bytes > THREAD_BYTES) break;
    kept.unshift(message);
  }
  return kept;
}
