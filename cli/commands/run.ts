import { type Acting, type Context, openActing, openContext, type Where } from "../chain/context.ts"
import { CliError, UsageError } from "../errors.ts"
import { exitCodes } from "../exitCodes.ts"
import { hasTerminal, type Session } from "../session.ts"
import { printResult, type Result } from "../terminal/output.ts"
import type { Writing } from "../transaction/send.ts"

type Format = { readonly json?: true | undefined }

/** Runs a command that needs no chain, and prints its result. */
export async function runPlain(session: Session, options: Format, body: () => Promise<Result>): Promise<void> {
  printResult(session, await Promise.race([body(), stopped(session)]), options.json === true)
}

/** Fails once the program is told to stop. What was signed by then is reported with the failure. */
function stopped({ signal }: Session): Promise<never> {
  return new Promise((_, reject) => {
    const stop = () => reject(new CliError(exitCodes.declined, "Stopped", "Stopped before the end."))
    if (signal.aborted) stop()
    else signal.addEventListener("abort", stop, { once: true })
  })
}

export async function runReading(
  session: Session,
  options: Format & Where,
  body: (context: Context) => Promise<Result>,
): Promise<void> {
  await runPlain(session, options, async () => body(await openContext(session, options)))
}

export async function runWriting(
  session: Session,
  options: Format & Where & Writing,
  body: (acting: Acting) => Promise<Result>,
): Promise<void> {
  if (options.as && !options.dryRun)
    throw new UsageError("--as goes with --dry-run: without its key, nothing can be sent.")
  // Refused before any work: who waits for a prompt that cannot come waits for ever.
  if (!options.dryRun && !options.yes && !hasTerminal(session)) {
    throw new UsageError("There is no terminal to ask for a confirmation. Pass --yes to send, or --dry-run to look.")
  }
  await runPlain(session, options, async () => body(await openActing(session, options, options.as)))
}
