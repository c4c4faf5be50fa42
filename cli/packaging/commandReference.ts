// docs/cli.md, from the program itself: what is not in it is not in the page, and the other way round.
import { PassThrough } from "node:stream"

import type { CommandUnknownOpts, Help, Option } from "@commander-js/extra-typings"

import { exitCodes } from "../exitCodes.ts"
import { makeProgram } from "../program.ts"
import { openSession } from "../session.ts"

const meanings: Readonly<Record<keyof typeof exitCodes, string>> = {
  ok: "done",
  unexpected: "a fault of the program",
  usage: "the command, its input or the environment has to change",
  refused: "the contract refuses, before anything was sent or when the transaction was included",
  chain: "the chain or its node: not reachable, another chain, no escrow there, no answer to rely on",
  nothing: "nothing to do: nothing is due, nothing is credited",
  unknown: "a transaction was signed, and what became of it is not known: look at its hash before you send again",
  declined: "not confirmed at the prompt, or stopped before anything was signed: nothing was sent",
  failed: "a check failed: of `doctor`, of `offer verify`",
}

const environment = [
  [
    "GPUFLOW_RPC_URL",
    "JSON-RPC endpoints, separated by commas: the next is asked while one fails. Hidden in all output.",
  ],
  ["GPUFLOW_CHAIN", "`polygon` (137, without it), `amoy` (80002) or a chain's id"],
  ["GPUFLOW_ESCROW", "the escrow, where the program knows no deployment"],
  ["GPUFLOW_FROM_BLOCK", "the block of its deployment, for what reads its events"],
  ["GPUFLOW_KEYSTORE", "path of an encrypted keystore (JSON, version 3) of the account that acts"],
  ["GPUFLOW_KEYSTORE_PASSWORD", "its password; without it, it is asked for at the terminal"],
  ["GPUFLOW_PRIVATE_KEY", "in place of a keystore: the key itself"],
  ["GPUFLOW_OFFERS_TOKEN", "bearer token of the endpoint that takes a heartbeat's offers"],
] as const

const INTRODUCTION = `# The command line

Written by \`npm run generate\`. For hosts, [host.md](host.md) plays a whole rental.

\`\`\`
gpuflow-escrow <command> [arguments] [options]
\`\`\`

- **Amounts** are whole tokens, \`1.50 USDC\`, or base units, \`1500000 units\`. A token is named by its address, or by its symbol in the SDK's list for the chain. Times are \`8h\`, \`1h30m\`, \`45m\`, \`30d\`.
- **\`--json\`** prints one document on stdout, whole numbers as decimal strings; a failure is one too: \`{ "error": { code, message, args } }\`. \`watch\` and a heartbeat print a line for each thing that happens.
- **Writes** show what they will do and ask. \`--yes\` does not ask, and is needed where there is no terminal. \`--dry-run\` simulates, estimates gas and cost and prints the transactions, and neither signs nor sends; with \`--as <address>\` it needs no key, so that its output can go to a Safe.
- **A transaction that was signed is not lost**: if the node fails, its hash is waited for; if nothing moves, the exit code is 6 and the error has the hash.

## Environment

Also read from a file \`.env\` in the working folder. Keys and passwords come from here alone, never from arguments, and show in no output.

| variable | |
|---|---|`

export function commandReference(): string {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()]
  const program = makeProgram(openSession({ env: {}, stdin, stdout, stderr, signal: AbortSignal.abort() }))
  const help = program.createHelp()
  const codes = Object.entries(meanings).map(
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
    "| code | |\n|---|---|",
    ...codes,
    "\n## Shell completion\n",
    "```\nsource <(gpuflow-escrow complete bash)      # or zsh; in ~/.bashrc, to keep it",
    "gpuflow-escrow complete fish | source\n```",
    "\n## Options of many commands\n",
    "| option | |\n|---|---|",
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
  return [
    `\n### ${[name, ...given].join(" ")}\n`,
    sentence(command.description()),
    ...(own.length > 0 ? ["\n| option | |\n|---|---|", ...own.map(row)] : []),
    ...(shared.length > 0 ? [`\nAlso ${shared.join(", ")}.`] : []),
    ...command.commands.flatMap((child) => pages(help, child, name)),
  ]
}

/** Of `claim`, which has them all. */
function shared(help: Help, program: CommandUnknownOpts): Option[] {
  const claim = program.commands.find((command) => command.name() === "claim")
  return claim ? help.visibleOptions(claim).filter(({ long }) => SHARED.includes(long ?? "")) : []
}

/** What is said once for all, above the commands. */
const SHARED = ["--json", "--chain", "--escrow", "--from-block", "--dry-run", "--as", "--yes", "--wait", "--patience"]

function row({ flags, description, argChoices, mandatory, defaultValueDescription }: Option): string {
  const otherwise = defaultValueDescription ? ` (default: ${defaultValueDescription})` : ""
  const choices = argChoices ? ` (${argChoices.join(", ")})` : ""
  return `| \`${flags}\` | ${description}${choices}${otherwise}${mandatory ? "; needed" : ""} |`
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}
