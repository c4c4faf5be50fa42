import { expect } from "chai"
import type { Hex } from "viem"

import {
  type AnyEscrowError,
  deposit,
  type EscrowEvent,
  type EventArgs,
  findEvent,
  type getDue,
  type getMachine,
  isEscrowError,
  type Machine,
  MachineBusyError,
  type Offer,
  type Reason,
  type Rental,
  RentalNotFoundError,
  type RentalState,
  type reasons,
  type Status,
  setMarket,
  type statuses,
  stop,
  watchEvents,
} from "../../sdk/index.ts"
import type { FunctionResult } from "../../sdk/solidity.ts"
import { deployed, networkHelpers } from "./setup.ts"

// The compiler checks this file: each `@ts-expect-error` fails to compile once the line under it does compile.

type Same<a, b> = (<t>() => t extends a ? 1 : 2) extends <t>() => t extends b ? 1 : 2 ? true : false
function same<a, b>(equal: Same<a, b>): boolean {
  return equal
}

type Client = Awaited<ReturnType<typeof deployed>>["client"]

/** Never called: what must not compile. */
export async function wrong(client: Client, escrow: Hex, rental: Rental, hostSignature: Hex) {
  const duration = 3_600n
  await deposit(client, { escrow, rental, duration, hostSignature })
  // @ts-expect-error a number is no duration
  await deposit(client, { escrow, rental, duration: 3_600, hostSignature })
  // @ts-expect-error an address starts with 0x
  await deposit(client, { escrow: "escrow", rental, duration, hostSignature })
  // @ts-expect-error no signature, no deposit
  await deposit(client, { escrow, rental, duration })
  // @ts-expect-error a rental is more than its offer
  await stop(client, { escrow, rental: rental.offer })
  // @ts-expect-error a fee is a bigint
  await setMarket(client, { escrow, token: escrow, arbiter: escrow, feeBps: 1_000, open: true })
  // @ts-expect-error there is no such parameter
  await stop(client, { escrow, rental, id: hostSignature })
  const { events } = await stop(client, { escrow, rental })
  // @ts-expect-error there is no such event
  findEvent(events, "Closd")
  // @ts-expect-error Started has no amounts
  findEvent(events, "Started")?.args.toHost
  for await (const { added } of watchEvents(client, { escrow, events: ["Started", "Closed"] })) {
    for (const event of added) if (event.eventName === "Closed") event.args.toHost.toString()
    // @ts-expect-error only what was asked for is told
    if (added[0]?.eventName === "Paid") return
  }
  // @ts-expect-error there is no such event
  watchEvents(client, { escrow, events: ["Closd"] })
  // @ts-expect-error results cannot be changed
  rental.offer.bond = 0n
}

describe("SDK types", () => {
  it("default: whole numbers are bigint, enums their words, tuples have names", () => {
    expect(same<Status, (typeof statuses)[number]>(true), "Status").to.equal(true)
    expect(same<Reason, (typeof reasons)[number]>(true), "Reason").to.equal(true)
    expect(same<EventArgs<"Closed">["reason"], Reason>(true), "an event's enum").to.equal(true)
    expect(same<EventArgs<"Deposited">["rental"], Rental>(true), "an event's struct").to.equal(true)
    expect(same<EventArgs<"Deposited">["feeBps"], bigint>(true), "an event's uint16").to.equal(true)
    expect(same<FunctionResult<"getRental">, RentalState>(true), "a struct").to.equal(true)
    expect(same<FunctionResult<"machines">, Machine>(true), "a getter's outputs").to.equal(true)
    expect(same<Awaited<ReturnType<typeof getMachine>>, Machine>(true), "getMachine").to.equal(true)
    expect(same<Awaited<ReturnType<typeof getDue>>["toHost"], bigint>(true), "getDue").to.equal(true)
    expect(same<FunctionResult<"eip712Domain">["extensions"], readonly bigint[]>(true), "an array").to.equal(true)
    expect(same<Offer["maxFeeBps"], bigint>(true), "a uint16").to.equal(true)
  })

  it("behavior: an event's name decides its arguments' type", async () => {
    await networkHelpers.loadFixture(deployed)
    const read = (event: EscrowEvent) => (event.eventName === "Closed" ? event.args.toHost : event.args)

    const args = { id: "0x", reason: "Released", toHost: 5n, fee: 1n, toRenter: 0n } as const
    const place = { blockNumber: 1n, logIndex: 0, transactionHash: "0x" } as const
    expect(read({ eventName: "Closed", args, ...place }), "to host").to.equal(5n)
  })

  it("behavior: an error's code decides its arguments' type", () => {
    const read = (error: AnyEscrowError): bigint | Hex | undefined => {
      if (error.code === "MachineBusy") return error.args.busyUntil
      if (error.code === "RentalNotFound") return error.args.id
      // @ts-expect-error other errors have other arguments
      return error.args.busyUntil
    }

    expect(read(new MachineBusyError({ busyUntil: 7n })), "contract error").to.equal(7n)
    expect(read(new RentalNotFoundError({ id: "0x12" })), "own error").to.equal("0x12")
    expect(isEscrowError(new MachineBusyError({ busyUntil: 7n })), "branded").to.equal(true)
  })
})
