import { type ExitCode, exitCodes } from "./exitCodes.ts"

/** What the program itself has to say; `code` is stable, as those of the SDK's errors are. */
export class CliError extends Error {
  readonly code: string
  readonly exit: ExitCode
  readonly args: Readonly<Record<string, unknown>>

  constructor(exit: ExitCode, code: string, message: string, args: CliError["args"] = {}, options?: ErrorOptions) {
    super(message, options)
    this.name = `${code}Error`
    this.exit = exit
    this.code = code
    this.args = args
  }
}

/** The command, its input or the environment has to change. */
export class UsageError extends CliError {
  constructor(message: string, args?: CliError["args"], options?: ErrorOptions) {
    super(exitCodes.usage, "Usage", message, args, options)
  }
}

/** Nothing was sent, because the user said so. */
export class DeclinedError extends CliError {
  constructor() {
    super(exitCodes.declined, "Declined", "Not confirmed: nothing was sent.")
  }
}
