// What goes beyond the verbs and reads of a rental: administration, prices in dollars, planned deposits, events, lists.
import type { EventName } from "../solidity.ts"
import { bind } from "./actions.ts"
import {
  type AdministrationParameters,
  type AdministrationVerb,
  getAdministration,
  prepareAdministration,
} from "./administration.ts"
import { type Following, watchEvents } from "./follow.ts"
import { getMachineHistory, getRentalsOf } from "./history.ts"
import { planDeposit } from "./planDeposit.ts"
import type { Chain, Wallet } from "./port.ts"
import { getQuote } from "./quote.ts"
import { getHostRecord } from "./record.ts"
import { getClaims, getRentals, getStates } from "./rentals.ts"
import { runDeposit } from "./runDeposit.ts"
import { execute, type Sent } from "./send.ts"
import { probeToken } from "./tokens.ts"
import type { Patience } from "./wait.ts"

export function moreActionsOf<act extends object>(chain: Chain, walletFor: (act: act) => Wallet | Promise<Wallet>) {
  const { look, act } = bind(chain, walletFor)
  const verb = <const name extends AdministrationVerb>(name: name) =>
    act((wallet, parameters: AdministrationParameters<name> & Patience): Promise<Sent> => {
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
    prepareAdministration: <const verb extends AdministrationVerb>(
      verb: verb,
      parameters: AdministrationParameters<verb>,
    ) => prepareAdministration(chain, verb, parameters),
    getAdministration: look(getAdministration),

    getRentals: look(getRentals),
    getStates: look(getStates),
    getClaims: look(getClaims),
    probeToken: look(probeToken),
    getQuote: look(getQuote),
    planDeposit: act(planDeposit),
    runDeposit: act(runDeposit),
    getRentalsOf: look(getRentalsOf),
    getMachineHistory: look(getMachineHistory),
    getHostRecord: look(getHostRecord),
    watchEvents: <const names extends EventName = EventName>(parameters: Following<names>) =>
      watchEvents(chain, parameters),
  }
}
