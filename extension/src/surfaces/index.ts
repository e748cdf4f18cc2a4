/** Which surface serves which site; a new site is one file and one line here. */
import { GMAIL, LINKEDIN, type Origin } from "../settings";
import { gmail } from "./gmail";
import { linkedin } from "./linkedin";
import type { Surface } from "./surface";

export const SURFACES: Record<Origin, Surface> = { [LINKEDIN]: linkedin, [GMAIL]: gmail };
