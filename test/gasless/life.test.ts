import { cost, decodeEvents, type EscrowEvent, findEvent, getCredit, getState, idOf, resolve } from "@gpuflow/escrow"
import { escrowAbi } from "@gpuflow/escrow/abi"
import { signOffer } from "@gpuflow/escrow/offer"
import { estimateRequest, type PreparedRequest, prepareRequest } from "@gpuflow/escrow/requests"
import { preparePurchase, sendPurchase, signPurchase, verifyPurchase } from "@gpuflow/escrow/router"
import { expect } from "chai"
import {
  BaseError,
  ContractFunctionRevertedError,
  concat,
  decodeErrorResult,
  encodeFunctionData,
  erc20Abi,
  isAddressEqual,
  keccak256,
  parseAbi,
  parseEventLogs,
  toHex,
} from "viem"
import { entryPoint08Abi } from "viem/account-abstraction"

import { failureOf } from "../support/failureOf.ts"

import {
  type GaslessWorld,
  PURSE,
  relayDelegation,
  relayPermit,
  TOKEN_PER_NATIVE,
  withoutCoins,
} from "../support/gasless.ts"
import { EVIDENCE_WINDOW } from "../support/offer.ts"
import { balance, HOUR, makeOffer, makeRental } from "../support/rentals.ts"
import { chain, networkHelpers } from "../support/sharedChain.ts"

const { loadFixture, time } = networkHelpers

/** What the relayer gets, and what the paymaster may take for gas, in all. */
const FEE = 20_000n
const GAS_ALLOWANCE = 5_000_000n
const WEI = 10n ** 18n
const CENT = 10_000n
/** What the account's own code needs beside the call. */
const ACCOUNT_GAS = 30_000n

type Call = Pick<PreparedRequest, "to" | "data">
const sponsored = parseAbi([
  "event UserOperationSponsored(bytes32 indexed userOpHash, address indexed token, uint256 tokenAmount, uint256 tokenPerNative)",
])

