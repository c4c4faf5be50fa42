import { serverOperations } from "../../generated/serverShapes.ts"
import type { ServerOperations } from "../../generated/serverTypes.ts"
import type { Address, Rental } from "../../types.ts"
import { assertAddress, InvalidInputError } from "../codec.ts"
import { offerFields } from "../offer/hashOffer.ts"
import type { Chain } from "../port.ts"
import { idOf } from "../rental/rentalId.ts"
import { fieldFaults, isObject, readStruct, typesOf } from "../strictJson.ts"
import { askServer, nameOf, type ServerOptions } from "./askServer.ts"
import { readShape, type ShapeReader } from "./readShape.ts"
import { ServerAnswerInvalidError } from "./serverErrors.ts"
import { type ServedRental, verifyServed } from "./verifyServed.ts"

/** The name of an operation of a server. */
export type ServerOperation = keyof ServerOperations

/** Parameters of `readServer`. */
export type ReadServerParameters<operation extends ServerOperation = ServerOperation> = ServerOptions & {
  /** The escrow's address. */
  readonly escrow: Address
  /** What to ask for. */
  readonly operation: operation
  /** Its parameters. */
  readonly query?: ServerOperations[operation]["parameters"] | undefined
  /** Checks each rental of the answer against the escrow, in one call. Default: false; the server is believed. */
  readonly verify?: boolean | undefined
  /** Milliseconds that a server which differs gets with `verify`, because it may only be behind. Default: 4 000. */
  readonly patience?: number | undefined
}

/**
 * Asks a server for a page of the escrow's history: rentals, hosts by their records, earnings, disputes, books, and all
 * else that its description lists. Every field of the answer is checked for its type, and each rental's terms for its id.
 * With `verify`, each rental's terms, state, amounts, and deadlines are compared with the escrow. A server that is only
 * behind is given a few seconds.
 *
 * @example
 * import { readServer } from "@gpuflow/escrow/server"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const { items } = await readServer(client, {
 *   escrow: "0x…",
 *   server: "https://server.example",
 *   operation: "listRentals",
 *   query: { renter: "0x…", open: true },
 *   verify: true,
 * })
 * for (const { id, status, held } of items) console.log(id, status, held)
 *
 * @returns The answer. Amounts, times, and rates are `bigint`, counts are numbers, and null is undefined
 * @throws {InvalidInputError} for what is not a URL, and for a missing part of the path
 * @throws {ServerUnavailableError} if the server does not answer in time
 * @throws {ServerRefusedError} if the server refuses, such as for a rental that it does not have
 * @throws {ServerAnswerInvalidError} for an answer of another form
 * @throws {ServerMismatchError} if `verify` finds that the escrow says something else. It names the field
 */
export async function readServer<const operation extends ServerOperation = ServerOperation>(
  chain: Chain,
  parameters: ReadServerParameters<operation>,
): Promise<ServerOperations[operation]["answer"]> {
  const { answer, rentals } = await ask(chain, parameters)
  const { escrow, verify } = parameters
  if (!verify) return answer
  const again = await verifyServed(chain, { ...parameters, escrow, rentals, again: () => ask(chain, parameters) })
  return again ?? answer
}

/** An answer, and the rentals in it. */
type Served<answer> = { readonly answer: answer; readonly rentals: readonly ServedRental[] }

async function ask<operation extends ServerOperation>(
  chain: Chain,
  parameters: ReadServerParameters<operation>,
): Promise<Served<ServerOperations[operation]["answer"]>> {
  const { escrow, operation, query = {}, server } = parameters
  const { codec } = chain
  assertAddress(codec, "escrow", escrow)
  const { path: pattern, shape } = serverOperations[operation] ?? {}
  if (pattern === undefined || shape === undefined) {
    const expected = Object.keys(serverOperations).join(", ")
    throw new InvalidInputError({ field: "operation", value: operation, expected })
  }
  const given = new Map(
    Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  )
  const path = pattern.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = given.get(name)
    if (!value) throw new InvalidInputError({ field: `query.${name}`, value, expected: "a part of the path" })
    given.delete(name)
    return encodeURIComponent(value)
  })
  const json = await askServer(parameters, { path, query: Object.fromEntries(given) })
  const rentals: ServedRental[] = []
  const refuse = (field: string, problem: string): never => {
    throw new ServerAnswerInvalidError({ server: nameOf(server), path, field, problem })
  }
  const reader: ShapeReader = {
    codec,
    refuse,
    terms: (value, field) => readTerms(chain, value, (part, problem) => refuse(`${field}.${part}`, problem)),
    onRental: (rental, field) => {
      const served = rental as ServedRental
      const wrong = termsFault(chain, served)
      if (wrong !== undefined) refuse(`${field}.${wrong}`.replace(/^\./, ""), "does not follow from the rental's id")
      rentals.push(served)
    },
  }
  return { answer: readShape(reader, shape, json) as ServerOperations[operation]["answer"], rentals }
}

function readTerms({ codec }: Chain, json: unknown, refuse: ShapeReader["refuse"]): Rental {
  const { offer, renter, salt } = isObject(json) ? json : {}
  if (!isObject(offer)) return refuse("offer", "is not an object in braces")
  const what = "a rental's terms"
  const faults = [
    ...fieldFaults(codec, offer, { types: typesOf(offerFields), prefix: "offer.", what }),
    ...fieldFaults(codec, { renter, salt }, { types: { renter: "address", salt: "bytes32" }, what }),
  ]
  const [fault] = faults
  if (fault) return refuse(fault.field, fault.problem)
  return {
    offer: readStruct(codec, offerFields, offer) as Rental["offer"],
    renter: codec.checksum(String(renter)),
    salt: String(salt).toLowerCase() as Rental["salt"],
  }
}

const OF_OFFER = ["host", "machine", "token", "arbiter", "operator", "payee", "spec", "pricePerHour"] as const

/** The first field that the terms contradict. The terms are those of the id, or of no rental. */
function termsFault({ codec }: Chain, served: ServedRental): string | undefined {
  const { id, terms, renter } = served
  if (idOf(codec, terms) !== id) return "terms"
  if (renter !== terms.renter) return "renter"
  return OF_OFFER.find((name) => String(served[name]).toLowerCase() !== String(terms.offer[name]).toLowerCase())
}
