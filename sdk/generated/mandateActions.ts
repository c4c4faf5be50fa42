// Written by `npm run generate`. Do not edit.

import { buildMandate } from "../core/mandate/buildMandate.ts"
import type { BuildMandateParameters } from "../core/mandate/buildMandate.ts"
import { checkMandate } from "../core/mandate/checkMandate.ts"
import type { CheckMandateParameters, MandateCheck } from "../core/mandate/checkMandate.ts"
import { executeMandate } from "../core/mandate/executeMandate.ts"
import type { ExecuteMandateParameters, MandateTransactionResult } from "../core/mandate/executeMandate.ts"
import { getMandateSpent } from "../core/mandate/getMandateSpent.ts"
import type { GetMandateSpentParameters } from "../core/mandate/getMandateSpent.ts"
import { getMandateStatus } from "../core/mandate/getMandateStatus.ts"
import type { GetMandateStatusParameters, MandateStatus } from "../core/mandate/getMandateStatus.ts"
import { getNextExtension } from "../core/mandate/getNextExtension.ts"
import type { GetNextExtensionParameters, NextExtension } from "../core/mandate/getNextExtension.ts"
import type { Mandate, SignedMandate } from "../core/mandate/mandate.ts"
import type { MandateContractParameters } from "../core/mandate/mandateContract.ts"
import { prepareMandate } from "../core/mandate/prepareMandate.ts"
import type { MandateVerb, MandateVerbParameters } from "../core/mandate/prepareMandate.ts"
import { revokeAllMandates } from "../core/mandate/revokeAllMandates.ts"
import { revokeMandate } from "../core/mandate/revokeMandate.ts"
import type { RevokeMandateParameters } from "../core/mandate/revokeMandate.ts"
import { signMandate } from "../core/mandate/signMandate.ts"
import type { SignMandateParameters } from "../core/mandate/signMandate.ts"
import { summarizeMandate } from "../core/mandate/summarizeMandate.ts"
import type { MandateSummary, SummarizeMandateParameters } from "../core/mandate/summarizeMandate.ts"
import type { Chain, Wallet } from "../core/port.ts"
import type { PreparedRequest } from "../core/rental/send.ts"
import type { WaitOptions } from "../core/rental/waitForTransaction.ts"

/** Mandates that extend a rental within a signed sum. `account` is how a library names the account that acts. */
export interface MandateMethods<account extends object> {
  /**
   * Builds a mandate that extends a rental up to a number of seconds. Its total is the price of these seconds, and as many
   * tips as there can be extensions, unless you pass another one.
   *
   * @returns The mandate, unsigned
   * @throws {DurationOutOfBoundsError} if the rental already lasts as long, or beyond the offer's `maxDuration`
   * @throws {WrongStatusError} if the rental has ended
   * @throws {ZeroStepError} for a step of zero
   * @throws {InvalidInputError} for a field that its type cannot hold
   * @throws {ContractNotFoundError} if there is no mandate contract at the address
   * @throws {EscrowNotFoundError} if there is no escrow at the address
   */
  readonly buildMandate: (parameters: BuildMandateParameters) => Promise<Mandate>

  /**
   * Checks whether a mandate would be executed now, or when, and everything that stands against it: the mandate's own terms,
   * the signature, the rental, the renter's allowance and balance, the token, the market, and the host's free bond. The
   * problems are in the contract's order, so the first is what an execution would fail with. Ask before the extension is
   * due, and warn the renter of what will refuse it.
   *
   * @returns The status, every problem with its reason and error, and the next extension
   * @throws {WrongChainError} if the mandate is for another chain, or the client is configured for another
   * @throws {ForeignContractError} if the contract extends the rentals of another escrow
   * @throws {ContractNotFoundError} if there is no mandate contract at the address
   * @throws {EscrowNotFoundError} if there is no escrow at the address
   * @throws {InvalidInputError} for a parameter that its type cannot hold
   */
  readonly checkMandate: (parameters: CheckMandateParameters) => Promise<MandateCheck>

