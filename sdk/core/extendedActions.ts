// What goes beyond the verbs and reads of a rental: administration, prices in dollars, planned deposits, events, lists.
import type { EventName } from "../abiTypes.ts"
import { bindActions } from "./actions.ts"
import {
  type AdministrationParameters,
  type AdministrationVerb,
  getAdministration,
  prepareAdministration,
} from "./administration.ts"
import { getMachineHistory, getRentalsOf } from "./depositHistory.ts"
import { getHostRecord } from "./hostRecord.ts"
import { planDeposit } from "./planDeposit.ts"
import type { Chain, Wallet } from "./port.ts"
import { getQuote } from "./quote.ts"
import { getClaims, getRentals, getStates } from "./rentals.ts"
import { runDeposit } from "./runDeposit.ts"
import { execute, type TransactionResult } from "./send.ts"
import { probeToken } from "./tokens.ts"
import type { WaitOptions } from "./waitForTransaction.ts"
import { type WatchEventsParameters, watchEvents } from "./watchEvents.ts"

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
