import { stat } from "node:fs/promises"
import { dirname, join } from "node:path"
import { Option } from "@commander-js/extra-typings"
import { UsageError } from "../../errors.ts"
import { readJsonFile, writeOutput } from "../../files.ts"
import { parseMachineDocument } from "../../machine/document.ts"
import { hasTerminal, type Session } from "../../session.ts"
import { askForText } from "../../terminal/prompt.ts"
import { plainCommand } from "../builders.ts"
import { runPlain } from "../run.ts"

const KINDS = ["process", "docker", "systemd", "libvirt"] as const
/** The option of each kind that it cannot do without, and what it is. */
const NEEDS = {
  process: { option: "command", question: "Program that the renter uses, with its arguments" },
  docker: { option: "image", question: "Docker image" },
  systemd: { option: "unit", question: "Template of the systemd unit, such as gpuflow-workload@.service" },
  libvirt: { option: "domain", question: "Domain of libvirt" },
} as const

export function hostInit(session: Session) {
  return plainCommand("init")
    .description("Write the agent's settings; asks for what is not passed as an option")
    .option("--document <file>", "Machine document, made with `machine`")
    .addOption(new Option("--hooks <kind>", "How the workload runs").choices(KINDS))
    .option("--workload <text>", "Image, unit, domain, or command line of the workload")
    .option("--usd <dollars>", "Price per hour in US dollars; with --token and --board, the machine is offered")
    .option("--token <token>", "Symbol or address of the token")
    .option("--bond <amount>", "Bond per rental, in tokens")
    .option("--max-duration <time>", "Longest rental, such as 30d")
    .option("--board <url...>", "Boards on which to offer the machine")
    .option("--host <address>", "Host, if the agent's account is its operator")
    .option("--door <address>", "Address and port on which renters ask for access, such as 0.0.0.0:9466")
    .option("--to <file>", "File to write", "host.toml")
    .action((options) =>
      runPlain(session, options, async () => {
        const { to } = options
        const isThere = await stat(to).then(
          () => true,
          () => false,
        )
        if (isThere) throw new UsageError(`${to} is already there. Pass another file with --to, or remove it.`)
        const document = await answer(session, options.document, "--document", "Machine document", "machine.json")
        parseMachineDocument(await readJsonFile(document), document)
        const given = await answer(
          session,
          options.hooks,
          "--hooks",
          `Kind of workload (${KINDS.join(", ")})`,
          "docker",
        )
        const kind = KINDS.find((one) => one === given)
        if (!kind)
          throw new UsageError(`${given} is not a kind of workload. Pass one of ${KINDS.join(", ")} with --hooks.`)
        const { option, question } = NEEDS[kind]
        const workload = await answer(session, options.workload, "--workload", question)
        const { writeHostSettings } = await import("@gpuflow/host")
        const text = writeHostSettings({
          document: relativeTo(to, document),
          hooks: kind,
          options: { [option]: kind === "process" ? workload.split(/\s+/) : workload },
          escrow: session.env["GPUFLOW_ESCROW"],
          host: options.host,
          usd: options.usd,
          token: options.token,
          bond: options.bond,
          maxDuration: options.maxDuration,
          boards: options.board ?? [],
          door: options.door,
        })
        await writeOutput(to, text)
        return {
          json: { path: to },
          text: `Wrote ${to}. Check it with \`gpuflow-escrow host check --settings ${to}\`.`,
        }
      }),
    )
}

/** The path as the settings file finds it. */
function relativeTo(settings: string, path: string): string {
  return dirname(settings) === dirname(path)
    ? path.slice(dirname(path) === "." ? 0 : dirname(path).length + 1)
    : join(process.cwd(), path)
}

async function answer(
  session: Session,
  given: string | undefined,
  option: string,
  question: string,
  preset = "",
): Promise<string> {
  if (given !== undefined) return given
  if (!hasTerminal(session)) throw new UsageError(`There is no terminal to ask. Pass ${option}.`)
  return askForText(session, question, preset)
}
