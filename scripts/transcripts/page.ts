// docs/transcripts.md, and the blocks of other pages that show takes.
import { PassThrough } from "node:stream"
import type { CommandUnknownOpts } from "@commander-js/extra-typings"

import { commandGroups } from "../../cli/commands/groups.ts"
import { openSession } from "../../cli/session.ts"
import { COLUMNS, type Take } from "./recorder.ts"

const INTRODUCTION = `# Transcripts

What each command of [the command line](cli.md) shows at a terminal of 80 columns, in the order of its help. [host.md](host.md) tells one of these rentals from its beginning to its end.

\`npm run transcripts\` recorded this page. It plays whole rentals as host, renter, arbiter, and anyone, through the command line itself, on the local chain of \`npm run chain\`, and moves that chain's clock between them. All keys are those of the local chain. Times are in UTC, colours are off, and times, ids, and hashes differ between recordings. Each command's takes are in the order in which they were played.

A typed line that is too long is continued after \`\\\`. Where the exit code is not 0, \`echo $?\` shows it. Commands that send transactions ask first, as [\`start\`](#start) does here; most others are shown with \`--yes\`.`

/** The page, with a section for each command. */
export function transcriptsPage(takes: readonly Take[]): string {
  const parts = commandSections().map(({ heading, commands }) => [
    `## ${heading}`,
    ...commands.flatMap(({ name, description }) => [
      `### ${name}`,
      `${description}.`,
      ...takes
        .filter(({ command, caption }) => command === name && caption)
        .flatMap(({ caption = "", ...take }) => [caption, block(take).join("\n")]),
    ]),
  ])
  return `${[INTRODUCTION, ...parts.flat()].join("\n\n")}\n`
}

/** A code block with the typed line, what the terminal showed, and the exit code where it is not 0. */
export function block({ line, shown, code }: Omit<Take, "caption">): string[] {
  return ["```", ...typed(line), ...shown, ...(code === 0 ? [] : ["$ echo $?", String(code)]), "```"]
}

/** An option stays with its value. */
const WORDS = /--\w\S* (?:"[^"]*"|'[^']*'|[^\s-]\S*)|"[^"]*"|'[^']*'|\S+/g

/** The line at the prompt, continued where it would be too long. */
function typed(line: string): string[] {
  const lines: string[] = []
  let current = "$"
  for (const word of line.match(WORDS) ?? []) {
    const longer = `${current} ${word}`
    // Room for a space and the backslash.
    if (longer.length <= COLUMNS - 2) current = longer
    else {
      lines.push(`${current} \\`)
      current = `    ${word}`
    }
  }
  return [...lines, current]
}

/** The commands of the program in the groups and the order of its help, with their subcommands. */
function commandSections() {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()]
  const session = openSession({ env: {}, stdin, stdout, stderr, signal: AbortSignal.abort() })
  const named = (command: CommandUnknownOpts, parent = ""): { name: string; description: string }[] => {
    const name = `${parent}${command.name()}`
    return [
      { name, description: command.description() },
      ...command.commands.flatMap((child) => named(child, `${name} `)),
    ]
  }
  const groups = commandGroups.map(([heading, makers]) => ({
    heading: heading.replace(/:$/, ""),
    commands: makers.flatMap((make) => named(make(session))),
  }))
  const complete = { name: "complete", description: "Complete a command line, for shells" }
  return [...groups, { heading: "Shell completion", commands: [complete] }]
}
