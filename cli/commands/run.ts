import {
  type AccountContext,
  type ChainOptions,
  type Context,
  type OtherAccount,
  openAccountContext,
  openContext,
} from "../chain/context.ts"
import { CliError, UsageError } from "../errors.ts"
import { exitCodes } from "../exitCodes.ts"
import { hasTerminal, type Session } from "../session.ts"
import { printResult, type Result } from "../terminal/output.ts"

type OutputOptions = { readonly json?: true | undefined }

/** Runs a command that does not use the chain, and prints its result. */
export async function runPlain(session: Session, options: OutputOptions, body: () => Promise<Result>): Promise<void> {
  printResult(session, await Promise.race([body(), stopped(session)]), options.json === true)
}

/** Rejects once the program is stopped. A transaction that was signed by then is reported with the failure. */
function stopped({ signal }: Session): Promise<never> {
  return new Promise((_, reject) => {
    const stop = () => reject(new CliError(exitCodes.declined, "Stopped", "Stopped before the command finished."))
    if (signal.aborted) stop()
    else signal.addEventListener("abort", stop, { once: true })
  })
}

/** Runs a command that reads the chain, and prints its result. */
export async function runRead(
  session: Session,
  options: OutputOptions & ChainOptions,
  body: (context: Context) => Promise<Result>,
): Promise<void> {
  await runPlain(session, options, async () => body(await openContext(session, options)))
}

type AccountOptions = OtherAccount & {
  readonly dryRun?: true | undefined
  readonly yes?: true | undefined
  readonly safeFile?: string | undefined
}

/** Runs a command that sends transactions, and prints its result. */
export async function runWrite(
  session: Session,
  options: OutputOptions & ChainOptions & AccountOptions,
  body: (context: AccountContext) => Promise<Result>,
): Promise<void> {
  if (options.as && !options.dryRun) {
    throw new UsageError("--as works only with --dry-run, because sending needs the account's key. Add --dry-run.")
  }
  if (options.safe && options.as) throw new UsageError("--as and --safe exclude each other. Pass one of them.")
  if (!options.safe && (options.safeFile !== undefined || options.safeNonce !== undefined)) {
    throw new UsageError(
      "--safe-file and --safe-nonce work only with --safe. Pass the address of the Safe with --safe.",
    )
  }
  // Checked before any work: a prompt without a terminal would wait forever.
  if (!options.dryRun && !options.safe && !options.yes && !hasTerminal(session)) {
    throw new UsageError(
      "Confirmation cannot be asked for, because no terminal is attached. Pass --yes to send, or --dry-run to simulate.",
    )
  }
  await runPlain(session, options, async () => body(await openAccountContext(session, options)))
}
