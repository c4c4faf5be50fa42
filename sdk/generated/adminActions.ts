// Written by `npm run generate`. Do not edit.

import { prepareAcceptOwnership } from "../core/admin/acceptOwnership.ts"
import { prepareCloseMarket } from "../core/admin/closeMarket.ts"
import { getAdministration } from "../core/admin/getAdministration.ts"
import type { Administration } from "../core/admin/getAdministration.ts"
import { prepareAdministration } from "../core/admin/prepareAdministration.ts"
import type { AdministrationParameters, AdministrationVerb } from "../core/admin/prepareAdministration.ts"
import { prepareRenounceOwnership } from "../core/admin/renounceOwnership.ts"
import { prepareSetGuardian } from "../core/admin/setGuardian.ts"
import type { SetGuardianParameters } from "../core/admin/setGuardian.ts"
import { prepareSetHostFee } from "../core/admin/setHostFee.ts"
import type { SetHostFeeParameters } from "../core/admin/setHostFee.ts"
import { prepareSetMarket } from "../core/admin/setMarket.ts"
import type { SetMarketParameters } from "../core/admin/setMarket.ts"
import { prepareSetTreasury } from "../core/admin/setTreasury.ts"
import type { SetTreasuryParameters } from "../core/admin/setTreasury.ts"
import { prepareTransferOwnership } from "../core/admin/transferOwnership.ts"
import type { TransferOwnershipParameters } from "../core/admin/transferOwnership.ts"
import type { Chain, Wallet } from "../core/port.ts"
import type { EscrowParameters, TokenParameters } from "../core/rental/escrowCall.ts"
import type { ReadParameters } from "../core/rental/escrowRead.ts"
import { sendVerb } from "../core/rental/send.ts"
import type { PreparedRequest, TransactionResult } from "../core/rental/send.ts"
import type { WaitOptions } from "../core/rental/waitForTransaction.ts"

/** What the owner and the guardian do. `account` is how a library names the account that acts. */
export interface AdminMethods<account extends object> {
  /**
   * Becomes the owner. Call it with the account that the owner named.
   *
   * @returns The hash, the receipt and the escrow's events of the transaction
   * @throws {OwnableUnauthorizedAccountError} for any account but the named one
   * @throws {InvalidInputError} for a parameter that its type cannot hold
   * @throws {WrongChainError} if the wallet is on another chain than its client
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly acceptOwnership: (parameters: EscrowParameters & WaitOptions & account) => Promise<TransactionResult>

  /**
   * Closes a market to new deposits, extensions and bonds. Only the guardian may.
   *
   * @returns The hash, the receipt and the escrow's events of the transaction
   * @throws {NotGuardianError} for any other account
   * @throws {InvalidInputError} for a parameter that its type cannot hold
   * @throws {WrongChainError} if the wallet is on another chain than its client
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly closeMarket: (parameters: TokenParameters & WaitOptions & account) => Promise<TransactionResult>

  /**
   * Reads the accounts that administer an escrow: owner, pending owner, guardian and treasury, all at one block.
   *
   * @returns The addresses. Zero: there is no such account
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly getAdministration: (parameters: ReadParameters) => Promise<Administration>

  /**
   * Prepares a verb of the owner or the guardian as a call that is ready to be signed. A timelock can schedule it, or a
   * Safe send it.
   *
   * @param verb The verb, by its name in Solidity
   * @param parameters The parameters of the verb
   * @returns The call
   * @throws {InvalidInputError} for a parameter that its type cannot hold
   */
  readonly prepareAdministration: <const verb extends AdministrationVerb>(
    verb: verb,
    parameters: AdministrationParameters<verb>,
  ) => PreparedRequest

