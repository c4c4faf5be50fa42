// Everything that the agent of one machine needs to know, from options or else from questions. In a terminal each question
// has a preset; without one, and with --defaults, what was not passed and can be left out is left out.
import { access } from "node:fs/promises"
import { isAbsolute, resolve } from "node:path"
import { sshFingerprint } from "@gpuflow/escrow/access"
import { canonicalDocument } from "@gpuflow/escrow/machine"
import type { MachineDocument } from "@gpuflow/escrow/offer"

import { UsageError } from "../errors.ts"
import { readJsonFile, readTextFile } from "../files.ts"
import { detectHardware } from "../machine/detect.ts"
import { parseMachineDocument } from "../machine/document.ts"
import { hasTerminal, type Session } from "../session.ts"
import { askForText } from "../terminal/prompt.ts"

export const HOOK_KINDS = ["process", "docker", "systemd", "libvirt"] as const

export type InitOptions = {
  readonly document?: string | undefined
  readonly hooks?: (typeof HOOK_KINDS)[number] | undefined
  readonly workload?: string | undefined
  readonly endpoint?: string | undefined
  readonly door?: string | undefined
  readonly ssh?: string | undefined
  readonly hostKey?: string | undefined
  readonly authorizedKeys?: string | undefined
  readonly board?: readonly string[] | undefined
  readonly usd?: string | undefined
  readonly price?: string | undefined
  readonly floor?: string | undefined
  readonly token?: string | undefined
  readonly bond?: string | undefined
  readonly minDuration?: string | undefined
  readonly maxDuration?: string | undefined
  readonly refund?: boolean | undefined
  readonly refundPerRental?: string | undefined
  readonly refundPerDay?: string | undefined
  readonly gasPerDay?: string | undefined
  readonly defaults?: boolean | undefined
}

/** The option of each kind of workload that it cannot do without, and what it is. */
const NEEDS = {
  process: { option: "command", question: "Program that the renter uses, with its arguments" },
  docker: { option: "image", question: "Docker image" },
  systemd: { option: "unit", question: "Template of the systemd unit, such as gpuflow-workload@.service" },
  libvirt: { option: "domain", question: "Domain of libvirt" },
} as const

/** What an answer is that leaves something out. */
const NONE = "-"

type Questions = ReturnType<typeof openQuestions>

export function openQuestions(session: Session, { defaults = false }: InitOptions) {
  const asks = hasTerminal(session) && !defaults
  return {
    asks,
    /** An answer that is needed. */
    async required(given: string | undefined, option: string, question: string, preset = ""): Promise<string> {
      if (given !== undefined) return given
      if (asks) return askForText(session, question, preset)
      if (preset !== "" && defaults) return preset
      throw new UsageError(`Questions cannot be asked, because no terminal is attached. Pass ${option}.`)
    },
    /** An answer that may be left out. */
    async optional(given: string | undefined, question: string, preset = NONE): Promise<string | undefined> {
      if (given !== undefined || !asks) return given
      const answer = (await askForText(session, `${question} (${NONE}: none)`, preset)).trim()
      return answer === NONE ? undefined : answer
    },
  }
}

/** The machine's document, and whether it is to be written. */
export async function askDocument(session: Session, questions: Questions, options: InitOptions) {
  const path = await questions.required(
    options.document,
    "--document",
    "File of the machine's document",
    "machine.json",
  )
  const isThere = await access(path).then(
    () => true,
    () => false,
  )
  if (isThere) return { path, isNew: false, document: parseMachineDocument(await readJsonFile(path), path) }
  if (!questions.asks) {
    throw new UsageError(`There is no ${path}. Make it with \`gpuflow-escrow machine\`, and pass it with --document.`)
  }
  const found = await detectHardware(session).catch(() => undefined)
  const name = await questions.required(undefined, "--document", "Your name for the machine, which stays the same")
  const model = await questions.required(undefined, "--document", "Model of its GPUs", found?.gpu.model)
  const count = await questions.required(undefined, "--document", "Number of GPUs", String(found?.gpu.count ?? 1))
  const memory = await questions.required(
    undefined,
    "--document",
    "Memory of each GPU in MiB",
    found ? String(found.gpu.memoryMiB) : "",
  )
  const gpu = { ...found?.gpu, model, count: Number(count), memoryMiB: Number(memory) }
  return { path, isNew: true, document: parseMachineDocument({ version: 1, ...found, name, gpu }, "The document") }
}

/** The kind of the workload, and the option that it cannot do without. */
export async function askWorkload(questions: Questions, options: InitOptions) {
  const kinds = HOOK_KINDS.join(", ")
  const given = await questions.required(options.hooks, "--hooks", `Kind of workload (${kinds})`, "docker")
  const kind = HOOK_KINDS.find((one) => one === given)
  if (!kind) throw new UsageError(`${given} is not a kind of workload. Pass one of ${kinds} with --hooks.`)
  const { option, question } = NEEDS[kind]
  const workload = await questions.required(options.workload, "--workload", question)
  const value = kind === "process" ? workload.trim().split(/\s+/) : workload
  return { kind, workload: { [option]: value } }
}

