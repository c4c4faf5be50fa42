// Every verb and read on one chain: what `rentalActions` gives, on ethers together with what moreActions.ts adds.

import type { Chain, Wallet } from "./port.ts"
import { deposit } from "./rental/deposit.ts"
import * as reads from "./rental/escrowRead.ts"
import { explainTransaction } from "./rental/explainTransaction.ts"
import { buildOffer, signOffer, signPermit, verifyOffer } from "./rental/offers.ts"
import { prepareRequest, type Verb, type VerbParameters } from "./rental/prepareRequest.ts"
import {
  estimateGas,
  execute,
  type RequestParameters,
  send,
  simulate,
  type TransactionResult,
  waitForRequest,
} from "./rental/send.ts"
import { settleMany } from "./rental/settleMany.ts"
import { type WaitOptions, waitForTransaction } from "./rental/waitForTransaction.ts"

/** Makes methods of functions; `act` is how a library names the account that acts. */
export function bindActions<act extends object>(chain: Chain, walletFor: (act: act) => Wallet | Promise<Wallet>) {
  return {
    onChain:
      <parameters, result>(read: (chain: Chain, parameters: parameters) => result) =>
      (parameters: parameters): result =>
        read(chain, parameters),
    onWallet:
      <parameters extends object, result>(action: (wallet: Wallet, parameters: parameters) => Promise<result>) =>
      async (parameters: parameters & act): Promise<result> =>
        action(await walletFor(parameters), parameters),
  }
}

export function actionsOf<act extends object>(chain: Chain, walletFor: (act: act) => Wallet | Promise<Wallet>) {
  const { onChain, onWallet } = bindActions(chain, walletFor)
  const verb = <const name extends Verb>(name: name) =>
    onWallet(async (wallet, parameters: VerbParameters<name> & WaitOptions): Promise<TransactionResult> => {
      return execute(wallet, await prepareRequest(wallet, name, parameters), parameters)
    })

  return {
    deposit: onWallet(deposit),
    start: verb("start"),
    extend: verb("extend"),
    stop: verb("stop"),
    interrupt: verb("interrupt"),
    refund: verb("refund"),
    settle: verb("settle"),
    settleMany: onWallet(settleMany),
    dispute: verb("dispute"),
    submitEvidence: verb("submitEvidence"),
    resolve: verb("resolve"),
    fundBond: verb("fundBond"),
    withdrawBond: verb("withdrawBond"),
    withdraw: verb("withdraw"),
    collectFees: verb("collectFees"),
    revokeOffers: verb("revokeOffers"),
    setSigner: verb("setSigner"),

    buildOffer: onChain(buildOffer),
    signOffer: onWallet(signOffer),
    verifyOffer: onChain(verifyOffer),
    signPermit: onWallet(signPermit),

    getRental: onChain(reads.getRental),
    getState: onChain(reads.getState),
    getAccrued: onChain(reads.getAccrued),
    getDue: onChain(reads.getDue),
    getStake: onChain(reads.getStake),
    getExitAt: onChain(reads.getExitAt),
    getMachine: onChain(reads.getMachine),
    getHost: onChain(reads.getHost),
    getMarket: onChain(reads.getMarket),
    getFees: onChain(reads.getFees),
    getBond: onChain(reads.getBond),
    getCredit: onChain(reads.getCredit),

    explainTransaction: onChain(explainTransaction),

    prepareRequest: async <const name extends Verb>(name: name, parameters: VerbParameters<name> & act) =>
      prepareRequest(await walletFor(parameters), name, parameters),
    simulateRequest: onWallet((wallet, { request }: RequestParameters) => simulate(wallet, request)),
    estimateRequest: onWallet((wallet, { request }: RequestParameters) => estimateGas(wallet, request)),
    sendRequest: onWallet((wallet, { request }: RequestParameters) => send(wallet, request)),
    waitForRequest: onChain(waitForRequest),
    waitForTransaction: onChain(waitForTransaction),
  }
}
