// What both sides of a dispute said, from the chain itself.
import { isAddressEqual } from "viem"

import type { ListedDispute, Said } from "../../server/disputeList.ts"
import type { Happening } from "../rental/useRentalHistory.ts"

/** The chain's events decide. Until they are read, what a server told is shown. */
export function saidIn(history: readonly Happening[], { rental, said }: ListedDispute): readonly Said[] {
  const found = history.flatMap(({ event, at }): readonly Said[] => {
    const key = `${event.transactionHash} ${event.logIndex}`
    if (event.eventName === "Disputed") {
      return [{ key, side: "renter", party: rental.renter, uri: event.args.evidenceURI, at }]
    }
    if (event.eventName !== "EvidenceSubmitted") return []
    const { party, evidenceURI: uri } = event.args
    return [{ key, side: isAddressEqual(party, rental.renter) ? "renter" : "host", party, uri, at }]
  })
  return found.length > 0 ? found : (said ?? [])
}
