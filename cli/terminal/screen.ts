import { styleText } from "node:util"
import type { Runtime } from "../session.ts"

type Output = NodeJS.WritableStream & { readonly isTTY?: boolean | undefined; readonly columns?: number | undefined }

const DEFAULT_COLUMNS = 80

/** The width that a table must fit into. Undefined: nobody looks at it, so values stay on one line. */
export function columnsOf({ isTTY, columns }: Output): number | undefined {
  // A terminal that does not know its size reports none, or zero.
  return isTTY ? columns || DEFAULT_COLUMNS : undefined
}

/** Whether an output may move and be coloured: at a terminal that can, unless the user or a build server objects. */
export function isLively({ env }: Pick<Runtime, "env">, { isTTY }: Output): boolean {
  const { NO_COLOR, TERM, CI } = env
  return isTTY === true && !NO_COLOR && TERM !== "dumb" && (!CI || CI === "false")
}

const FAILED = /^FAILED\b/gm
const WARNING = /^warning\b|^Warning(?=: )|\bended (?:now|\d[^,\n]*? ago)/gm

/** Colours what is wrong. The text must be free of control characters. */
export function colourWrong(text: string): string {
  return text.replace(FAILED, colourFailure).replace(WARNING, (found) => styleText("yellow", found, ALWAYS))
}

export const colourFailure = (text: string): string => styleText("red", text, ALWAYS)

/** The outputs of a session are checked with `isLively`. */
const ALWAYS = { validateStream: false }
