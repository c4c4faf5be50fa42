// The risks that section 10 of the protocol warns a payer of.

import { NATIVE } from "../../generated/constants.ts"
import { bondOf, durationCoveringBond } from "../../math.ts"
import type { Address, Hex, Offer, Rental, Risk, RiskyTerm } from "../../types.ts"
import { isSameAddress } from "../address.ts"
import { EscrowError } from "../escrowError.ts"
import { CHALLENGE_WINDOW, START_WINDOW } from "../offer/buildOffer.ts"
import type { Chain } from "../port.ts"
import { readNumber } from "../readContract.ts"
import { isContract, LEAST_COINS } from "./blockers.ts"
import { getTokenMetadata } from "./getTokenMetadata.ts"
import { findToken } from "./tokens.ts"

const LEAST_DECIMALS = 6n

/** Parameters of `risks`. */
type RisksParameters = { readonly rental: Rental; readonly payer: Address }

/** Terms that are refused unless they are accepted. */
export async function risksOf(chain: Chain, { rental, payer }: RisksParameters): Promise<readonly Risk[]> {
  const { offer, renter } = rental
  const decimals = await decimalsOf(chain, offer)
  const risks: (Risk | false)[] = [
    offer.minDuration > 1n && {
      term: "commitment",
      sentence: "The shortest duration is billed even for a bad machine, unless a dispute is won.",
      value: offer.minDuration,
      expected: 1n,
    },
    offer.challengeWindow < CHALLENGE_WINDOW && {
      term: "challengeWindow",
      sentence: "There is little time to dispute after the end. A halt of the chain can use it up.",
      value: offer.challengeWindow,
      expected: CHALLENGE_WINDOW,
    },
    offer.startWindow > 0n &&
      offer.startWindow < START_WINDOW && {
        term: "startWindow",
        sentence: "The host has little time to start. A halt of the chain can cause a no-show.",
        value: offer.startWindow,
        expected: START_WINDOW,
      },
    !isSameAddress(renter, payer) && {
      term: "payer",
      sentence: "Another account is the renter. The payment and its refunds belong to that account.",
      value: renter,
      expected: payer,
    },
    decimals < LEAST_DECIMALS && {
      term: "token",
      sentence: "The token has few decimals, so amounts are rounded noticeably.",
      value: decimals,
      expected: LEAST_DECIMALS,
    },
  ]
  return risks.filter((risk) => risk !== false)
}

/** Refuses terms that were not accepted by name. */
export function requireAccepted(risks: readonly Risk[], accept: readonly RiskyTerm[]): void {
  const refused = risks.filter(({ term }) => !accept.includes(term))
  if (refused[0]) throw new RiskyTermsError({ term: refused[0].term, risks: refused })
}

/** `decimals` is optional in the standard. A token without it counts in whole units. */
async function decimalsOf(chain: Chain, { token }: Offer): Promise<bigint> {
  if (isSameAddress(token, NATIVE)) return 18n
  return readNumber(chain, { to: token, name: "decimals" })
}

/** What the notes say about the arbiter and the token. */
type Noted = { readonly code: Hex; readonly symbol: string | undefined }

export async function readNoted(chain: Chain, { arbiter, token }: Offer): Promise<Noted> {
  const [code = "0x", { symbol }] = await Promise.all([chain.code(arbiter), getTokenMetadata(chain, { token })])
  return { code, symbol }
}

/** Parameters of `notes`. */
type NotesParameters = {
  readonly chainId: number
  readonly offer: Offer
  readonly duration: bigint
  readonly stake: bigint
  /** The renter's balance of the token after the deposit. */
  readonly left: bigint
  /** The payer's balance of the native coin after the deposit, wei. */
  readonly coins: bigint
}

type Note = "arbiter" | "extension" | "gas" | "stake" | "symbol"

/** Notes that do not refuse the deposit, because the payer cannot choose or has time to act. */
export function notesOf(
  { code, symbol }: Noted,
  { chainId, offer, duration, stake, left, coins }: NotesParameters,
): readonly Risk<Note>[] {
  const { arbiter, maxDuration, token } = offer
  const known = findToken({ chainId, address: token })
  const covering = durationCoveringBond(offer)
  const notes: (Risk<Note> | false)[] = [
    !isContract(code) && {
      term: "arbiter",
      sentence: "A single key rules on disputes, and must be trusted.",
      value: arbiter,
      expected: "a contract",
    },
    duration < maxDuration &&
      bondOf(offer, duration) < offer.bond && {
        term: "extension",
        sentence: "An extension needs more of the host's free bond, and fails without it.",
        value: duration,
        expected: covering < maxDuration ? covering : maxDuration,
      },
    left < stake && {
      term: "stake",
      sentence: "The renter could not pay the stake of a dispute. Keep it ready.",
      value: left,
      expected: stake,
    },
    coins < LEAST_COINS && {
      term: "gas",
      sentence:
        "The account has too little of the chain's coin for a transaction fee. Fund it, or let another account pay.",
      value: coins,
      expected: LEAST_COINS,
    },
    known !== undefined &&
      known.symbol !== symbol && {
        term: "symbol",
        sentence:
          symbol === undefined
            ? `The token's contract names no symbol. By its address, the token is ${known.symbol}.`
            : `The token's contract calls it ${JSON.stringify(symbol)}. By its address, the token is ${known.symbol}.`,
        value: symbol,
        expected: known.symbol,
      },
  ]
  return notes.filter((note) => note !== false)
}

/** The deposit has terms that the protocol warns of and that were not accepted. `term` is the first of them. */
export class RiskyTermsError extends EscrowError<
  "RiskyTerms",
  { readonly term: RiskyTerm; readonly risks: readonly Risk[] }
> {
  constructor(args: RiskyTermsError["args"], options?: ErrorOptions) {
    const first = args.risks.find(({ term }) => term === args.term)
    super(
      "RiskyTerms",
      `${first?.sentence ?? "The terms are risky."} Pass the term in \`accept\` to accept it.`,
      args,
      options,
    )
  }
}