  /**
   * Extends a rental as its renter has signed. Any account may call it once the extension is due. The renter pays the
   * price and the tip.
   *
   * @returns The hash, the receipt, and the events of the mandate contract and of the escrow
   * @throws {TooEarlyError} while more time is left than the mandate's `extendBefore`
   * @throws {MandateExpiredError} after the mandate's expiry
   * @throws {WrongMandateEpochError} if the renter has revoked all mandates
   * @throws {SaltRevokedError} if the renter has revoked this one
   * @throws {MandateExhaustedError} if price and tip exceed what is left of the total
   * @throws {FullyExtendedError} if the rental already has the offer's longest duration
   * @throws {InvalidMandateSignatureError} if the renter did not sign this mandate for this contract and chain
   * @throws {InsufficientMandateAllowanceError} if the contract may not take that much
   * @throws {InsufficientRenterBalanceError} if the renter does not have it
   * @throws {InsufficientBondError} if the host's free bond does not cover what the extension raises
   * @throws {MarketNotOpenError} if the market was closed
   * @throws {WrongStatusError} if the rental is not running
   * @throws {WrongChainError} if the mandate is for another chain, or the wallet is on another chain than its client
   * @throws {ContractNotFoundError} if there is no mandate contract at the address
   * @throws {InvalidInputError} for a parameter that its type cannot hold
   */
  readonly executeMandate: (
    parameters: ExecuteMandateParameters & WaitOptions & account,
  ) => Promise<MandateTransactionResult>

  /**
   * Reads what the mandates of a renter with this salt have spent so far, tips included.
   *
   * @returns Base units of the rental's token
   * @throws {ContractNotFoundError} if there is no mandate contract at the address
   * @throws {InvalidInputError} for a parameter that its type cannot hold
   */
  readonly getMandateSpent: (parameters: GetMandateSpentParameters) => Promise<bigint>

  /**
   * Reads what the mandates of a renter with this salt have spent, whether the renter has revoked them, and the renter's
   * epoch.
   *
   * @returns The sum, the revocation, and the epoch
   * @throws {ContractNotFoundError} if there is no mandate contract at the address
   * @throws {InvalidInputError} for a parameter that its type cannot hold
   */
  readonly getMandateStatus: (parameters: GetMandateStatusParameters) => Promise<MandateStatus>

  /**
   * Reads the extension that a mandate buys next, at today's price. It does not check the signature, the renter's
   * allowance and balance, the market, or the host's free bond: `checkMandate` does.
   *
   * @returns The new total of seconds, the price, and the time from which it is possible
   * @throws {MandateExpiredError} after the mandate's expiry
   * @throws {WrongMandateEpochError} if the renter has revoked all mandates
   * @throws {SaltRevokedError} if the renter has revoked this one
   * @throws {MandateExhaustedError} if the price exceeds what is left of the total
   * @throws {FullyExtendedError} if the rental already has the offer's longest duration
   * @throws {WrongStatusError} if the rental is not running
   * @throws {RentalOverError} once the promised time has ended
   * @throws {WrongRentalError} if the mandate names another rental
   * @throws {ContractNotFoundError} if there is no mandate contract at the address
   * @throws {InvalidInputError} for a parameter that its type cannot hold
   */
  readonly getNextExtension: (parameters: GetNextExtensionParameters) => Promise<NextExtension>

  /**
   * Prepares a verb of the mandate contract as a call that is ready to be signed. A keeper sends it in its own way, a
   * wallet in a batch, or a Safe.
   *
   * @param verb The verb: `executeMandate`, `revokeMandate` or `revokeAllMandates`
   * @param parameters The parameters of the verb
   * @returns The call
   * @throws {InvalidInputError} for a parameter that its type cannot hold
   */
  readonly prepareMandate: <const verb extends MandateVerb>(
    verb: verb,
    parameters: MandateVerbParameters<verb>,
  ) => PreparedRequest

  /**
   * Revokes all mandates that the account signed for its current epoch.
   *
   * @returns The hash, the receipt, and the contract's events
   * @throws {WrongChainError} if the wallet is on another chain than its client
   * @throws {ContractNotFoundError} if there is no mandate contract at the address
   * @throws {InvalidInputError} for a value that is not an address
   */
  readonly revokeAllMandates: (
    parameters: MandateContractParameters & WaitOptions & account,
  ) => Promise<MandateTransactionResult>

