// What goes beyond the verbs and reads: prices in dollars, planned deposits, events and lists.
import type { EventName } from "../solidity.ts"
import { bind } from "./actions.ts"
import { type Following, watchEvents } from "./follow.ts"
import { getMachineHistory, getRentalsOf } from "./history.ts"
import { planDeposit } from "./planDeposit.ts"
import type { Chain, Wallet } from "./port.ts"
import { getQuote } from "./quote.ts"
import { getHostRecord } from "./record.ts"
import { getClaims, getRentals, getStates } from "./rentals.ts"
import { runDeposit } from "./runDeposit.ts"
import { probeToken } from "./tokens.ts"

export function moreActionsOf<act extends object>(chain: Chain, walletFor: (act: act) => Wallet | Promise<Wallet>) {
  const { look, act } = bind(chain, walletFor)
  return {
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
