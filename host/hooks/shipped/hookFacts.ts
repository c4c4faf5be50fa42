// What the agent tells a hook on its standard input, read again by the hooks that ship with it.
import { z } from "zod"

const schema = z.object({
  version: z.literal(1),
  step: z.enum(["start", "stop", "wipe", "access", "health"]),
  /** Empty for the health of a machine that is free. */
  rental: z.string().regex(/^(0x[0-9a-f]{64})?$/),
  renter: z.string(),
  name: z.string(),
  endsAt: z.number(),
  folder: z.string().min(1),
  keys: z.array(z.string().regex(/^[^\n\r]+$/)),
  options: z.record(z.string(), z.unknown()),
})

export type HookFacts = z.output<typeof schema>

/** The hook cannot do what it is asked: what it was given, or what a program answered. */
export class HookError extends Error {
  override readonly name = "HookError"
}

export function parseHookFacts(text: string): HookFacts {
  try {
    return schema.parse(JSON.parse(text))
  } catch (cause) {
    throw new HookError(
      "The standard input is not what the agent writes to a hook. Let `gpuflow-escrow host` run it.",
      {
        cause,
      },
    )
  }
}

/** Reads a hook's own options from the settings of the machine. */
export function parseHookOptions<output>(schema: z.ZodType<output>, { options }: HookFacts): output {
  const result = schema.safeParse(options)
  if (result.success) return result.data
  const faults = result.error.issues.map(({ path, message }) => `options.${path.join(".")}: ${message}`)
  throw new HookError(`The machine's settings do not fit this hook. ${faults.join("; ")}.`)
}

/** How the renter reaches the machine, where a hook cannot find it out. */
export const sshFields = {
  ssh: z
    .strictObject({
      host: z.string().min(1),
      port: z.int().min(1).max(65_535),
      user: z.string().min(1),
      /** The public key of the machine's SSH server. */
      hostKey: z.string().min(1),
    })
    .optional(),
}

/** A short name for what belongs to a rental, which programs accept. */
export const nameOf = ({ rental }: HookFacts) => `gpuflow-${rental.slice(2, 18)}`

type Answer = { readonly code: number; readonly stdout: string; readonly stderr: string }
/** Runs a program and resolves with what it said. */
export type Execute = (argv: readonly string[], input?: string) => Promise<Answer>

/** Runs a program that must succeed. */
export async function must(execute: Execute, argv: readonly string[], input?: string): Promise<string> {
  const { code, stdout, stderr } = await execute(argv, input)
  if (code === 0) return stdout
  throw new HookError(`\`${argv.join(" ")}\` ended with ${code}. ${stderr.trim()}`)
}

/** What a hook writes to its standard output. */
export type HookAnswer = {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly hostKey: string
}

export const keysFile = ({ keys }: HookFacts) => keys.map((key) => `${key}\n`).join("")
