// The whole program: its commands, how it parses, what it exits with. Tests run it as the terminal does.

import completion from "@bomb.sh/tab/commander"
import { Command, CommanderError, type CommandUnknownOpts } from "@commander-js/extra-typings"
import { Command as AnyCommand } from "commander"
import { bashCompletion } from "./bashCompletion.ts"
import { commands } from "./commands/groups.ts"
import { UsageError } from "./errors.ts"
import { type ExitCode, exitCodes } from "./exitCodes.ts"
import { reportFailure } from "./failureReport.ts"
import manifest from "./package.json" with { type: "json" }
import { openSession, type Session, type World } from "./session.ts"
import { print } from "./terminal/output.ts"

/** Runs a command line, without the names of the runtime and the program, and resolves with the exit code. */
export async function run(argv: readonly string[], world: World): Promise<ExitCode> {
  const session = openSession(world)
  if (argv.join(" ") === "complete bash") {
    print(session, bashCompletion)
    return exitCodes.ok
  }
  try {
    await makeProgram(session).parseAsync([...argv], { from: "user" })
  } catch (error) {
    // Help and version were printed; only help that nobody asked for is a mistake.
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.ok
    if (error instanceof CommanderError && error.code === "commander.help") return exitCodes.usage
    reportFailure(session, error, argv.includes("--json"))
  }
  return session.code
}

export function makeProgram(session: Session): CommandUnknownOpts {
  const program = new Command("gpuflow-escrow").description(manifest.description).version(manifest.version)
  for (const make of commands) program.addCommand(guarded(make(session)))
  configure(program, session)
  complete(program)
  configure(program, session)
  return program
}

/** An option between a command and its subcommand would be read by nobody: `bond --chain amoy fund`. */
function guarded(command: CommandUnknownOpts): CommandUnknownOpts {
  return command.hook("preSubcommand", (parent, child) => {
    const given = Object.keys(parent.opts()).some((option) => parent.getOptionValueSource(option) === "cli")
    if (given) throw new UsageError(`Write the options after \`${parent.name()} ${child.name()}\`, not before.`)
  })
}

/** Adds the command that tells shells what can be typed. It knows commander's own types alone. */
function complete(program: unknown): void {
  if (program instanceof AnyCommand) completion(program)
}

/** Failures are thrown and reported in one place; commander itself prints help alone. */
function configure(command: CommandUnknownOpts, session: Session): void {
  command
    .exitOverride()
    .enablePositionalOptions()
    .configureOutput({
      writeOut: (text) => session.stdout.write(text),
      writeErr: (text) => session.stderr.write(text),
      outputError: () => {},
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
  for (const child of command.commands) configure(child, session)
}
