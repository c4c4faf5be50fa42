// A settings file to begin with, from a few answers.
import { stringify } from "smol-toml"

export type SettingsAnswers = {
  /** Path of the machine's document, relative to the settings file. */
  readonly document: string
  /** The kind of the hooks that ship with the program, or none for the owner's own commands. */
  readonly hooks: string
  /** The hook's own options. */
  readonly options: Readonly<Record<string, string | readonly string[]>>
  readonly escrow?: string | undefined
  readonly host?: string | undefined
  readonly usd?: string | undefined
  readonly token?: string | undefined
  readonly bond?: string | undefined
  readonly maxDuration?: string | undefined
  readonly boards: readonly string[]
  readonly door?: string | undefined
}

const STEPS = { onStart: "start", onStop: "stop", onWipe: "wipe", onAccess: "access", health: "health" } as const

export function writeHostSettings(answers: SettingsAnswers): string {
  const { document, hooks, options, escrow, host, usd, token, bond, maxDuration, boards, door } = answers
  const commands = Object.fromEntries(
    Object.entries(STEPS).map(([name, step]) => [name, ["gpuflow-escrow", "host", "hook", hooks, step]]),
  )
  const isOffered = usd !== undefined && token !== undefined && boards.length > 0
  const offer = { usd, token, bond: bond ?? "0", maxDuration: maxDuration ?? "30d", boards }
  const file = {
    ...(escrow === undefined ? {} : { escrow }),
    ...(host === undefined ? {} : { host }),
    hooks: commands,
    policy: { grace: "0s", declineBefore: "2m", refund: true, refundMinimum: "1m", claim: true },
    ...(door === undefined ? {} : { door: { listen: door } }),
    machines: [{ document, options, ...(isOffered ? { offer } : {}) }],
  }
  return `# What docs/host.md describes. Run \`gpuflow-escrow host check\` after each change.\n${stringify(file)}\n`
}
