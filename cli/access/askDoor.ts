// Asks the door of a rented machine to let a key in, on a connection whose certificate is the one of the machine's document.
import { type AccessProgress, DoorUnavailableError, type MachineAccess, requestAccess } from "@gpuflow/escrow/access"
import type { MachineDocument } from "@gpuflow/escrow/offer"
import type { Account, Hash } from "viem"

import type { Context } from "../chain/context.ts"
import { CliError } from "../errors.ts"
import { exitCodes } from "../exitCodes.ts"
import { ForeignCertificateError, pinnedFetch } from "./pinnedFetch.ts"

type Asked = {
  readonly rental: Hash
  readonly document: MachineDocument
  readonly account: Account
  readonly publicKey: string
  /** Milliseconds that the machine may take to be ready. */
  readonly patience?: number | undefined
  readonly onProgress?: (progress: AccessProgress) => void
}

export async function askDoor({ client, escrow, session }: Context, asked: Asked): Promise<MachineAccess> {
  const certificate = asked.document.access?.certificate
  try {
    return await requestAccess(client, {
      ...{ escrow, ...asked, signal: session.signal },
      ...(certificate === undefined ? {} : { fetch: pinnedFetch(certificate) }),
    })
  } catch (error) {
    throw error instanceof DoorUnavailableError ? (foreignCertificateIn(error.cause) ?? error) : error
  }
}

function foreignCertificateIn(cause: unknown): CliError | undefined {
  if (!(cause instanceof ForeignCertificateError)) return undefined
  const advice = "Nothing was sent. Do not connect: this is another machine, or someone is between."
  return new CliError(exitCodes.door, "ForeignCertificate", `${cause.message} ${advice}`, {}, { cause })
}