type AccessAnswers = {
  readonly endpoint: string
  readonly door: string
  readonly ssh: { readonly host: string; readonly port: number; readonly user: string; readonly hostKey: string }
  readonly authorizedKeys?: string | undefined
}

/** How renters get in, or nothing if they do not. */
export async function askAccess(
  questions: Questions,
  kind: string,
  { access: known }: MachineDocument,
  options: InitOptions,
): Promise<AccessAnswers | undefined> {
  const isWanted = [options.endpoint, options.door, options.ssh, options.hostKey].some((one) => one !== undefined)
  const endpoint = await questions.optional(
    options.endpoint ?? (isWanted ? known?.endpoint : undefined),
    "URL by which renters reach this agent's door, such as https://gpu.example:9466",
    known?.endpoint,
  )
  if (endpoint === undefined) {
    if (isWanted) throw new UsageError("Renters find the door by its URL. Pass it with --endpoint.")
    return undefined
  }
  const port = URL.canParse(endpoint) ? new URL(endpoint).port || "9466" : "9466"
  const door = await questions.required(options.door, "--door", "Address on which the door listens", `0.0.0.0:${port}`)
  const ssh = await questions.required(options.ssh, "--ssh", "The machine's SSH server, as user@host:port")
  const [, user, host, sshPort] = /^([^@\s]+)@(.+):(\d{1,5})$/.exec(ssh) ?? []
  if (user === undefined || host === undefined) {
    throw new UsageError(`${ssh} is not an SSH server. Pass user@host:port with --ssh, such as renter@gpu.example:22.`)
  }
  const file = await questions.required(
    options.hostKey,
    "--host-key",
    "File of its public host key",
    "/etc/ssh/ssh_host_ed25519_key.pub",
  )
  const { text } = await readTextFile(file, { source: "--host-key" })
  sshFingerprint(text)
  const answers = { endpoint, door, ssh: { host, port: Number(sshPort), user, hostKey: text.trim() } }
  if (kind !== "process" && kind !== "systemd") return answers
  const keys = await questions.required(
    options.authorizedKeys,
    "--authorized-keys",
    "File of keys that it accepts (AuthorizedKeysFile)",
    `/etc/ssh/renter_keys`,
  )
  return { ...answers, authorizedKeys: isAbsolute(keys) ? keys : resolve(keys) }
}

/** What is offered on boards, or nothing. */
export async function askOffer(questions: Questions, options: InitOptions) {
  const first = options.board?.[0]
  const board = await questions.optional(first, "Board on which the machine is offered, such as https://board.example")
  if (board === undefined) return undefined
  const usd =
    options.price === undefined ? await questions.optional(options.usd, "Dollars per hour", "1.50") : undefined
  const price = usd === undefined ? options.price : undefined
  const inTokens =
    price ??
    (usd === undefined ? await questions.required(undefined, "--usd or --price", "Tokens per hour") : undefined)
  return {
    usd,
    price: inTokens,
    floorUsd:
      usd === undefined
        ? undefined
        : await questions.optional(options.floor, "Least dollars per hour, whatever the rules say"),
    token: await questions.required(options.token, "--token", "Token in which renters pay", "USDC"),
    bond: await questions.required(
      options.bond ?? (questions.asks ? undefined : "0"),
      "--bond",
      "Bond per rental, in tokens",
      "5",
    ),
    minDuration: await questions.optional(options.minDuration, "Time that is billed even if the renter stops earlier"),
    maxDuration: await questions.required(
      options.maxDuration ?? (questions.asks ? undefined : "30d"),
      "--max-duration",
      "Longest rental",
      "30d",
    ),
    boards: [board, ...(options.board ?? []).slice(1)],
  }
}

/** What the agent may give back by itself, and spend. */
export async function askPolicy(questions: Questions, options: InitOptions) {
  const refund =
    options.refund ??
    (await questions.optional(undefined, "Give downtime back by itself, by the health log? yes or no", "yes")) !== "no"
  const refunds = refund
    ? {
        refundPerRental: await questions.optional(options.refundPerRental, "Most time to give back of one rental"),
        refundPerDay: await questions.optional(options.refundPerDay, "Most time to give back within a day"),
      }
    : {}
  const polPerDay = await questions.optional(options.gasPerDay, "Most POL for the gas of a day", "5")
  return { policy: { refund, ...refunds }, polPerDay }
}

/** The document with the door in it, as it is written. */
export function withAccess(
  document: MachineDocument,
  { endpoint, ssh }: AccessAnswers,
  certificate: string,
): MachineDocument {
  const access = { endpoint, hostKey: sshFingerprint(ssh.hostKey), certificate }
  return parseMachineDocument(JSON.parse(canonicalDocument({ ...document, access })), "The document", {
    "access.endpoint": "--endpoint",
  })
}