describe("a rental by an account without POL", () => {
  it("default: rents two machines, extends, stops, disputes, and withdraws; gas is paid in dollars", async () => {
    const world = await loadFixture(withoutCoins)
    const { client, escrow, token, account, wallet, bundler, paymaster, arbiter } = world
    const page = await bundler.clientOf(account, paymaster)
    const operations: string[] = []
    const charges: bigint[] = []

    /** Sends calls as one operation of the account, and returns the escrow's events and what they moved. */
    async function operate(what: string, calls: readonly Call[], gas?: { callGasLimit: bigint }) {
      const before = await holdings(world)
      // The first operation carries the delegation.
      const authorization =
        operations.length === 0
          ? await account.signAuthorization({ address: bundler.simpleAccount, chainId: chain.id, nonce: 0 })
          : undefined
      const hash = await page.sendUserOperation({ calls, ...gas, ...(authorization ? { authorization } : {}) })
      const { success, actualGasCost, receipt } = await page.waitForUserOperationReceipt({ hash })
      const [charge] = parseEventLogs({ abi: sponsored, logs: receipt.logs })
      const after = await holdings(world)

      expect(success, what).to.equal(true)
      expect(isAddressEqual(receipt.from, bundler.operator.address), `${what}: sent by the bundler`).to.equal(true)
      expect(after.coins, `${what}: POL of the renter`).to.equal(0n)
      expect(before.funds - after.funds, `${what}: POL of the paymaster`).to.be.greaterThanOrEqual(actualGasCost)
      const charged = charge?.args.tokenAmount ?? 0n
      expect(after.earned - before.earned, `${what}: dollars to the paymaster`).to.equal(charged)
      expect(charged * WEI >= (before.funds - after.funds) * TOKEN_PER_NATIVE, `${what}: covers the gas`).to.equal(true)
      operations.push(what)
      charges.push(charged)
      return { events: decodeEvents({ escrow, logs: receipt.logs }), moved: after.dollars - before.dollars + charged }
    }

    /** Sends one verb, with the gas that it needs: a verb that pays out keeps some in reserve. */
    async function operateVerb(what: string, request: PreparedRequest) {
      const callGasLimit = (await estimateRequest(wallet, { request })) + ACCOUNT_GAS
      return operate(what, [request], { callGasLimit })
    }

    // Two machines in one signature: a relayer pays for the gas, and gets a fee in dollars.
    const [first, second] = await rentByRelayer(world, ["first", "second"])
    const price = cost(first.rental.offer.pricePerHour, HOUR)
    expect(await balance(world, account.address), "after two rentals").to.equal(PURSE - 2n * price - FEE)

    // The paymaster takes its dollars before the operation runs, so that its allowance comes by a permit.
    await relayPermit(world, paymaster, GAS_ALLOWANCE)
    expect(await client.getTransactionCount({ address: account.address }), "transactions of the renter").to.equal(0)

    const approve = encodeFunctionData({ abi: erc20Abi, functionName: "approve", args: [escrow, price] })
    const longer = await prepareRequest(wallet, "extend", { escrow, rental: first.rental, duration: 2n * HOUR })
    const extended = await operate("extend", [{ to: token, data: approve }, longer])
    expect(found(extended.events, "Extended").args.amount, "price of the extension").to.equal(price)
    expect(extended.moved, "paid for the extension").to.equal(-price)
    expect(await client.getCode({ address: account.address }), "delegated to").to.equal(
      concat(["0xef0100", bundler.simpleAccount]).toLowerCase(),
    )

    const stopped = await operateVerb("stop", await prepareRequest(wallet, "stop", { escrow, rental: first.rental }))
    expect(stopped.moved, "back for the unused time").to.equal(found(stopped.events, "Closed").args.toRenter)

    const disputing = { escrow, rental: second.rental, evidenceURI: "ipfs://slow" }
    const disputed = await operateVerb("dispute", await prepareRequest(wallet, "dispute", disputing))
    const { contested, stake } = found(disputed.events, "Disputed").args
    expect(disputed.moved, "back without the stake").to.equal(price - contested - stake)

    // The issuer blocks the renter for a while, so that the payout of the ruling waits in the escrow.
    await time.increase(EVIDENCE_WINDOW)
    await block(world, true)
    await resolve(arbiter, { escrow, rental: second.rental, hostBps: 0n })
    await block(world, false)
    const credit = await getCredit(client, { escrow, token, account: account.address })
    expect(credit, "credit").to.equal(contested + stake)
    const taken = { escrow, token, to: account.address }
    const withdrawn = await operateVerb("withdraw", await prepareRequest(wallet, "withdraw", taken))
    expect(withdrawn.moved, "withdrawn").to.equal(credit)

    expect(operations, "operations").to.deep.equal(["extend", "stop", "dispute", "withdraw"])
    const { billedSeconds } = await getState(client, { escrow, id: idOf(first.rental) })
    const rent = cost(first.rental.offer.pricePerHour, billedSeconds)
    const end = await holdings(world)
    const forGas = charges.reduce((sum, charge) => sum + charge, 0n)
    expect(end.dollars, "dollars in the end").to.equal(PURSE - FEE - rent - forGas)
    for (const [index, charge] of charges.entries())
      expect(charge > 0n && charge < CENT, `${operations[index]}: ${charge} for gas`).to.equal(true)
    expect(end.coins, "POL in the end").to.equal(0n)
    // Its nonce is that of the delegation: it has sent no transaction.
    expect(await client.getTransactionCount({ address: account.address }), "nonce").to.equal(1)
  })

  it("error: the paymaster needs its allowance before the first operation", async () => {
    const world = await loadFixture(withoutCoins)
    const { account, bundler, paymaster, token } = world
    const page = await bundler.clientOf(account, paymaster)
    const authorization = await account.signAuthorization({
      address: bundler.simpleAccount,
      chainId: chain.id,
      nonce: 0,
    })
    const calls = [{ to: token, data: "0x18160ddd" as const }]

    const refused = await failureOf(page.sendUserOperation({ calls, authorization }))
    const reverted =
      refused instanceof BaseError && refused.walk((error) => error instanceof ContractFunctionRevertedError)
    expect(reverted, "refusal").to.be.instanceOf(ContractFunctionRevertedError)
    expect(Object(reverted).data.args, "reason").to.deep.equal([0n, "AA34 signature error"])

    await relayPermit(world, paymaster, GAS_ALLOWANCE)
    const hash = await page.sendUserOperation({ calls, authorization })
    expect((await page.waitForUserOperationReceipt({ hash })).success, "with it").to.equal(true)
  })

  it("error: an operation without gas in reserve for its payout changes nothing", async () => {
    const world = await loadFixture(withoutCoins)
    const { client, escrow, account, wallet, bundler, paymaster } = world
    const page = await bundler.clientOf(account, paymaster)
    const [{ rental }] = await rentByRelayer(world, ["first"])
    await relayPermit(world, paymaster, GAS_ALLOWANCE)
    await relayDelegation(world, bundler.simpleAccount)
    const request = await prepareRequest(wallet, "stop", { escrow, rental })

    const hash = await page.sendUserOperation({ calls: [request], callGasLimit: 300_000n })

    const { success, logs } = await page.waitForUserOperationReceipt({ hash })
    const [reverted] = parseEventLogs({ abi: entryPoint08Abi, eventName: "UserOperationRevertReason", logs })
    const data = reverted?.args.revertReason ?? "0x"
    expect(success, "stopped").to.equal(false)
    expect(decodeErrorResult({ abi: escrowAbi, data }).errorName, "reason").to.equal("InsufficientGas")
    expect((await getState(client, { escrow, id: idOf(rental) })).status, "status").to.equal("Active")
  })
})

