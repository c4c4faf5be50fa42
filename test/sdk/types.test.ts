import {
  type AnyEscrowError,
  deposit,
  type ErrorArgs,
  type ErrorName,
  EscrowError,
  type EscrowEvent,
  type EventArgs,
  type EventName,
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
  RevertError,
  type reasons,
  type Status,
  type statuses,
  stop,
  type TransactionResult,
} from "@gpuflow/escrow"
import { type RentalActions, rentalActions } from "@gpuflow/escrow/actions"
import { setMarket } from "@gpuflow/escrow/admin"
import * as onEthers from "@gpuflow/escrow/ethers"
import { getQuote, planDeposit } from "@gpuflow/escrow/plan"
import { type PreparedRequest, prepareRequest, type Verb, type VerbParameters } from "@gpuflow/escrow/requests"
import { watchEvents } from "@gpuflow/escrow/watch"
import { expect } from "chai"
import type { Hex } from "viem"
import type { FunctionResult } from "../../sdk/abiTypes.ts"
import { deployed, networkHelpers } from "../support/sharedChain.ts"

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
  // @ts-expect-error there is no such term
  await planDeposit(client, { escrow, rental, duration, hostSignature, accept: ["everything"] })
  const wanted = { token: escrow, slippageBps: 50n, validFor: 600n }
  // @ts-expect-error dollars are a string
  await getQuote(client, { ...wanted, dollarsPerHour: 1.5, hours: 1n })
  // @ts-expect-error hours or seconds, not both
  await getQuote(client, { ...wanted, dollarsPerHour: "1.50", hours: 1n, seconds: 1n })
  // @ts-expect-error the slippage has to be said
  await getQuote(client, { token: escrow, validFor: 600n, dollarsPerHour: "1.50", hours: 1n })
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
  await prepareRequest(client, "refund", { escrow, rental, refundedSeconds: 60n })
  // @ts-expect-error there is no such verb
  await prepareRequest(client, "refunded", { escrow, rental, refundedSeconds: 60n })
  // @ts-expect-error the verb decides what it takes
  await prepareRequest(client, "refund", { escrow, rental })
  // @ts-expect-error what it takes has types
  await prepareRequest(client, "refund", { escrow, rental, refundedSeconds: 60 })
  const actions = rentalActions()(client).rental
  await actions.prepareRequest("stop", { escrow, rental, account: escrow })
  // @ts-expect-error the verb decides what it takes
  await actions.prepareRequest("stop", { escrow })
  // @ts-expect-error a rental is more than its offer
  await actions.stop({ escrow, rental: rental.offer })
}

/** Never called: what must not compile on ethers. */
export async function wrongOnEthers(signer: Parameters<typeof onEthers.rentalActions>[0], escrow: Hex, rental: Rental) {
  const actions = onEthers.rentalActions(signer)
  await actions.prepareRequest("stop", { escrow, rental })
  // @ts-expect-error the verb decides what it takes
  await actions.prepareRequest("stop", { escrow })
  // @ts-expect-error the signer is the account
  await actions.stop({ escrow, rental, account: escrow })
  // @ts-expect-error the bytecode is not in this entry
  await actions.deployEscrow({ owner: escrow, guardian: escrow, treasury: escrow })
  // @ts-expect-error a name that the contract does not have
  const misspelt: EventArgs<"Closd"> = {}
  return misspelt
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

  it("default: a generic's parameter decides its type", () => {
    expect(same<EscrowEvent<"Closed">["args"], EventArgs<"Closed">>(true), "an event").to.equal(true)
    expect(same<EscrowEvent["eventName"], EventName>(true), "every event").to.equal(true)
    expect(same<Extract<EscrowEvent, { eventName: "Paid" }>, EscrowEvent<"Paid">>(true), "narrowed").to.equal(true)
    expect(same<ReturnType<typeof findEvent<"Paid">>, EscrowEvent<"Paid"> | undefined>(true), "found").to.equal(true)
    expect(same<ErrorArgs<"MachineBusy">, { readonly busyUntil: bigint }>(true), "an error").to.equal(true)
    expect(same<RevertError<"MachineBusy">["args"], ErrorArgs<"MachineBusy">>(true), "its class").to.equal(true)
    expect(same<RevertError["code"], ErrorName>(true), "every revert's code").to.equal(true)
    expect(same<EscrowError<"Mine", { at: bigint }>["name"], "MineError">(true), "a name").to.equal(true)
    expect(same<EscrowError<"Mine", { at: bigint }>["args"], { at: bigint }>(true), "arguments").to.equal(true)
    expect(same<VerbParameters<"refund">["refundedSeconds"], bigint>(true), "a verb's own parameter").to.equal(true)
    expect(same<prepareRequest.Parameters<"stop">["rental"], Rental>(true), "a request's").to.equal(true)
    expect(same<Awaited<ReturnType<typeof prepareRequest<"stop">>>, PreparedRequest>(true), "a request").to.equal(true)
    expect(same<Extract<Verb, "stop" | "getState">, "stop">(true), "reads are no verbs").to.equal(true)
    expect(same<Awaited<ReturnType<RentalActions["stop"]>>, TransactionResult>(true), "an action").to.equal(true)
    type OnEthers = onEthers.RentalActions
    expect(same<Awaited<ReturnType<OnEthers["stop"]>>, TransactionResult>(true), "an action on ethers").to.equal(true)
    expect(same<ReturnType<OnEthers["getState"]>, Promise<RentalState>>(true), "a read on ethers").to.equal(true)
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

  it("behavior: isEscrowError narrows what was thrown", () => {
    const read = (thrown: unknown): bigint | undefined => {
      // @ts-expect-error it may be anything
      if (!isEscrowError(thrown)) return thrown.args
      return thrown.code === "MachineBusy" ? thrown.args.busyUntil : undefined
    }
    const error = new MachineBusyError({ busyUntil: 7n })

    expect(read(error), "narrowed").to.equal(7n)
    expect(read(new Error("another")) === undefined, "another's error").to.equal(true)
    expect(error, "class").to.be.instanceOf(RevertError).and.instanceOf(EscrowError)
    expect(error.name, "name").to.equal("MachineBusyError")
    expect(error.message, "message").to.equal(
      "The machine is rented until `busyUntil`. Choose another machine or wait. (busyUntil: 7)",
    )
  })
})
