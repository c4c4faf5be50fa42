// Every verb and every read on one chain: what `rentalActions` gives, on either library.
import type { EventName } from "../solidity.ts"
import { deposit } from "./deposit.ts"
import { explainTransaction } from "./explain.ts"
import { type Following, watchEvents } from "./follow.ts"
import { getMachineHistory, getRentalsOf } from "./history.ts"
import { buildOffer, signOffer, signPermit, verifyOffer } from "./offers.ts"
import { planDeposit } from "./planDeposit.ts"
import type { Chain, Wallet } from "./port.ts"
import { prepareRequest, type Verb, type VerbParameters } from "./prepare.ts"
import { getQuote } from "./quote.ts"
import * as reads from "./reads.ts"
import { getHostRecord } from "./record.ts"
import { getClaims, getRentals, getStates } from "./rentals.ts"
import { runDeposit } from "./runDeposit.ts"
import { estimateGas, execute, type OfRequest, type Sent, send, simulate, waitForRequest } from "./send.ts"
import { settleMany } from "./settleMany.ts"
import { probeToken } from "./tokens.ts"
import { type Patience, waitForTransaction } from "./wait.ts"

/** `act` is how a library names the account that acts. */
export function actionsOf<act extends object>(chain: Chain, walletFor: (act: act) => Wallet | Promise<Wallet>) {
  const look =
    <parameters, result>(read: (chain: Chain, parameters: parameters) => result) =>
    (parameters: parameters): result =>
      read(chain, parameters)
  const act =
    <parameters extends object, result>(action: (wallet: Wallet, parameters: parameters) => Promise<result>) =>
    async (parameters: parameters & act): Promise<result> =>
      action(await walletFor(parameters), parameters)
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
    setMarket: verb("setMarket"),
    closeMarket: verb("closeMarket"),
    setHostFee: verb("setHostFee"),
    setTreasury: verb("setTreasury"),
    setGuardian: verb("setGuardian"),

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
    getRentalsOf: look(getRentalsOf),
    getMachineHistory: look(getMachineHistory),
    watchEvents: <const names extends EventName = EventName>(parameters: Following<names>) =>
      watchEvents(chain, parameters),

    getRentals: look(getRentals),
    getStates: look(getStates),
    getClaims: look(getClaims),
    getHostRecord: look(getHostRecord),
    explainTransaction: look(explainTransaction),
    probeToken: look(probeToken),
    getQuote: look(getQuote),
    planDeposit: act(planDeposit),
    runDeposit: act(runDeposit),

    prepareRequest: async <const name extends Verb>(name: name, parameters: VerbParameters<name> & act) =>
      prepareRequest(await walletFor(parameters), name, parameters),
    simulateRequest: act((wallet, { request }: OfRequest) => simulate(wallet, request)),
    estimateRequest: act((wallet, { request }: OfRequest) => estimateGas(wallet, request)),
    sendRequest: act((wallet, { request }: OfRequest) => send(wallet, request)),
    waitForRequest: look(waitForRequest),
    waitForTransaction: look(waitForTransaction),
  }
}
