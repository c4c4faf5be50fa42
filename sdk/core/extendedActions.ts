// What goes beyond the verbs and reads of a rental: administration, prices in dollars, planned deposits, events, lists.
import type { EventName } from "../abiTypes.ts"
import { bindActions } from "./actions.ts"
import {
  type AdministrationParameters,
  type AdministrationVerb,
  getAdministration,
  prepareAdministration,
} from "./admin/administration.ts"
import { planDeposit } from "./plan/planDeposit.ts"
import { getQuote } from "./plan/quote.ts"
import { runDeposit } from "./plan/runDeposit.ts"
import { probeToken } from "./plan/tokens.ts"
import type { Chain, Wallet } from "./port.ts"
import { execute, type TransactionResult } from "./rental/send.ts"
import type { WaitOptions } from "./rental/waitForTransaction.ts"
import { getMachineHistory, getRentalsOf } from "./watch/depositHistory.ts"
import { getHostRecord } from "./watch/hostRecord.ts"
import { getClaims, getRentals, getStates } from "./watch/rentals.ts"
import { type WatchEventsParameters, watchEvents } from "./watch/watchEvents.ts"

export function moreActionsOf<act extends object>(chain: Chain, walletFor: (act: act) => Wallet | Promise<Wallet>) {
  const { onChain, onWallet } = bindActions(chain, walletFor)
  const verb = <const name extends AdministrationVerb>(name: name) =>
    onWallet((wallet, parameters: AdministrationParameters<name> & WaitOptions): Promise<TransactionResult> => {
      return execute(wallet, prepareAdministration(wallet, name, parameters), parameters)
    })

  return {
    setMarket: verb("setMarket"),
    closeMarket: verb("closeMarket"),
    setHostFee: verb("setHostFee"),
    setTreasury: verb("setTreasury"),
    setGuardian: verb("setGuardian"),
    transferOwnership: verb("transferOwnership"),
    acceptOwnership: verb("acceptOwnership"),
    renounceOwnership: verb("renounceOwnership"),
    prepareAdministration: <const name extends AdministrationVerb>(
      name: name,
      parameters: AdministrationParameters<name>,
    ) => prepareAdministration(chain, name, parameters),
    getAdministration: onChain(getAdministration),

    getRentals: onChain(getRentals),
    getStates: onChain(getStates),
    getClaims: onChain(getClaims),
    probeToken: onChain(probeToken),
    getQuote: onChain(getQuote),
    planDeposit: onWallet(planDeposit),
    runDeposit: onWallet(runDeposit),
    getRentalsOf: onChain(getRentalsOf),
    getMachineHistory: onChain(getMachineHistory),
    getHostRecord: onChain(getHostRecord),
    watchEvents: <const names extends EventName = EventName>(parameters: WatchEventsParameters<names>) =>
      watchEvents(chain, parameters),
  }
}
