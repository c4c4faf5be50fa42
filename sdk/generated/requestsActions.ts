// Written by `npm run generate`. Do not edit.

import type { Chain, Wallet } from "../core/port.ts"
import type { PreparedRequest, RequestParameters, TransactionResult } from "../core/rental/send.ts"
import type { WaitOptions } from "../core/rental/waitForTransaction.ts"
import { estimateRequest } from "../core/requests/estimateRequest.ts"
import { prepareRequest } from "../core/requests/prepareRequest.ts"
import type { PrepareRequestOptions, Verb, VerbParameters } from "../core/requests/prepareRequest.ts"
import { sendRequest } from "../core/requests/sendRequest.ts"
import type { SendRequestParameters } from "../core/requests/sendRequest.ts"
import { settleMany } from "../core/requests/settleMany.ts"
import type { SettleManyParameters, SettleManyResult } from "../core/requests/settleMany.ts"
import { simulateRequest } from "../core/requests/simulateRequest.ts"
import { waitForRequest } from "../core/requests/waitForRequest.ts"
import type { WaitForRequestParameters } from "../core/requests/waitForRequest.ts"
import type { Hash, Hex } from "../types.ts"

/** Verbs step by step, and many settlements at once. `account` is how a library names the account that acts. */
export interface RequestsMethods<account extends object> {
  /**
   * Estimates the gas to send a call with: the need of the latest state, a tenth more, and room for one payout if the
   * call pays out.
   *
   * @returns Gas
   * @throws {WrongChainError} if the wallet is on another chain than its client
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly estimateRequest: (parameters: RequestParameters & account) => Promise<bigint>

  /**
   * Prepares any verb as a call that is ready to be signed. The input is checked and the value computed, but nothing is
   * sent. Pass `to`, `data` and `value` to a batch (EIP-5792), a Safe or another wallet, and `accessList` where the wallet
   * takes one.
   *
   * @param verb The verb, by its name in Solidity
   * @param parameters The parameters of the verb, without the options of waiting
   * @returns The call, with the access list if you asked for one and it pays
   * @throws {InvalidInputError} for a parameter that its type cannot hold
   */
  readonly prepareRequest: <const verb extends Verb>(
    verb: verb,
    parameters: VerbParameters<verb> & PrepareRequestOptions & account,
  ) => Promise<PreparedRequest>

  /**
   * Checks, simulates and sends a call without waiting for it. With a local key the hash is known before the call is sent,
   * and is returned even if the node took the transaction without an answer.
   *
   * @returns The transaction's hash, for `waitForRequest`
   * @throws {CancelledError} if the signal was aborted before the wallet was asked
   * @throws {TransactionRefusedError} if the node refused what a local key signed
   * @throws {WalletUnansweredError} if the signal was aborted before the wallet answered
   * @throws {WrongChainError} if the wallet is on another chain than its client
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly sendRequest: (parameters: SendRequestParameters & account) => Promise<Hash>

  /**
   * Settles every rental of a list that is due, and skips the others. Anyone may call it. A long list is sent in several
   * transactions, one after the other. A batch that takes too much gas is halved. The list is sorted, because the contract
   * pays neighbours with the same token and payee in one transfer. After an error, call it again with the same list:
   * settled rentals are skipped.
   *
   * @returns The number of settled rentals, all events, and each transaction with its own events
   * @throws {InvalidInputError} for an empty list, or a parameter that its type cannot hold
   * @throws {InsufficientGasError} if a single rental does not fit into a transaction
   * @throws {WrongChainError} if the wallet is on another chain than its client
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly settleMany: (parameters: SettleManyParameters & WaitOptions & account) => Promise<SettleManyResult>

  /**
   * Runs a call on the latest state without sending it, and throws the error that it would fail with.
   *
   * @returns The data that the call would return
   * @throws {WrongChainError} if the wallet is on another chain than its client
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly simulateRequest: (parameters: RequestParameters & account) => Promise<Hex>

  /**
   * Waits for a call that was sent, and decodes its events. Every verb does this after sending.
   *
   * @returns The hash, the receipt and the escrow's events of the transaction
   * @throws {TransactionRevertedError} if the transaction reverted
   * @throws {TransactionReplacedError} if the wallet sent something else in its place
   * @throws {TransactionDroppedError} if no node knows the transaction any more
   * @throws {TransactionStalledError} if there is no progress
   */
  readonly waitForRequest: (parameters: WaitForRequestParameters) => Promise<TransactionResult>
}

/** Binds them to a chain and its account. */
export function requestsMethods<account extends object>(
  chain: Chain,
  walletFor: (account: account) => Wallet | Promise<Wallet>,
): RequestsMethods<account> {
  return {
    estimateRequest: async (parameters) => estimateRequest(await walletFor(parameters), parameters),
    prepareRequest: async (verb, parameters) => prepareRequest(await walletFor(parameters), verb, parameters),
    sendRequest: async (parameters) => sendRequest(await walletFor(parameters), parameters),
    settleMany: async (parameters) => settleMany(await walletFor(parameters), parameters),
    simulateRequest: async (parameters) => simulateRequest(await walletFor(parameters), parameters),
    waitForRequest: (parameters) => waitForRequest(chain, parameters),
  }
}
