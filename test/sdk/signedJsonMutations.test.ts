import {
  buildMandate,
  MandateUnreadableError,
  parseMandate,
  serializeMandate,
  signMandate,
} from "@gpuflow/escrow/mandate"
import {
  PurchaseUnreadableError,
  parsePurchase,
  preparePurchase,
  serializePurchase,
  signPurchase,
} from "@gpuflow/escrow/router"
import { expect } from "chai"
import { withRouter } from "../support/periphery.ts"
import { HOUR, wantedDeposit } from "../support/rentals.ts"
import { chain, networkHelpers } from "../support/sharedChain.ts"

type Json = null | boolean | number | string | Json[] | { [name: string]: Json }
type Path = readonly (string | number)[]

/** Values that no field of these documents takes. */
const WRONG: readonly Json[] = [
  null,
  true,
  1.5,
  -1,
  "",
  "0x",
  "0xzz",
  "-1",
  "1e3",
  " 1",
  `1${"0".repeat(90)}`,
  [],
  {},
  [[]],
]

/** The paths of all values in a document. */
function pathsOf(value: Json, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path]
  const inner = Object.entries(value).flatMap(([name, one]) =>
    pathsOf(one, [...path, Array.isArray(value) ? Number(name) : name]),
  )
  return path.length > 0 ? [path, ...inner] : inner
}

/** A copy with another value at a path; without one, the value is taken away. */
function changed(document: Json, [name, ...rest]: Path, value: Json | undefined): Json {
  const copy: Record<string, Json> | Json[] = Array.isArray(document) ? [...document] : { ...Object(document) }
  const inner = rest.length === 0 ? value : changed(Reflect.get(copy, name ?? ""), rest, value)
  if (inner !== undefined) Reflect.set(copy, name ?? "", inner)
  else if (Array.isArray(copy)) copy.splice(Number(name), 1)
  else Reflect.deleteProperty(copy, name ?? "")
  return copy
}

/** At least 1 000 documents, each wrong in one place. */
function mutants(document: Json): [string, Json][] {
  const found: [string, Json][] = []
  for (const path of pathsOf(document)) {
    const label = path.join(".")
    const isObject = typeof path.at(-1) === "string"
    if (isObject) found.push([`${label} missing`, changed(document, path, undefined)])
    if (isObject)
      found.push([`${label} twice by another name`, changed(document, [...path.slice(0, -1), `${path.at(-1)}x`], 1)])
    for (const value of WRONG) found.push([`${label}: ${JSON.stringify(value)}`, changed(document, path, value)])
  }
  return found
}

/** Some fields take one of these values: bytes may be empty, a signed one may be absent, and some are true or false. */
const isAllowed = (name: string) =>
  /(^|\.)(signature|permit|hostSignature): "0x"$|\.rolling: true$|^permit missing$/.test(name)

describe("SDK: signed purchases and mandates as JSON", () => {
  let documents: readonly [string, Json, (text: string) => unknown, abstract new (...args: never[]) => Error][]

  before(async () => {
    const world = await networkHelpers.loadFixture(withRouter)
    const { client, escrow, router, renter } = world
    const { rental, duration, hostSignature } = await wantedDeposit(world)
    const payer = renter.account.address
    const orders = [{ rental, duration, hostSignature }]
    const purchase = await preparePurchase(client, { escrow, router, payer, orders, relayFee: 1n })
    const { address: mandateContract } = await chain.deploy("RentalMandate", [escrow])
    const contracts = { escrow, mandateContract, rental, duration }
    const mandate = await buildMandate(client, { ...contracts, until: 2n * HOUR })
    const signedMandate = await signMandate(renter, { ...contracts, mandate, permit: "0x" })
    const signed = await signPurchase(renter, { purchase, way: "authorization" })
    documents = [
      ["purchase", JSON.parse(serializePurchase(signed)), parsePurchase, PurchaseUnreadableError],
      [
        "mandate",
        JSON.parse(serializeMandate({ ...signedMandate, permit: "0x00" })),
        parseMandate,
        MandateUnreadableError,
      ],
    ]
  })

  it("error: each of a thousand mutated documents is refused, with the path and what is wrong with it", () => {
    let count = 0
    for (const [what, document, parse, kind] of documents) {
      expect(() => parse(JSON.stringify(document)), `${what} as it is`).to.not.throw()
      for (const [name, mutant] of mutants(document)) {
        if (isAllowed(name)) continue
        count += 1
        let thrown: unknown
        try {
          parse(JSON.stringify(mutant))
        } catch (error) {
          thrown = error
        }
        expect(thrown, `${what}: ${name}`).to.be.instanceOf(kind)
        const { faults } = (
          thrown as { readonly args: { readonly faults: readonly { field: string; problem: string }[] } }
        ).args
        expect(faults.length, `${what}: ${name}`).to.be.greaterThan(0)
        for (const { field, problem } of faults) {
          expect(field, `${what}: ${name}, path`).to.match(/^[a-z]/)
          expect(problem, `${what}: ${name}, reason`).to.match(/^(must|is|has) /)
        }
      }
    }
    expect(count, "documents").to.be.greaterThan(1_000)
  })

  it("error: what is not JSON, cut off, or too long", () => {
    for (const [what, document, parse, kind] of documents) {
      const text = JSON.stringify(document)
      for (const length of [0, 1, 10, text.length >> 1, text.length - 1])
        expect(() => parse(text.slice(0, length)), `${what}, ${length} characters`).to.throw(kind)
      for (const other of ["null", "1", '"text"', "[]", "{}", `${text}x`, " ".repeat(500_000)])
        expect(() => parse(other), `${what}: ${other.slice(0, 10)}`).to.throw(kind)
    }
  })
})