/**
 * Rents machines for an hour with one signature. They start at once. A relayer pays for the gas, and gets a fee in
 * dollars.
 */
async function rentByRelayer<const names extends readonly string[]>(world: GaslessWorld, machines: names) {
  const { client, escrow, router, account, wallet, relayer, host } = world
  const order = async (machine: string) => {
    const offer = await makeOffer(world, { startWindow: 0n, machine: keccak256(toHex(machine)) })
    const rental = { ...makeRental(world, offer), renter: account.address }
    return { rental, duration: HOUR, hostSignature: await signOffer(host, { escrow, offer }) }
  }
  const orders = await Promise.all(machines.map(order))
  const purchase = await preparePurchase(client, { escrow, router, payer: account.address, orders, relayFee: FEE })
  const signed = await signPurchase(wallet, { purchase, way: "authorization" })
  const checking = { signed, escrow, router, relayer: relayer.account.address, minimumFee: FEE }
  expect((await verifyPurchase(client, checking)).status, "the relayer's check").to.equal("acceptable")
  const { receipt } = await sendPurchase(relayer, { signed })
  expect(isAddressEqual(receipt.from, relayer.account.address), "sent by the relayer").to.equal(true)
  return orders as { readonly [index in keyof names]: (typeof orders)[number] }
}

async function holdings(world: GaslessWorld) {
  const { client, account, paymaster, bundler } = world
  return {
    dollars: await balance(world, account.address),
    coins: await client.getBalance({ address: account.address }),
    earned: await balance(world, paymaster),
    funds: await bundler.fundsOf(paymaster),
  }
}

const blocking = parseAbi(["function setBlocked(address account, bool blocked)"])

async function block({ relayer, token, account }: GaslessWorld, blocked: boolean): Promise<void> {
  const args = [account.address, blocked] as const
  await relayer.writeContract({ address: token, abi: blocking, functionName: "setBlocked", args })
}

function found<const name extends EscrowEvent["eventName"]>(events: readonly EscrowEvent[], name: name) {
  const event = findEvent(events, name)
  if (!event) throw new Error(`There is no ${name}.`)
  return event
}
