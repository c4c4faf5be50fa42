import { CliError } from "../errors.ts"
import { exitCodes } from "../exitCodes.ts"
import type { Session } from "../session.ts"

type Streams = {
  readonly input: NodeJS.ReadableStream
  readonly output: NodeJS.WritableStream
  readonly signal: AbortSignal
}

type Key = { readonly name?: string | undefined; readonly ctrl?: boolean | undefined }

/** Asks whether to go on; Enter alone means no. Prompts go to stderr, so that stdout contains only the result. */
export async function askToConfirm(session: Session, message: string): Promise<boolean> {
  const { confirm } = await import("@inquirer/prompts")
  return ask(session, (streams) => confirm({ message, default: false }, streams))
}

/** Enter alone gives the preset. */
export async function askForText(session: Session, message: string, preset: string): Promise<string> {
  const { input } = await import("@inquirer/prompts")
  const required = { required: true } as const
  return ask(session, (streams) => input({ message, ...(preset ? { default: preset } : required) }, streams))
}

export async function askForPassword(session: Session, message: string): Promise<string> {
  const { password } = await import("@inquirer/prompts")
  return ask(session, (streams) => password({ message, mask: true }, streams))
}

/** Ctrl-C, Ctrl-D, and the end of the input are answers too: the user does not want to go on. */
async function ask<answer>(
  { stdin, stderr, signal }: Session,
  prompt: (streams: Streams) => Promise<answer>,
): Promise<answer> {
  // The library ends a prompt at Ctrl-C, but waits forever after Ctrl-D and after the end of the input.
  const left = new AbortController()
  const leave = () => left.abort()
  const leaveAtCtrlD = (_: string | undefined, key: Key | undefined) => {
    if (key?.ctrl && key.name === "d") leave()
  }
  stdin.on("keypress", leaveAtCtrlD).once("end", leave)
  try {
    return await prompt({ input: stdin, output: stderr, signal: AbortSignal.any([signal, left.signal]) })
  } catch (error) {
    if (!(error instanceof Error) || !/ExitPrompt|AbortPrompt/.test(error.name)) throw error
    throw new CliError(exitCodes.declined, "Declined", "You left the prompt. Nothing was sent.", {}, { cause: error })
  } finally {
    stdin.off("keypress", leaveAtCtrlD).off("end", leave)
  }
}
