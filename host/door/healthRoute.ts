// What the door answers about a rental's health log: its lines as they are, with the hash over each and all before it, so
// that anyone can check them. The lines are public, as evidence in a dispute is, and say nothing of what the renter does.
import type { Hash } from "viem"

import { writeCheck } from "../health/healthChain.ts"
import type { RentalAccess } from "../machine/rentalAccess.ts"

const PATH = /^\/health\/(0x[\da-f]{64})\.jsonl$/

/** The rental whose log a path names. */
export function rentalIn(path: string): Hash | undefined {
  const [, rental] = PATH.exec(path) ?? []
  // The cast is safe: the pattern has matched.
  return rental as Hash | undefined
}

/** The lines of a rental's log, read as they are sent. Returns nothing for a rental that is not this agent's. */
export function healthLines({ find, healthAfter }: RentalAccess, rental: Hash): Iterable<string> | undefined {
  return find(rental) && readLines(healthAfter, rental)
}

function* readLines(healthAfter: RentalAccess["healthAfter"], rental: Hash): Generator<string> {
  for (let part = healthAfter(rental, 0); part.checks.length > 0; part = healthAfter(rental, part.place)) {
    yield `${part.checks.map(writeCheck).join("\n")}\n`
  }
}
