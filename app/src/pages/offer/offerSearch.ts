// What stands in the address of an offer's page.
import { MOST_HOURS } from "../market/marketSearch.ts"

type OfferSearch = {
  /** How long the rental would be. */
  readonly hours?: number
  /** The signed offer itself, as its host's link carries it: it needs no board. */
  readonly offer?: string
}

/** Keeps what is valid. Anyone can write an address. */
export function parseOfferSearch({ hours, offer }: Record<string, unknown>): OfferSearch {
  return {
    ...(typeof hours === "number" && hours > 0 && hours <= MOST_HOURS && { hours }),
    ...(typeof offer === "string" && offer !== "" && { offer }),
  }
}
