// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import type { MachineAccess } from "../../core/access/askDoor.ts"
import { requestAccess as core } from "../../core/access/requestAccess.ts"
import type { RequestAccessParameters } from "../../core/access/requestAccess.ts"
import type { AccountParameters } from "../../viem/accountParameters.ts"
import { walletOf } from "../../viem/viemPort.ts"

/**
 * Asks the door of a rented machine to let an SSH key in, and returns how to connect. The document must be the one that
 * the rental's offer was signed with; the door's address and the machine's host key are taken from it. The renter signs
 * once. While the machine is being prepared, the same request is sent again; it is signed again if it expires meanwhile.
 *
 * Compare nothing by hand: the answer's host key was checked. Write it into a `known_hosts` file, and connect with
 * `StrictHostKeyChecking=yes`.
 *
 * @example
 * import { requestAccess } from "@gpuflow/escrow/access"
 * import { type MachineDocument } from "@gpuflow/escrow/machine"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const document: MachineDocument // from the board, with the offer
 * declare const publicKey: string // the line in ~/.ssh/id_ed25519.pub
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const { user, host, port } = await requestAccess(client, { escrow: "0x…", rental: "0x…", document, publicKey })
 * console.log(`ssh -p ${port} ${user}@${host}`)
 *
 * @param client A viem client with the renter's account
 * @returns Where the machine is, its user, its host key, and when the rental ends
 * @throws {AccessNotOfferedError} if the document does not say how to get into the machine
 * @throws {ForeignDocumentError} if it is not the document of the rental's offer
 * @throws {AccessRefusedError} if the door refuses; before anything is signed, for another renter or an ended rental
 * @throws {DoorUnavailableError} if the door does not answer
 * @throws {DoorAnswerInvalidError} for an answer of another form, or for another rental
 * @throws {ForeignHostKeyError} if the host key is not the document's
 * @throws {InvalidSshKeyError} for what is not a public SSH key
 * @throws {RentalNotFoundError} if there is no such rental
 * @throws {UnusableSignatureError} if the signature is not the account's
 * @throws {CancelledError} if the signal was aborted
 * @throws {WalletUnansweredError} if the signal was aborted before the wallet answered
 */
export async function requestAccess(
  client: Client,
  parameters: requestAccess.Parameters,
): Promise<requestAccess.ReturnType> {
  return core(walletOf(client, parameters), parameters)
}

export declare namespace requestAccess {
  type Parameters = RequestAccessParameters & AccountParameters
  type ReturnType = MachineAccess
}
