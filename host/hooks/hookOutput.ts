// What a hook may say on its standard output: how the renter reaches the machine.
import { z } from "zod"

const schema = z
  .object({
    host: z.string().min(1).max(255),
    port: z.int().min(1).max(65_535),
    user: z.string().regex(/^[a-z_][\w.-]{0,31}$/i),
    hostKey: z.string().regex(/^(ssh-|ecdsa-|sk-)\S+ [A-Za-z0-9+/=]+( .*)?$/),
  })
  .partial()

/** The way in, from the last line that is a JSON object. What is not valid is reported, and not used. */
export function readHookOutput(stdout: string): { readonly access: HookAccess; readonly problem?: string } {
  const line = stdout
    .split("\n")
    .map((text) => text.trim())
    .findLast((text) => text.startsWith("{"))
  if (line === undefined) return { access: {} }
  try {
    const { data, error } = schema.safeParse(JSON.parse(line))
    if (!error) return { access: withoutMissing(data) }
    return { access: {}, problem: error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ") }
  } catch {
    return { access: {}, problem: "The last line that begins with { is not JSON." }
  }
}

type HookAccess = {
  readonly [field in keyof z.output<typeof schema>]?: Exclude<z.output<typeof schema>[field], undefined>
}

const withoutMissing = (data: z.output<typeof schema>): HookAccess =>
  Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined))