  /**
   * Leaves the escrow without an owner, permanently. Markets and fees stay as they are. The guardian can still close
   * markets.
   *
   * @returns The hash, the receipt and the escrow's events of the transaction
   * @throws {OwnableUnauthorizedAccountError} for any account other than the owner
   * @throws {InvalidInputError} for a parameter that its type cannot hold
   * @throws {WrongChainError} if the wallet is on another chain than its client
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly renounceOwnership: (parameters: EscrowParameters & WaitOptions & account) => Promise<TransactionResult>

  /**
   * Sets the account that may close markets. Only the owner may.
   *
   * @returns The hash, the receipt and the escrow's events of the transaction
   * @throws {OwnableUnauthorizedAccountError} for any account other than the owner
   * @throws {InvalidInputError} for a parameter that its type cannot hold
   * @throws {WrongChainError} if the wallet is on another chain than its client
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly setGuardian: (parameters: SetGuardianParameters & WaitOptions & account) => Promise<TransactionResult>

  /**
   * Sets the fee of one host for later deposits. Only the owner may.
   *
   * @returns The hash, the receipt and the escrow's events of the transaction
   * @throws {OwnableUnauthorizedAccountError} for any account other than the owner
   * @throws {FeeOutOfBoundsError} for a fee below `MIN_FEE_BPS` or above `MAX_FEE_BPS`
   * @throws {InvalidInputError} for a parameter that its type cannot hold
   * @throws {WrongChainError} if the wallet is on another chain than its client
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly setHostFee: (parameters: SetHostFeeParameters & WaitOptions & account) => Promise<TransactionResult>

  /**
   * Sets a token's arbiter, fee and opening for later deposits. Only the owner may.
   *
   * @returns The hash, the receipt and the escrow's events of the transaction
   * @throws {OwnableUnauthorizedAccountError} for any account other than the owner
   * @throws {FeeOutOfBoundsError} for a fee below `MIN_FEE_BPS` or above `MAX_FEE_BPS`
   * @throws {InvalidTokenError} when opening a token that cannot be one
   * @throws {InvalidArbiterError} when opening without an arbiter
   * @throws {InvalidInputError} for a parameter that its type cannot hold
   * @throws {WrongChainError} if the wallet is on another chain than its client
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly setMarket: (parameters: SetMarketParameters & WaitOptions & account) => Promise<TransactionResult>

  /**
   * Sets the account that receives the fees. Only the owner may.
   *
   * @returns The hash, the receipt and the escrow's events of the transaction
   * @throws {OwnableUnauthorizedAccountError} for any account other than the owner
   * @throws {InvalidTreasuryError} for zero and the escrow
   * @throws {InvalidInputError} for a parameter that its type cannot hold
   * @throws {WrongChainError} if the wallet is on another chain than its client
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly setTreasury: (parameters: SetTreasuryParameters & WaitOptions & account) => Promise<TransactionResult>

  /**
   * Names the next owner. Only the owner may. Nothing changes until the named account accepts.
   *
   * @returns The hash, the receipt and the escrow's events of the transaction
   * @throws {OwnableUnauthorizedAccountError} for any account other than the owner
   * @throws {InvalidInputError} for a parameter that its type cannot hold
   * @throws {WrongChainError} if the wallet is on another chain than its client
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly transferOwnership: (
    parameters: TransferOwnershipParameters & WaitOptions & account,
  ) => Promise<TransactionResult>
}

/** Binds them to a chain and its account. */
export function adminMethods<account extends object>(
  chain: Chain,
  walletFor: (account: account) => Wallet | Promise<Wallet>,
): AdminMethods<account> {
  return {
    acceptOwnership: async (parameters) => sendVerb(await walletFor(parameters), prepareAcceptOwnership, parameters),
    closeMarket: async (parameters) => sendVerb(await walletFor(parameters), prepareCloseMarket, parameters),
    getAdministration: (parameters) => getAdministration(chain, parameters),
    prepareAdministration: (verb, parameters) => prepareAdministration(chain, verb, parameters),
    renounceOwnership: async (parameters) => sendVerb(await walletFor(parameters), prepareRenounceOwnership, parameters),
    setGuardian: async (parameters) => sendVerb(await walletFor(parameters), prepareSetGuardian, parameters),
    setHostFee: async (parameters) => sendVerb(await walletFor(parameters), prepareSetHostFee, parameters),
    setMarket: async (parameters) => sendVerb(await walletFor(parameters), prepareSetMarket, parameters),
    setTreasury: async (parameters) => sendVerb(await walletFor(parameters), prepareSetTreasury, parameters),
    transferOwnership: async (parameters) => sendVerb(await walletFor(parameters), prepareTransferOwnership, parameters),
  }
}
