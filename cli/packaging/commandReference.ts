// docs/cli.md, written from the program's own commands and options.
import { PassThrough } from "node:stream"

import type { CommandUnknownOpts, Help, Option } from "@commander-js/extra-typings"

import { environment, examplesOf, exitMeanings } from "../commands/helpTexts.ts"
import { exitCodes } from "../exitCodes.ts"
import { makeProgram } from "../program.ts"
import { openSession } from "../session.ts"

const INTRODUCTION = `# The command line

Written by \`npm run generate\` from the program's own help. [transcripts.md](transcripts.md) shows each command at a terminal, and [host.md](host.md) a whole rental, command by command.

\`\`\`
gpuflow-escrow <command> [arguments] [options]
\`\`\`

- **Amounts.** Write whole tokens, \`1.50 USDC\`, or base units, \`1500000 units\`. Name a token by its address, or by its symbol if the SDK lists it for the chain.
- **Tokens.** A token is its address: owners can change symbols, and strangers can copy them. A token of the SDK's list is shown by the list's symbol ([tokens.md](tokens.md#tokens-that-the-sdk-knows)), and found by its contract's own as well: \`USDT\` and \`USDT0\` are one token. \`USDC\` is always the native one, \`USDC.e\` the bridged one, which calls itself USDC. Another token is shown by its own symbol, or by its address if that symbol is missing, misleading, or taken. Without usable decimals, amounts are in base units. A note says where a contract calls itself by another name.
- **Durations.** Write \`8h\`, \`1h30m\`, \`45m\` or \`30d\`.
- **Files.** A command reads regular files of at most 1 MB (an offer: 100 kB), and pipes that the shell has opened, such as \`<(…)\` and \`/dev/stdin\`. It refuses named pipes and devices, which may never end.
- **\`--json\`.** Prints one JSON document on stdout. Whole numbers are decimal strings. A failure prints \`{ "error": { code, message, args } }\`. \`watch\` and a heartbeat print one document per line, for each event.
- **Confirmation.** A command that sends a transaction first shows what it will do, and asks. Pass \`--yes\` to skip the question; without a terminal, \`--yes\` is required.
- **\`--dry-run\`.** Simulates the transactions, estimates gas and cost, and prints them. Nothing is signed or sent. With \`--as <address>\` it needs no key.
- **\`--safe <address>\`.** Writes the transactions for a Safe instead of sending them: a file for its Transaction Builder. It needs no key. It simulates the transactions, and shows the Safe's owners, threshold and nonce, and the hash that each owner compares on the device. A payment becomes two calls, which the Safe's app puts into one transaction; its hash is the app's.
- **Signed transactions.** Once a transaction is signed, the command waits for its hash, also if the node fails in the meantime. If its outcome stays unknown, the exit code is 6 and the error contains the hash. \`gpuflow-escrow tx <hash>\` shows what happened to it.

## Environment

The program also reads these variables from a file \`.env\` in the working folder. Keys and passwords come from the environment only, never from arguments, and do not appear in any output.

| Variable | Meaning |
|---|---|`

export function commandReference(): string {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()]
  const program = makeProgram(openSession({ env: {}, stdin, stdout, stderr, signal: AbortSignal.abort() }))
  const help = program.createHelp()
  const codes = Object.entries(exitMeanings).map(
    ([name, meaning]) => `| ${exitCodes[name as keyof typeof exitCodes]} | ${meaning} |`,
  )
  const commands = help
    .visibleCommands(program)
    .filter((command) => command.name() !== "help")
    .flatMap((command) => pages(help, command, program.name()))
  return [
    INTRODUCTION,
    ...environment.map(([name, meaning]) => `| \`${name}\` | ${meaning} |`),
    "\n## Exit codes\n",
    "| Code | Meaning |\n|---|---|",
    ...codes,
    "\n## Shell completion\n",
    "Run one of these lines, or add it to your shell's start-up file:\n",
    "```\nsource <(gpuflow-escrow complete bash)      # or zsh",
    "gpuflow-escrow complete fish | source\n```",
    "\n## Common options\n",
    "| Option | Meaning |\n|---|---|",
    ...shared(help, program).map(row),
    "\n## Commands",
    ...commands,
    "",
  ].join("\n")
}

function pages(help: Help, command: CommandUnknownOpts, parent: string): string[] {
  const name = `${parent} ${command.name()}`
  const given = command.registeredArguments.map((argument) => {
    const term = argument.variadic ? `${argument.name()}...` : argument.name()
    return argument.required ? `<${term}>` : `[${term}]`
  })
  const options = help.visibleOptions(command).filter(({ long }) => long !== "--help")
  const own = options.filter(({ long }) => !SHARED.includes(long ?? ""))
  const shared = options.flatMap(({ long }) => (long && SHARED.includes(long) ? [`\`${long}\``] : []))
  const examples = examplesOf(name)
  return [
    `\n### ${[name, ...given].join(" ")}\n`,
    sentence(command.description()),
    ...(own.length > 0 ? ["\n| Option | Meaning |\n|---|---|", ...own.map(row)] : []),
    ...(examples.length > 0 ? ["\n```", ...examples, "```"] : []),
    ...(shared.length > 0 ? [`\nCommon options: ${shared.join(", ")}.`] : []),
    ...command.commands.flatMap((child) => pages(help, child, name)),
  ]
}

/** The common options, read from `claim`, which has all of them. */
function shared(help: Help, program: CommandUnknownOpts): Option[] {
  const claim = program.commands.find((command) => command.name() === "claim")
  return claim ? help.visibleOptions(claim).filter(({ long }) => SHARED.includes(long ?? "")) : []
}

/** Options that are described once, above the commands. */
const SHARED = [
  "--json",
  "--chain",
  "--escrow",
  "--from-block",
  "--dry-run",
  "--as",
  "--safe",
  "--safe-file",
  "--safe-nonce",
  "--yes",
  "--wait",
  "--patience",
]

function row({ flags, description, argChoices, mandatory, defaultValueDescription }: Option): string {
  const otherwise = defaultValueDescription ? ` (default: ${defaultValueDescription})` : ""
  const choices = argChoices ? ` (${argChoices.join(", ")})` : ""
  return `| \`${flags}\` | ${description}${choices}${otherwise}${mandatory ? " (required)" : ""} |`
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}
