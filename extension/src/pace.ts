/** When the next review may be asked: never faster than the server allows, and ever more slowly while it is away. */

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
const BURST = 10;
const REFILL_MS = 1_300; // with the burst some 55 reviews a minute; the server refuses more than 60

export class Pace {
  private failures = 0;
  private blockedUntil = 0;
  private allowance = BURST;
  private counted = 0;

  /** Milliseconds from `now` until a review may be asked; 0 for at once. */
  wait(now: number): number {
    this.refill(now);
    const short = this.allowance >= 1 ? 0 : Math.ceil((1 - this.allowance) * REFILL_MS);
    return Math.max(this.blockedUntil - now, short, 0);
  }

  asked(now: number): void {
    this.refill(now);
    this.allowance = Math.max(0, this.allowance - 1);
  }

  answered(): void {
    this.failures = 0;
    this.blockedUntil = 0;
  }

  /** Backs off 1, 2, 4 … 30 seconds, or as long as the server asked. Gives the wait in milliseconds. */
  failed(now: number, retryAfterSeconds: number | null): number {
    const backOff = Math.min(FIRST_WAIT_MS * 2 ** this.failures, LONGEST_WAIT_MS);
    this.failures += 1;
    const wait = Math.max(backOff, (retryAfterSeconds ?? 0) * 1_000);
    this.blockedUntil = now + wait;
    return wait;
  }

  private refill(now: number): void {
    this.allowance = Math.min(BURST, this.allowance + (now - this.counted) / REFILL_MS);
    this.counted = now;
  }
}
