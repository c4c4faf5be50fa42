// What was signed for a relayer and whose outcome is not known yet. It is written before the relayer gets it, so that the
// same command continues with it, and never signs a second rental.
import { mkdir, rm } from "node:fs/promises"
import { join } from "node:path"
import { parsePurchase, type SignedPurchase, serializePurchase } from "@gpuflow/escrow/router"
import { digest } from "../chain/readCache.ts"
import { UsageError } from "../errors.ts"
import { readOwnFile, writeOutput } from "../files.ts"
import type { Session } from "../session.ts"
import { stateFolder } from "../stateFolder.ts"

/** The record of a command. `of`: all that makes it the same command again. */
export function openPurchaseRecord(session: Session, of: readonly unknown[]) {
  const why = "--gasless keeps what you sign until its outcome is known."
  const folder = stateFolder(session, "purchases", why)
  const path = join(folder, `${digest(of.join(" ").toLowerCase()).slice(0, 32)}.json`)
  return {
    path,
    async read(): Promise<SignedPurchase | undefined> {
      // One that cannot be read may hold a purchase that is still paid.
      const text = await readOwnFile(path)
      try {
        return text === undefined ? undefined : parsePurchase(text)
      } catch (cause) {
        const message = `${path} is not a signed purchase. Look whether the rental exists, then remove the file.`
        throw new UsageError(message, { path }, { cause })
      }
    },
    async write(signed: SignedPurchase): Promise<void> {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await writeOutput(path, serializePurchase(signed))
    },
    remove: () => rm(path, { force: true }),
  }
}
