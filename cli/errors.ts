import { type ExitCode, exitCodes } from "./exitCodes.ts"

/** A failure that the program itself detects. Its `code` is stable, like those of the SDK's errors. */
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

/** The command, its input or the environment must be corrected. */
export class UsageError extends CliError {
  constructor(message: string, args?: CliError["args"], options?: ErrorOptions) {
    super(exitCodes.usage, "Usage", message, args, options)
  }
}

/** The user did not confirm. */
export class DeclinedError extends CliError {
  constructor() {
    super(exitCodes.declined, "Declined", "Not confirmed. Nothing was sent.")
  }
}
