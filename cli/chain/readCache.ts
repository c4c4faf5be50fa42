// What earlier runs read of the chain, kept on disk: a later run reads only what is new. Everything in it can be read
// again, so a file that is missing, damaged or of another version counts as none, and a failed write is no failure.
import { createHash } from "node:crypto"
import { mkdir, rename, rm, writeFile } from "node:fs/promises"
import { isAbsolute, join } from "node:path"

import { readTextFile } from "../files.ts"
import type { Session } from "../session.ts"

/** Raised when the content of the files changes. */
const VERSION = 1
/** A larger file is not read, so that the history is read again instead. */
const MAX_BYTES = 268_435_456

export type ReadCache<content> = {
  read(): Promise<content | undefined>
  write(content: content): Promise<void>
  /** Forgets content that belongs to another branch of the chain. */
  clear(): Promise<void>
}

type CacheKey = {
  readonly kind: "rentals" | "record" | "events" | "range"
  /** All that the content depends on. */
  readonly of: readonly (string | number | bigint | undefined)[]
}

/** The cache for one question. It holds nothing without a folder for it, or if the user declines it. */
export function openCache<content>({ env }: Session, isUsed: boolean, { kind, of }: CacheKey): ReadCache<content> {
  const folder = folderOf(env)
  if (!isUsed || folder === undefined)
    return { read: async () => undefined, write: async () => {}, clear: async () => {} }
  const key = `${kind} ${of.join(" ").toLowerCase()}`
  const path = join(folder, `${kind}-${digest(key).slice(0, 32)}.json`)
  return {
    async read() {
      try {
        const {
          version,
          key: found,
          checksum,
          content,
        } = JSON.parse((await readTextFile(path, { isRegular: true, maxBytes: MAX_BYTES })).text)
        const isOurs = version === VERSION && found === key && checksum === digest(content)
        return isOurs ? JSON.parse(content, unpack) : undefined
      } catch {
        return undefined
      }
    },
    async write(value) {
      const content = JSON.stringify(value, pack)
      const temporary = `${path}.${process.pid}.tmp`
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 })
        await writeFile(temporary, JSON.stringify({ version: VERSION, key, checksum: digest(content), content }), {
          mode: 0o600,
        })
        await rename(temporary, path)
      } catch {
        await rm(temporary, { force: true }).catch(() => {})
      }
    },
    clear: () => rm(path, { force: true }).catch(() => {}),
  }
}

/** The user's folder for caches, by the XDG specification, which ignores a relative path. */
function folderOf({ XDG_CACHE_HOME: given = "", HOME: home = "" }: Session["env"]): string | undefined {
  if (isAbsolute(given)) return join(given, "gpuflow-escrow")
  return isAbsolute(home) ? join(home, ".cache", "gpuflow-escrow") : undefined
}

export const digest = (text: string) => createHash("sha256").update(text).digest("hex")

/** Whole numbers of type bigint, which JSON lacks, as an object with one field. */
function pack(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? { $bigint: String(value) } : value
}

function unpack(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("$bigint" in value)) return value
  return BigInt(String(value.$bigint))
}
