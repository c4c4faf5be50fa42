// A settings file to begin with, from a few answers.
import { stringify } from "smol-toml"

export type SettingsAnswers = {
  /** Path of the machine's document, relative to the settings file. */
  readonly document: string
  /** The kind of the hooks that ship with the program, or none for the owner's own commands. */
  readonly hooks: string
  /** The hook's own options. */
  readonly options: Readonly<Record<string, unknown>>
  readonly escrow?: string | undefined
  readonly host?: string | undefined
  readonly state?: string | undefined
  /** Address and port on which the door listens. */
  readonly door?: string | undefined
  /** Missing: the machine is not offered. */
  readonly offer?: OfferAnswers | undefined
  readonly policy: PolicyAnswers
  /** Most POL for the gas of a day. */
  readonly polPerDay?: string | undefined
}

type OfferAnswers = {
  /** Dollars per hour; or else `price`, in tokens. */
  readonly usd?: string | undefined
  readonly price?: string | undefined
  readonly floorUsd?: string | undefined
  readonly token: string
  readonly bond: string
  readonly minDuration?: string | undefined
  readonly maxDuration: string
  readonly boards: readonly string[]
}

type PolicyAnswers = {
  readonly refund: boolean
  readonly refundPerRental?: string | undefined
  readonly refundPerDay?: string | undefined
}

const STEPS = { onStart: "start", onStop: "stop", onWipe: "wipe", onAccess: "access", health: "health" } as const

export function writeHostSettings({
  document,
  hooks,
  options,
  door,
  offer,
  policy,
  ...answers
}: SettingsAnswers): string {
  const { escrow, host, state, polPerDay } = answers
  const commands = Object.fromEntries(
    Object.entries(STEPS).map(([name, step]) => [name, ["gpuflow-escrow", "host", "hook", hooks, step]]),
  )
  const file = {
    ...given({ escrow, host, state }),
    hooks: commands,
    policy: { grace: "0s", declineBefore: "2m", refundMinimum: "1m", claim: true, ...given(policy) },
    ...(polPerDay === undefined ? {} : { gas: { polPerDay } }),
    ...(door === undefined ? {} : { door: { listen: door } }),
    machines: [{ document, options: given(options), ...(offer ? { offer: given(offer) } : {}) }],
  }
  return `# What docs/host.md describes. Run \`gpuflow-escrow host check\` after each change.\n${stringify(file)}\n`
}

const given = (fields: object) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
