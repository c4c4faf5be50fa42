// Written by `npm run generate`. Do not edit.

import type { AccessRequest } from "../core/access/accessRequest.ts"
import type { MachineAccess } from "../core/access/askDoor.ts"
import { requestAccess } from "../core/access/requestAccess.ts"
import type { RequestAccessParameters } from "../core/access/requestAccess.ts"
import { signAccess } from "../core/access/signAccess.ts"
import type { SignAccessParameters } from "../core/access/signAccess.ts"
import { verifyAccess } from "../core/access/verifyAccess.ts"
import type { VerifiedAccess, VerifyAccessParameters } from "../core/access/verifyAccess.ts"
import type { Chain, Wallet } from "../core/port.ts"

/** The renter's way into its machine, signed and checked. `account` is how a library names the account that acts. */
export interface AccessMethods<account extends object> {
  /**
   * Asks the door of a rented machine to let an SSH key in, and returns how to connect. The document must be the one that
   * the rental's offer was signed with; the door's address and the machine's host key are taken from it. The renter signs
   * once. While the machine is being prepared, the same request is sent again; it is signed again if it expires meanwhile.
   *
   * Compare nothing by hand: the answer's host key was checked. Write it into a `known_hosts` file, and connect with
   * `StrictHostKeyChecking=yes`.
   *
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
  readonly requestAccess: (parameters: RequestAccessParameters & account) => Promise<MachineAccess>

  /**
   * Signs a request to be let into a rental's machine, on the chain of the wallet. The account must be the rental's renter:
   * a key, or a contract that accepts the signature (ERC-1271). `requestAccess` signs and sends in one call.
   *
   * @returns The request, as `parseAccessRequest` reads it
   * @throws {InvalidSshKeyError} for what is not a public SSH key
   * @throws {WrongChainError} if the wallet is on another chain than its client
   * @throws {UnusableSignatureError} if the signature is not the account's
   * @throws {CancelledError} if the signal was aborted before the wallet was asked
   * @throws {WalletUnansweredError} if the signal was aborted before the wallet answered
   * @throws {InvalidInputError} for a field that its type cannot hold
   */
  readonly signAccess: (parameters: SignAccessParameters & account) => Promise<AccessRequest>

  /**
   * Checks a request for access on the chain, as the door of a machine does: it has not expired, the rental is funded or
   * running, and its renter signed, by its key or else by its contract (ERC-1271). It does not know whether the machine is
   * one of yours and ready, nor whether the request was used before: keep the digests that you have accepted.
   *
   * @returns The rental, its end, and the digest that was signed
   * @throws {AccessRefusedError} with the reason `RequestExpired`, `ExpiryTooFar`, `RentalUnknown`, `NotTheRenter` or
   * `RentalNotLive`
   * @throws {TermsNotFoundError} if the node has no logs of the deposit's block
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly verifyAccess: (parameters: VerifyAccessParameters) => Promise<VerifiedAccess>
}

/** Binds them to a chain and its account. */
export function accessMethods<account extends object>(
  chain: Chain,
  walletFor: (account: account) => Wallet | Promise<Wallet>,
): AccessMethods<account> {
  return {
    requestAccess: async (parameters) => requestAccess(await walletFor(parameters), parameters),
    signAccess: async (parameters) => signAccess(await walletFor(parameters), parameters),
    verifyAccess: (parameters) => verifyAccess(chain, parameters),
  }
}
