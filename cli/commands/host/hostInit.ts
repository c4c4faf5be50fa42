import { stat } from "node:fs/promises"
import { dirname, relative, resolve } from "node:path"
import { Option } from "@commander-js/extra-typings"
import { UsageError } from "../../errors.ts"
import { writeOutput } from "../../files.ts"
import { stateFolder } from "../../host/agentSettings.ts"
import {
  askAccess,
  askDocument,
  askOffer,
  askPolicy,
  askWorkload,
  HOOK_KINDS,
  type InitOptions,
  openQuestions,
  withAccess,
} from "../../host/askSettings.ts"
import type { Session } from "../../session.ts"
import type { Result } from "../../terminal/output.ts"
import { plainCommand } from "../builders.ts"
import { runPlain } from "../run.ts"

export function hostInit(session: Session) {
  return plainCommand("init")
    .description("Write the agent's settings; asks for what is not passed as an option")
    .option("--document <file>", "Machine document, made with `machine`; asks for its parts if it is not there")
    .addOption(new Option("--hooks <kind>", "How the workload runs").choices(HOOK_KINDS))
    .option("--workload <text>", "Image, unit, domain, or command line of the workload")
    .option("--endpoint <url>", "URL by which renters reach the agent's door; it is written into the document")
    .option("--door <address>", "Address and port on which the door listens, such as 0.0.0.0:9466")
    .option("--ssh <user@host:port>", "The machine's SSH server, as renters reach it")
    .option("--host-key <file>", "File of that server's public host key")
    .option("--authorized-keys <file>", "File of keys that the server accepts, for `process` and `systemd`")
    .option("--board <url...>", "Boards on which to offer the machine")
    .option("--usd <dollars>", "Price per hour in US dollars, converted by the token's price feed")
    .option("--price <amount>", "Price per hour in tokens, in place of --usd")
    .option("--floor <dollars>", "Least dollars per hour, whatever rules you add later")
    .option("--token <token>", "Symbol or address of the token")
    .option("--bond <amount>", "Bond per rental, in tokens")
    .option("--min-duration <time>", "Commitment: time that is billed even if the renter stops earlier")
    .option("--max-duration <time>", "Longest rental, such as 30d")
    .option("--host <address>", "Host, if the agent's account is its operator")
    .option("--no-refund", "Give no downtime back")
    .option("--refund-per-rental <time>", "Most time to give back of one rental (default: no limit)")
    .option("--refund-per-day <time>", "Most time to give back within a day (default: no limit)")
    .option("--gas-per-day <POL>", "Most POL for the gas of a day (default: 50)")
    .option("--state <folder>", "Folder of the agent's state (default: the user's, or the unit's)")
    .option("--defaults", "Ask nothing: leave out what is not passed")
    .option("--to <file>", "File to write", "host.toml")
    .action((options) => runPlain(session, options, () => writeSettings(session, options)))
}

type Options = InitOptions & {
  readonly host?: string | undefined
  readonly state?: string | undefined
  readonly to: string
}

async function writeSettings(session: Session, { refund, ...given }: Options): Promise<Result> {
  const { to } = given
  const isThere = await stat(to).then(
    () => true,
    () => false,
  )
  if (isThere) throw new UsageError(`${to} is already there. Pass another file with --to, or remove it.`)
  // Without the option it is true, and the question is still open.
  const options = { ...given, refund: refund === false ? false : undefined }
  const questions = openQuestions(session, options)
  const { path, isNew, document } = await askDocument(session, questions, options)
  const { kind, workload } = await askWorkload(questions, options)
  const access = await askAccess(questions, kind, document, options)
  const offer = await askOffer(questions, options)
  const { policy, polPerDay } = await askPolicy(questions, options)

  const { HostSettingsError, ownTlsIdentity, parseHostSettings, writeHostSettings } = await import("@gpuflow/host")
  // The door's own key stands in the state, and its fingerprint in the document: both must be found again.
  const state = options.state ?? (access ? stateFolder(session, {}) : undefined)
  const described = access
    ? withAccess(document, access, (await ownTlsIdentity(resolve(state ?? ""))).fingerprint)
    : document
  const text = writeHostSettings({
    document: relative(dirname(resolve(to)), resolve(path)),
    hooks: kind,
    options: { ...workload, ...(access ? { authorizedKeys: access.authorizedKeys, ssh: access.ssh } : {}) },
    escrow: session.env["GPUFLOW_ESCROW"],
    host: options.host,
    state: state === undefined ? undefined : resolve(state),
    door: access?.door,
    ...{ offer, policy, polPerDay },
  })
  const isChanged = isNew || access !== undefined
  if (isChanged) await writeOutput(path, `${JSON.stringify(described, null, 2)}\n`)
  try {
    await parseHostSettings(to, text)
  } catch (error) {
    if (!(error instanceof HostSettingsError)) throw error
    throw new UsageError(error.message, { path: to, faults: error.faults }, { cause: error })
  }
  await writeOutput(to, text)
  const wrote = isChanged ? `Wrote ${path} with the machine's document, and ${to}.` : `Wrote ${to}.`
  return {
    json: { path: to, document: path },
    text: `${wrote} Check it with \`gpuflow-escrow host check --settings ${to}\`.`,
  }
}
