// What section 10 of the protocol warns a payer of.

import { NATIVE } from "../../generated/constants.ts"
import { cost } from "../../math.ts"
import type { Address, Hex, Offer, Rental, Risk, RiskyTerm } from "../../types.ts"
import { isSameAddress } from "../address.ts"
import { EscrowError } from "../escrowError.ts"
import type { Chain } from "../port.ts"
import { NUMBER, readContract } from "../readContract.ts"
import { CHALLENGE_WINDOW, START_WINDOW } from "../rental/buildOffer.ts"
import { HIGH_BOND_FACTOR } from "../rental/deposit.ts"
import { MIN_POLYGON_TIP } from "../rental/send.ts"

const LEAST_DECIMALS = 6n
/** An account that lends itself code (EIP-7702) is one key all the same. */
const DELEGATED = "0xef0100"

/** Parameters of `risks`. */
export type RisksParameters = { readonly rental: Rental; readonly duration: bigint; readonly payer: Address }

/** Terms that are refused unless they are accepted. */
export async function risksOf(chain: Chain, { rental, duration, payer }: RisksParameters): Promise<readonly Risk[]> {
  const { offer, renter } = rental
  const decimals = await decimalsOf(chain, offer)
  const limit = HIGH_BOND_FACTOR * cost(offer.pricePerHour, duration)
  const risks: (Risk | false)[] = [
    offer.bond > limit && {
      term: "bond",
      sentence: "The bond makes a dispute dear: its stake is 5 % of bond and price.",
      value: offer.bond,
      expected: limit,
    },
    offer.minDuration > 1n && {
      term: "commitment",
      sentence: "The shortest duration is billed in any case: also for a bad machine, until a dispute is won.",
      value: offer.minDuration,
      expected: 1n,
    },
    offer.challengeWindow < CHALLENGE_WINDOW && {
      term: "challengeWindow",
      sentence: "There is little time to dispute after the end: a halt of the chain can eat all of it.",
      value: offer.challengeWindow,
      expected: CHALLENGE_WINDOW,
    },
    offer.startWindow > 0n &&
      offer.startWindow < START_WINDOW && {
        term: "startWindow",
        sentence: "The host has little time to start: a halt of the chain can make a no-show of it.",
        value: offer.startWindow,
        expected: START_WINDOW,
      },
    !isSameAddress(renter, payer) && {
      term: "payer",
      sentence: "Another account is the renter: what is paid is its money from then on, refunds included.",
      value: renter,
      expected: payer,
    },
    decimals < LEAST_DECIMALS && {
      term: "token",
      sentence: "The token has too few decimals: an amount is rounded by more than it should.",
      value: decimals,
      expected: LEAST_DECIMALS,
    },
  ]
  return risks.filter((risk) => risk !== false)
}

/** Optional in the standard: a token without an answer has none, and counts whole units. */
async function decimalsOf(chain: Chain, { token }: Offer): Promise<bigint> {
  if (isSameAddress(token, NATIVE)) return 18n
  const answers = await readContract(chain, { to: token, name: "decimals", outputs: [NUMBER] })
  return BigInt(String(answers?.[0] ?? 0n))
}

/** Parameters of `notes`. */
export type NotesParameters = {
  readonly arbiter: Address
  readonly stake: bigint
  /** What the renter will have of the token. */
  readonly left: bigint
  /** What the payer will have of the native coin, in wei. */
  readonly coins: bigint
}

/** Wei: a deposit's gas (docs/gas.md) at the lowest price that Polygon's nodes take. */
const LEAST_COINS = 100_000n * MIN_POLYGON_TIP

type Note = "arbiter" | "stake" | "gas"

/** What is worth a word, but no reason to refuse: the payer cannot choose, or has time to mend it. */
export async function notesOf(
  chain: Chain,
  { arbiter, stake, left, coins }: NotesParameters,
): Promise<readonly Risk<Note>[]> {
  const code: Hex = (await chain.code(arbiter)) ?? "0x"
  const notes: (Risk<Note> | false)[] = [
    (code === "0x" || code.startsWith(DELEGATED)) && {
      term: "arbiter",
      sentence: "A single key rules on disputes: it is trusted to rule honestly.",
      value: arbiter,
      expected: "a contract",
    },
    left < stake && {
      term: "stake",
      sentence: "The renter could not pay the stake of a dispute after the end: keep it ready.",
      value: left,
      expected: stake,
    },
    coins < LEAST_COINS && {
      term: "gas",
      sentence:
        "The account has too little of the chain's coin for the fee of a transaction: fund it, or have it paid.",
      value: coins,
      expected: LEAST_COINS,
    },
  ]
  return notes.filter((note) => note !== false)
}

/** Terms that the protocol's page warns of, and that were not accepted; `term` is the first of them. */
export class RiskyTermsError extends EscrowError<
  "RiskyTerms",
  { readonly term: RiskyTerm; readonly risks: readonly Risk[] }
> {
  constructor(args: RiskyTermsError["args"], options?: ErrorOptions) {
    const first = args.risks.find(({ term }) => term === args.term)
    super(
      "RiskyTerms",
      `${first?.sentence ?? "The terms are risky."} Pass the term in \`accept\` to take it.`,
      args,
      options,
    )
  }
}
