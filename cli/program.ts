// The whole program: its commands, how it parses arguments, and its exit code. Tests run it as a terminal does.

import completion from "@bomb.sh/tab/commander"
import { Command, CommanderError, type CommandUnknownOpts } from "@commander-js/extra-typings"
import { loginSecrets } from "@gpuflow/keeper/urlSecrets"
import { Command as AnyCommand } from "commander"
import { bashCompletion } from "./bashCompletion.ts"
import { commandGroups } from "./commands/groups.ts"
import { configureHelp, GENERAL_OPTIONS, OTHER_COMMANDS } from "./commands/help.ts"
import { helpAfter, programHelpAfter } from "./commands/helpTexts.ts"
import { UsageError } from "./errors.ts"
import { exitCodes } from "./exitCodes.ts"
import { reportFailure } from "./failureReport.ts"
import manifest from "./package.json" with { type: "json" }
import { hideSecretsOf, openSession, type Runtime, type Session } from "./session.ts"
import { print } from "./terminal/output.ts"

/** Runs a command line, passed without the names of the runtime and the program, and resolves with the exit code. */
export async function run(argv: readonly string[], runtime: Runtime): Promise<number> {
  const session = openSession(runtime)
  // Whatever option a URL belongs to: `--server=https://…` too.
  for (const word of argv) hideSecretsOf(session, word.replace(/^--[\w-]+=/, ""), loginSecrets)
  if (argv.join(" ") === "complete bash") {
    print(session, bashCompletion)
    return exitCodes.ok
  }
  try {
    await makeProgram(session).parseAsync([...argv], { from: "user" })
  } catch (error) {
    // Commander throws after it printed help or the version. Help that was printed for want of a command is a failure.
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.ok
    if (error instanceof CommanderError && error.code === "commander.help") return exitCodes.usage
    reportFailure(session, error, argv.includes("--json"))
  }
  return session.code
}

export function makeProgram(session: Session): CommandUnknownOpts {
  const program = new Command("gpuflow-escrow")
    .description(manifest.description)
    .optionsGroup(GENERAL_OPTIONS)
    .version(manifest.version, "-V, --version", "Show the version number")
  for (const [heading, makers] of commandGroups) {
    program.commandsGroup(heading)
    for (const make of makers) program.addCommand(rejectMisplacedOptions(make(session)))
  }
  program.commandsGroup(OTHER_COMMANDS).helpCommand("help [command]", "Show help for a command")
  program.addHelpText("after", programHelpAfter())
  for (const command of program.commands) addExamples(command, program.name())
  configure(program, session)
  addCompletion(program)
  // Also for the command that was just added.
  configure(program, session)
  return program
}

function addExamples(command: CommandUnknownOpts, parent: string): void {
  const path = `${parent} ${command.name()}`
  command.addHelpText("after", helpAfter(path))
  for (const child of command.commands) addExamples(child, path)
}

/** Commander would ignore an option between a command and its subcommand, as in `bond --chain amoy fund`. */
function rejectMisplacedOptions(command: CommandUnknownOpts): CommandUnknownOpts {
  return command.hook("preSubcommand", (parent, child) => {
    const given = Object.keys(parent.opts()).some((option) => parent.getOptionValueSource(option) === "cli")
    if (given) throw new UsageError(`Pass the options after \`${parent.name()} ${child.name()}\`, not before it.`)
  })
}

/** Adds `complete`, by which shells complete command lines. The library expects commander's own types. */
function addCompletion(program: unknown): void {
  if (program instanceof AnyCommand) completion(program)
}

/** Failures are thrown and reported in one place. Commander itself prints only help. */
function configure(command: CommandUnknownOpts, session: Session): void {
  configureHelp(command)
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
