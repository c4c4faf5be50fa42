// From a rental's id to a machine that takes the renter's key, with a `known_hosts` file in which the machine's host key
// stands that the host signed for.
import { chmod, mkdir } from "node:fs/promises"
import { join } from "node:path"
import { getRental } from "@gpuflow/escrow"
import { type AccessProgress, AccessRefusedError } from "@gpuflow/escrow/access"
import { type Hash, isAddressEqual } from "viem"

import type { AccountContext } from "../chain/context.ts"
import { writeOutput } from "../files.ts"
import { stateFolder } from "../stateFolder.ts"
import { note } from "../terminal/output.ts"
import { askDoor } from "./askDoor.ts"
import { type DocumentOptions, findDocument } from "./findDocument.ts"
import { ownIdentity, readIdentity } from "./identity.ts"
import { hostAlias, type OpenedAccess } from "./sshArguments.ts"

export type AccessOptions = DocumentOptions & {
  readonly identity?: string | undefined
  /** Seconds. */
  readonly wait?: bigint | undefined
}

export async function openAccess(context: AccountContext, id: Hash, options: AccessOptions): Promise<OpenedAccess> {
  const { session, client, escrow, account } = context
  const { rental } = await getRental(client, { escrow, id })
  // Before a key is made for a rental that is someone else's.
  if (!isAddressEqual(rental.renter, account.address)) {
    throw new AccessRefusedError({ rental: id, reason: "NotTheRenter" })
  }
  const document = await findDocument(session, rental, options)
  const folder = join(
    stateFolder(session, "access", "The SSH key and the host key of a rental are kept."),
    `${client.chain.id}-${id}`,
  )
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const identity =
    options.identity === undefined ? await ownIdentity(session, folder) : await readIdentity(options.identity)
  const access = await askDoor(context, {
    ...{ rental: id, document, account, publicKey: identity.publicKey },
    ...(options.wait === undefined ? {} : { patience: Number(options.wait) * 1_000 }),
    onProgress: describeProgress(context),
  })
  const knownHosts = join(folder, "known_hosts")
  await writeOutput(knownHosts, `${hostAlias(id)} ${access.hostKey}\n`)
  await chmod(knownHosts, 0o600)
  return { ...access, identity, knownHosts }
}

/** Says once why it takes time. */
function describeProgress({ session }: AccountContext): (progress: AccessProgress) => void {
  let isSaid = false
  return (progress) => {
    if (progress.phase !== "waiting" || isSaid) return
    isSaid = true
    const isPreparing = progress.reason === "NotReady"
    note(session, isPreparing ? "The host prepares the machine. Waiting." : "The machine's door is busy. Waiting.")
  }
}
