// @vitest-environment node
import { describe, expect, it } from "vitest";
import { Pace } from "./pace";

describe("pace", () => {
  it("asks at once at first", () => expect(new Pace().wait(1_000_000)).toBe(0));

  it("backs off 1, 2, 4 … and never more than 30 seconds", () => {
    const pace = new Pace();
    const waits = Array.from({ length: 8 }, () => pace.failed(0, null));
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
  });

  it("waits as long as the server asks, where that is longer", () => {
    const pace = new Pace();
    expect(pace.failed(0, 7)).toBe(7_000);
    expect(pace.wait(0)).toBe(7_000);
    expect(pace.wait(6_999)).toBe(1);
    expect(pace.wait(7_000)).toBe(0);
  });

  it("starts over after an answer", () => {
    const pace = new Pace();
    pace.failed(0, null);
    pace.failed(1_000, null);
    pace.answered();
    expect(pace.wait(1_001)).toBe(0);
    expect(pace.failed(2_000, null)).toBe(1_000);
  });

  it("never asks 60 times in any minute, however fast the drafts change", () => {
    const pace = new Pace();
    const asked: number[] = [];
    for (let now = 1_000_000; now < 1_300_000; now += 50)
      if (pace.wait(now) === 0) {
        pace.asked(now);
        asked.push(now);
      }
    const busiest = Math.max(...asked.map((from) => asked.filter((at) => at >= from && at < from + 60_000).length));
    expect(busiest).toBeLessThan(60);
    expect(busiest).toBeGreaterThan(40);
  });
});
