// Every verb and read on one chain: what `rentalActions` gives, on ethers together with what moreActions.ts adds.
import { deposit } from "./deposit.ts"
import { explainTransaction } from "./explain.ts"
import { buildOffer, signOffer, signPermit, verifyOffer } from "./offers.ts"
import type { Chain, Wallet } from "./port.ts"
import { prepareRequest, type Verb, type VerbParameters } from "./prepare.ts"
import * as reads from "./reads.ts"
import { estimateGas, execute, type OfRequest, type Sent, send, simulate, waitForRequest } from "./send.ts"
import { settleMany } from "./settleMany.ts"
import { type Patience, waitForTransaction } from "./wait.ts"

/** Makes methods of functions; `act` is how a library names the account that acts. */
export function bind<act extends object>(chain: Chain, walletFor: (act: act) => Wallet | Promise<Wallet>) {
  return {
    look:
      <parameters, result>(read: (chain: Chain, parameters: parameters) => result) =>
      (parameters: parameters): result =>
        read(chain, parameters),
    act:
      <parameters extends object, result>(action: (wallet: Wallet, parameters: parameters) => Promise<result>) =>
      async (parameters: parameters & act): Promise<result> =>
        action(await walletFor(parameters), parameters),
  }
}

export function actionsOf<act extends object>(chain: Chain, walletFor: (act: act) => Wallet | Promise<Wallet>) {
  const { look, act } = bind(chain, walletFor)
  const verb = <const name extends Verb>(name: name) =>
    act(async (wallet, parameters: VerbParameters<name> & Patience): Promise<Sent> => {
      return execute(wallet, await prepareRequest(wallet, name, parameters), parameters)
    })

  return {
    deposit: act(deposit),
    start: verb("start"),
    extend: verb("extend"),
    stop: verb("stop"),
    interrupt: verb("interrupt"),
    refund: verb("refund"),
    settle: verb("settle"),
    settleMany: act(settleMany),
    dispute: verb("dispute"),
    submitEvidence: verb("submitEvidence"),
    resolve: verb("resolve"),
    fundBond: verb("fundBond"),
    withdrawBond: verb("withdrawBond"),
    withdraw: verb("withdraw"),
    collectFees: verb("collectFees"),
    revokeOffers: verb("revokeOffers"),
    setSigner: verb("setSigner"),

    buildOffer: look(buildOffer),
    signOffer: act(signOffer),
    verifyOffer: look(verifyOffer),
    signPermit: act(signPermit),

    getRental: look(reads.getRental),
    getState: look(reads.getState),
    getAccrued: look(reads.getAccrued),
    getDue: look(reads.getDue),
    getStake: look(reads.getStake),
    getExitAt: look(reads.getExitAt),
    getMachine: look(reads.getMachine),
    getHost: look(reads.getHost),
    getMarket: look(reads.getMarket),
    getFees: look(reads.getFees),
    getBond: look(reads.getBond),
    getCredit: look(reads.getCredit),

    explainTransaction: look(explainTransaction),

    prepareRequest: async <const verb extends Verb>(verb: verb, parameters: VerbParameters<verb> & act) =>
      prepareRequest(await walletFor(parameters), verb, parameters),
    simulateRequest: act((wallet, { request }: OfRequest) => simulate(wallet, request)),
    estimateRequest: act((wallet, { request }: OfRequest) => estimateGas(wallet, request)),
    sendRequest: act((wallet, { request }: OfRequest) => send(wallet, request)),
    waitForRequest: look(waitForRequest),
    waitForTransaction: look(waitForTransaction),
  }
}
