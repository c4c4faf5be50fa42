// Reads the owner's file, and says of each fault where it is and what would be right.
import { readFile } from "node:fs/promises"
import { dirname, resolve } from "node:path"
import { isEscrowError } from "@gpuflow/escrow"
import { type MachineDocument, parseDocument } from "@gpuflow/escrow/machine"
import { hashMachineDocument } from "@gpuflow/escrow/offer"
import { parse as parseToml, TomlError } from "smol-toml"
import type { Address, Hash } from "viem"
import type { z } from "zod"

import type { Policy } from "../machine/policy.ts"
import {
  type DoorSettings,
  type GasSettings,
  type Hooks,
  type OfferSettings,
  resolveHooks,
  schema,
} from "./settings.ts"

/** A machine that the agent runs. */
export type MachineSettings = {
  readonly name: string
  readonly document: MachineDocument
  readonly machine: Hash
  readonly spec: Hash
  readonly hooks: Hooks
  readonly options: Readonly<Record<string, unknown>>
  readonly offer?: OfferSettings | undefined
}

export type HostSettings = {
  readonly path: string
  readonly chainId: number
  readonly escrow?: Address | undefined
  readonly host?: Address | undefined
  /** Absolute path of the state's folder. */
  readonly state?: string | undefined
  readonly poll: bigint
  readonly monitoring: string
  readonly logLevel: z.output<typeof schema>["logLevel"]
  readonly policy: Policy
  readonly evidenceUrl?: string | undefined
  readonly gas: GasSettings
  readonly door?: DoorSettings | undefined
  readonly machines: readonly MachineSettings[]
}

export type SettingsFault = {
  /** `machines[0].offer.usd`, or empty for the whole file. */
  readonly field: string
  readonly problem: string
  readonly line?: number
}

/** The owner's file cannot be used. Each line of the message names a field, or a line of the file. */
export class HostSettingsError extends Error {
  override readonly name = "HostSettingsError"
  readonly path: string
  readonly faults: readonly SettingsFault[]

  constructor(path: string, faults: readonly SettingsFault[], options?: ErrorOptions) {
    const lines = faults.map(({ field, problem, line }) => {
      const place = line === undefined ? field : `line ${line}`
      return `- ${place ? `${place}: ` : ""}${problem}.`
    })
    super(`${path} cannot be used. Correct this:\n${lines.join("\n")}`, options)
    this.path = path
    this.faults = faults
  }
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** Reads a TOML or JSON file, and the documents that it names. */
export async function readHostSettings(path: string): Promise<HostSettings> {
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new HostSettingsError(path, [{ field: "", problem: `the file cannot be read: ${reasonOf(cause)}` }], {
      cause,
    })
  })
  return parseHostSettings(path, text)
}

/** Reads the text of a file that need not be there, and the documents that it names. */
export async function parseHostSettings(path: string, text: string): Promise<HostSettings> {
  const given = check(path, parseText(path, text))
  const { machines, hooks, policy, state, ...rest } = given
  const { evidenceUrl, ...rules } = policy
  const folder = dirname(resolve(path))
  const faults: SettingsFault[] = []
  const read = await Promise.all(
    machines.map(async ({ document: file, hooks: own, options, offer }, place) => {
      const at = `machines[${place}]`
      const resolved = resolveHooks(hooks, own)
      for (const name of resolved.missing) {
        faults.push({ field: `${at}.hooks.${name}`, problem: "is missing, here and in [hooks]. Name a command" })
      }
      const document = await readDocument(resolve(folder, file), `${at}.document`, faults)
      if (!document) return undefined
      const hashes = hashMachineDocument(document)
      return { name: document.name, document, ...hashes, hooks: resolved.hooks, options, offer }
    }),
  )
  const known = read.filter((machine) => machine !== undefined)
  for (const [place, { machine, name }] of known.entries()) {
    if (known.findIndex((other) => other.machine === machine) === place) continue
    faults.push({ field: `machines[${place}].document`, problem: `names the machine "${name}" a second time` })
  }
  if (faults.length > 0) throw new HostSettingsError(path, faults)
  return {
    ...rest,
    path: resolve(path),
    state: state === undefined ? undefined : resolve(folder, state),
    policy: rules,
    evidenceUrl,
    machines: known,
  }
}

function parseText(path: string, text: string): unknown {
  try {
    return path.endsWith(".json") ? JSON.parse(text) : parseToml(text)
  } catch (cause) {
    const fault =
      cause instanceof TomlError
        ? { field: "", line: cause.line, problem: firstLine(cause.message) }
        : { field: "", problem: `is not valid JSON: ${reasonOf(cause)}` }
    throw new HostSettingsError(path, [fault], { cause })
  }
}

/** The library's message goes on with a picture of the place. */
const firstLine = (message: string) => message.replace("Invalid TOML document: ", "").split("\n")[0]?.trim() ?? message

function check(path: string, value: unknown): z.output<typeof schema> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw new HostSettingsError(path, result.error.issues.flatMap(faultsOf), { cause: result.error })
}

function faultsOf(issue: z.core.$ZodIssue): SettingsFault[] {
  const field = fieldOf(issue.path)
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ field: fieldOf([...issue.path, key]), problem: "is not a setting. Remove it" }))
  }
  return [{ field, problem: issue.message }]
}

/** `machines[0].offer.usd` */
function fieldOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === "number") return `${text}[${part}]`
    return text === "" ? String(part) : `${text}.${String(part)}`
  }, "")
}

async function readDocument(
  path: string,
  field: string,
  faults: SettingsFault[],
): Promise<MachineDocument | undefined> {
  try {
    return parseDocument(JSON.parse(await readFile(path, "utf8")))
  } catch (error) {
    const isInvalid = isEscrowError(error) && error.code === "InvalidDocument"
    const problem = isInvalid
      ? `names a file that is not a machine document: ${reasonOf(error)}`
      : `cannot be read: ${reasonOf(error)}`
    faults.push({ field, problem: problem.replace(/\.$/, "") })
    return undefined
  }
}
