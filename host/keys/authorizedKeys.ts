// The keys that a machine's sshd accepts, in a file of the owner's choice (`AuthorizedKeysFile`). The shipped hooks keep
// it. It holds the keys of one rental alone: those of another are refused, never added.
import { mkdir, open, readFile, rename, rm } from "node:fs/promises"
import { dirname } from "node:path"
import { parseSshKey } from "@gpuflow/escrow/access"
import { isHash } from "viem"

/** The machine still has the keys of another rental. Wipe it first. */
export class KeysOfAnotherRentalError extends Error {
  override readonly name = "KeysOfAnotherRentalError"
  readonly found: string

  constructor(path: string, found: string) {
    super(`${path} has the keys of rental ${found}. End that rental and wipe the machine before another key gets in.`)
    this.found = found
  }
}

/** A renter has let in as many keys as the file may hold. */
export class TooManyKeysError extends Error {
  override readonly name = "TooManyKeysError"

  constructor(path: string) {
    super(`${path} has ${MOST_KEYS} keys, and takes no more. Use one of them.`)
  }
}

/** Keys of one rental. */
export const MOST_KEYS = 32
/** A renter works on the machine and reaches what it serves. Its agent, its display and start files of ssh stay out. */
const OPTIONS = "restrict,pty,port-forwarding"
const HEADER = /^# rental (0x[\da-f]{64})\n/

type RentalKeys = {
  readonly rental: string
  /** All keys that its renter has sent. */
  readonly keys: readonly string[]
}

/** Writes the keys of a rental, each once. The file is replaced as a whole. */
export async function writeKeys(path: string, { rental, keys }: RentalKeys): Promise<void> {
  if (!isHash(rental)) throw new TypeError(`${rental} is not a rental's id.`)
  const lines = [...new Set(keys.map((key) => `${OPTIONS} ${parseSshKey(key).text}`))]
  if (lines.length > MOST_KEYS) throw new TooManyKeysError(path)
  const of = rental.toLowerCase()
  const before = await rentalOf(path)
  if (before !== undefined && before !== of) throw new KeysOfAnotherRentalError(path, before)
  await replaceFile(path, [`# rental ${of}`, ...lines, ""].join("\n"))
}

/** Removes the file, and with it every key. Without a file there is nothing to do. */
export async function removeKeys(path: string): Promise<void> {
  await rm(path, { force: true })
}

/** The rental whose keys are in the file. */
async function rentalOf(path: string): Promise<string | undefined> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return ""
    throw error
  })
  if (text === "") return undefined
  // A file that this program has not written is someone's own.
  return HEADER.exec(text)?.[1] ?? "unknown"
}

/** sshd reads the old file or the new one, and never a part. It reads as the renter's user, so all may read. */
async function replaceFile(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o755 })
  const draft = `${path}.${crypto.randomUUID()}`
  const file = await open(draft, "wx", 0o644)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(draft, path).catch(async (error: unknown) => {
    await rm(draft, { force: true })
    throw error
  })
}