  /**
   * Revokes the account's mandates with this salt, also those that were not used yet. The rental itself goes on until its
   * end: `stop` ends it.
   *
   * @returns The hash, the receipt, and the contract's events
   * @throws {WrongChainError} if the wallet is on another chain than its client
   * @throws {ContractNotFoundError} if there is no mandate contract at the address
   * @throws {InvalidInputError} for a parameter that its type cannot hold
   */
  readonly revokeMandate: (
    parameters: RevokeMandateParameters & WaitOptions & account,
  ) => Promise<MandateTransactionResult>

  /**
   * Signs a mandate on the chain of the wallet, after a check of everything that can be known before. Show what
   * `summarizeMandate` returns first. A mandate that can never be executed is not signed. Whether it can be executed now is
   * what `checkMandate` returns.
   *
   * @returns The mandate with its signature, as `executeMandate` and `serializeMandate` take it
   * @throws {NativeCoinError} if the rental is paid in the native coin
   * @throws {WrongRentalError} if the mandate names another rental
   * @throws {NotRentalsRenterError} if the mandate is for another renter than the rental
   * @throws {ForeignRenterError} if the account is not the renter
   * @throws {ZeroStepError} for a step of zero
   * @throws {ExtendBeforeTooShortError} if no extension would ever be possible
   * @throws {MandateExpiredError} for an expiry in the past, or before the next extension is due
   * @throws {WrongMandateEpochError} for an epoch that is not the renter's
   * @throws {SaltRevokedError} for a salt that the renter has revoked
   * @throws {MandateExhaustedError} if the total does not pay for the next extension
   * @throws {MandateTooSmallError} if the total does not pay for the wanted time
   * @throws {DurationOutOfBoundsError} if the wanted time is longer than the offer allows
   * @throws {FullyExtendedError} if the rental already has the offer's longest duration
   * @throws {WrongStatusError} if the rental has ended, or is not paid and `duration` is missing
   * @throws {ForeignContractError} if the contract extends the rentals of another escrow
   * @throws {UndeployedRenterError} for a signature of an account that is not deployed yet
   * @throws {UnusableSignatureError} if the contract would refuse the wallet's signature
   * @throws {CancelledError} if the signal was aborted before the wallet was asked
   * @throws {WalletUnansweredError} if the signal was aborted before the wallet answered
   * @throws {WrongChainError} if the wallet is on another chain than its client
   * @throws {ContractNotFoundError} if there is no mandate contract at the address
   * @throws {EscrowNotFoundError} if there is no escrow at the address
   * @throws {InvalidInputError} for a field that its type cannot hold
   */
  readonly signMandate: (parameters: SignMandateParameters & account) => Promise<SignedMandate>

  /**
   * Reads what a mandate allows, in words and figures, to be shown before the renter signs.
   *
   * @returns Sentences, and the figures that they are made of
   * @throws {WrongStatusError} if the rental has ended, or is not paid and `duration` is missing
   * @throws {ContractNotFoundError} if there is no mandate contract at the address
   * @throws {EscrowNotFoundError} if there is no escrow at the address
   * @throws {InvalidInputError} for a field that its type cannot hold
   */
  readonly summarizeMandate: (parameters: SummarizeMandateParameters) => Promise<MandateSummary>
}

/** Binds them to a chain and its account. */
export function mandateMethods<account extends object>(
  chain: Chain,
  walletFor: (account: account) => Wallet | Promise<Wallet>,
): MandateMethods<account> {
  return {
    buildMandate: (parameters) => buildMandate(chain, parameters),
    checkMandate: (parameters) => checkMandate(chain, parameters),
    executeMandate: async (parameters) => executeMandate(await walletFor(parameters), parameters),
    getMandateSpent: (parameters) => getMandateSpent(chain, parameters),
    getMandateStatus: (parameters) => getMandateStatus(chain, parameters),
    getNextExtension: (parameters) => getNextExtension(chain, parameters),
    prepareMandate: (verb, parameters) => prepareMandate(chain, verb, parameters),
    revokeAllMandates: async (parameters) => revokeAllMandates(await walletFor(parameters), parameters),
    revokeMandate: async (parameters) => revokeMandate(await walletFor(parameters), parameters),
    signMandate: async (parameters) => signMandate(await walletFor(parameters), parameters),
    summarizeMandate: (parameters) => summarizeMandate(chain, parameters),
  }
}
