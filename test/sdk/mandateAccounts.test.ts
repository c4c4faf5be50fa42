// Mandates of accounts with code. The mandate contract asks the key first and the code (ERC-1271) second, as the escrow
// does. Tokens that behave as USDC 2.2 ask only the code for a permit.
import { findEvent, getState } from "@gpuflow/escrow"
import { extendUpTo, parseMandate, type SignedMandate, serializeMandate } from "@gpuflow/escrow/mandate"
import { expect } from "chai"
import {
  type Address,
  concat,
  createWalletClient,
  custom,
  type Hex,
  maxUint256,
  type TypedDataDefinition,
  toHex,
} from "viem"
import { polygon } from "viem/chains"
import { callOf } from "../support/escrow.ts"
import { failureOf } from "../support/failureOf.ts"
import { interceptedNode, rpcError } from "../support/interceptedNode.ts"
import { libraries } from "../support/libraries.ts"
import { accountNamed, addressOf } from "../support/parties.ts"
import { allow, mintDollars, withBoth } from "../support/periphery.ts"
import { balance, HOUR, wantedDeposit } from "../support/rentals.ts"
import { chain, networkHelpers } from "../support/sharedChain.ts"

const { loadFixture, setCode, time } = networkHelpers
const PRICE = 1_500_000n
const TIP = 1_000n
const PURSE = 10n ** 12n
const key = accountNamed("the key of a renter with code")
const UNDEPLOYED = concat(["0x00", toHex("deployment"), `0x${"6492".repeat(16)}`])

type World = Awaited<ReturnType<typeof withBoth>>
type Sdk = (typeof libraries)["viem"]

/** The wallet of an account that signs with the key, or answers something else. */
function walletOf(account: Address, answer?: () => Promise<Hex>) {
  const { asked, request } = interceptedNode((method, params, pass) => {
    if (method !== "eth_signTypedData_v4") return pass()
    if (answer) return answer()
    const typed: TypedDataDefinition = JSON.parse(String(params[1]))
    return key.signTypedData(typed)
  })
  const wallet = createWalletClient({ account, chain: polygon, transport: custom({ request }, { retryCount: 0 }) })
  return { wallet, asked }
}

/** A running rental of an hour for an account, which has dollars and lets the mandate contract take them. */
async function context(sdk: Sdk, world: World, renter: Address) {
  const { client, escrow, token, dollar, mandateContract, payer } = world
  await chain.fund(renter)
  await mintDollars(dollar, renter, addressOf("owner"))
  await chain.transact(callOf(dollar, renter, "approve", [mandateContract, maxUint256]))
  await mintDollars(dollar, addressOf("payer"))
  await allow(payer, token, escrow)
  const { rental: given, hostSignature } = await wantedDeposit(world)
  const rental = { ...given, renter }
  const { id } = await sdk.deposit(payer, { escrow, rental, duration: HOUR, hostSignature })
  const contracts = { escrow, mandateContract, rental }
  const mandate = await sdk.buildMandate(client, { ...contracts, until: 3n * HOUR, step: HOUR, maxTip: TIP })
  const sign = (answer?: () => Promise<Hex>, more: { readonly check?: boolean; readonly permit?: Hex } = {}) =>
    sdk.signMandate(walletOf(renter, answer).wallet, { ...contracts, mandate, ...more })
  const reasons = async (signed: SignedMandate) => {
    const { status, problems } = await sdk.checkMandate(client, { signed, tip: TIP })
    return [status, ...problems.map(({ error }) => error.code)]
  }
  return { sdk, world, renter, id, rental, mandate, sign, reasons }
}

type Context = Awaited<ReturnType<typeof context>>

/** A keeper executes the mandate once it is due: the rental is an hour longer, and the renter pays the price and the tip. */
async function expectExecuted({ sdk, world, renter, id, reasons }: Context, given: SignedMandate) {
  const { client, escrow, stranger } = world
  const signed = parseMandate(serializeMandate(given))
  expect(await reasons(signed), "before").to.deep.equal(["waiting"])
  await time.increaseTo((await sdk.getNextExtension(client, signed)).dueAt)
  expect(await reasons(signed), "then").to.deep.equal(["due"])
  const { events } = await sdk.executeMandate(stranger, { signed, tip: TIP })
  expect(findEvent(events, "MandateExecuted")?.args.renter, "renter").to.equal(renter)
  expect(findEvent(events, "Extended")?.args.id, "extended").to.equal(id)
  expect((await getState(client, { escrow, id })).duration, "duration").to.equal(2n * HOUR)
  expect(PURSE - (await balance(world, renter)), "paid").to.equal(PRICE + TIP)
}

const delegate = (code: Address) => setCode(key.address, concat(["0xef0100", code]))
const keyWallet = async (owner: Address) => (await chain.deploy("KeyWallet", [owner])).address

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: mandates of accounts with code, on ${library}`, () => {
    // The chain is another test's afterwards.
    afterEach(() => setCode(key.address, "0x"))

    const codes = {
      "checks signatures": () => keyWallet(key.address),
      "believes another key": () => keyWallet(addressOf("stranger")),
      "knows no signatures": async () => (await chain.deploy("BatchAccount", [])).address,
    }
    for (const [name, code] of Object.entries(codes)) {
      it(`default: an EIP-7702 account whose code ${name} signs with its key, and is executed`, async () => {
        const given = await context(sdk, await loadFixture(withBoth), key.address)
        await delegate(await code())
        await expectExecuted(given, await given.sign())
      })

      it(`behavior: a mandate stays valid if its account delegates to code that ${name} afterwards`, async () => {
        const given = await context(sdk, await loadFixture(withBoth), key.address)
        const signed = await given.sign()
        await delegate(await code())
        await expectExecuted(given, signed)
      })
    }

    it("default: an account that is a contract signs by its code, and is executed", async () => {
      const world = await loadFixture(withBoth)
      const given = await context(sdk, world, await keyWallet(key.address))
      await expectExecuted(given, await given.sign())
    })

    it("behavior: a plan approves for an account with code, because a token would refuse its permit", async () => {
      const world = await loadFixture(withBoth)
      const { escrow, mandateContract } = world
      const given = await context(sdk, world, key.address)
      await delegate(await codes["knows no signatures"]())
      await chain.transact(callOf(world.dollar, key.address, "approve", [mandateContract, 0n]))
      const { wallet } = walletOf(key.address)
      const wanted = await wantedDeposit(world, { machine: toHex("another", { size: 32 }) })
      const rental = { ...wanted.rental, renter: key.address }
      const mandate = extendUpTo({ mandateContract, until: 2n * HOUR })
      const plan = await sdk.planDeposit(wallet, { ...wanted, escrow, rental, mandate })
      expect(plan.steps.map(({ kind }) => kind)).to.deep.equal(["approve", "deposit", "approve", "mandate"])
      expect(given.renter).to.equal(key.address)
    })

    it("behavior: a permit that was signed before the account had code is named as an allowance that is missing", async () => {
      const world = await loadFixture(withBoth)
      const { token, dollar, mandateContract } = world
      const given = await context(sdk, world, key.address)
      await chain.transact(callOf(dollar, key.address, "approve", [mandateContract, 0n]))
      const { wallet } = walletOf(key.address)
      const terms = { escrow: mandateContract, token, value: given.mandate.maxTotal, deadline: given.mandate.expiry }
      const permit = await sdk.signPermit(wallet, terms)
      const signed = await given.sign(undefined, { permit })
      expect(await given.reasons(signed), "with the key's permit").to.deep.equal(["waiting"])
      await delegate(await codes["knows no signatures"]())
      expect(await given.reasons(signed), "once the token asks the code").to.deep.equal([
        "blocked",
        "InsufficientMandateAllowance",
      ])
      await delegate(await codes["checks signatures"]())
      expect(await given.reasons(signed), "code that checks signatures").to.deep.equal(["waiting"])
      await expectExecuted(given, signed)
    })

    it("error: a contract whose code refuses is named before the mandate is given out, and at each check", async () => {
      const world = await loadFixture(withBoth)
      const { stranger } = world
      const contract = await chain.deploy("ContractWallet", [addressOf("stranger")])
      const given = await context(sdk, world, contract.address)
      const refused = await failureOf(given.sign())
      expect(refused, "not given out").to.have.property("code", "UnusableSignature")

      const signed = await given.sign(undefined, { check: false })
      expect(await given.reasons(signed), "checked").to.deep.equal(["blocked", "MandateSignatureRefused"])
      await time.increaseTo((await sdk.getNextExtension(world.client, signed)).dueAt)
      const failure = await failureOf(sdk.executeMandate(stranger, { signed, tip: TIP }))
      expect(failure, "the contract's").to.have.property("code", "MandateSignatureRefused")
      expect(failure).to.have.deep.property("args", { renter: contract.address })

      // A contract may change its mind, so the mandate is not given up.
      await chain.transact(callOf(contract, addressOf("owner"), "setOwner", [key.address]))
      expect(await given.reasons(signed), "its owner is the key").to.deep.equal(["due"])
    })

    const answers: Readonly<Record<string, Hex>> = {
      nothing: "0x",
      "the magic value in fewer bytes than a word": "0x1626ba7e",
      "another word": `0x${"11".repeat(32)}`,
    }
    for (const [name, answer] of Object.entries(answers)) {
      it(`error: a contract that answers ${name} accepts no mandate, for the SDK as for the contract`, async () => {
        const world = await loadFixture(withBoth)
        const { address } = await chain.deploy("AnsweringWallet", [answer])
        const given = await context(sdk, world, address)
        const refused = await failureOf(given.sign())
        expect(refused, "not given out").to.have.property("code", "UnusableSignature")
        const signed = await given.sign(undefined, { check: false })
        expect(await given.reasons(signed), "checked").to.deep.equal(["blocked", "MandateSignatureRefused"])
        await time.increaseTo((await sdk.getNextExtension(world.client, signed)).dueAt)
        const failure = await failureOf(sdk.executeMandate(world.stranger, { signed, tip: TIP }))
        expect(failure, "the contract's").to.have.property("code", "MandateSignatureRefused")
      })
    }

    it("error: a signature of an account that is not deployed yet is refused, whatever its code answers", async () => {
      const world = await loadFixture(withBoth)
      const { address } = await chain.deploy("AnsweringWallet", [`0x1626ba7e${"00".repeat(28)}`])
      const given = await context(sdk, world, address)
      const refused = await failureOf(given.sign(async () => UNDEPLOYED))
      expect(refused, "not given out").to.have.property("code", "UndeployedRenter")
      const signed = { ...(await given.sign()), signature: UNDEPLOYED }
      expect(await given.reasons(signed), "checked").to.deep.equal(["invalid", "UndeployedRenter"])
      await time.increaseTo((await sdk.getNextExtension(world.client, signed)).dueAt)
      const failure = await failureOf(sdk.executeMandate(world.stranger, { signed, tip: TIP }))
      expect(failure, "the contract's").to.have.property("code", "UndeployedRenter")
    })

    it("error: a wallet whose user says no is asked once, and nothing is signed", async () => {
      const world = await loadFixture(withBoth)
      const { escrow, mandateContract } = world
      const given = await context(sdk, world, key.address)
      const { wallet, asked } = walletOf(key.address, async () => {
        throw rpcError("User rejected the request.", 4001)
      })
      const { rental, mandate } = given
      const failure = await failureOf(sdk.signMandate(wallet, { escrow, mandateContract, rental, mandate }))
      expect(String(failure), "the wallet's own words").to.match(/reject/i)
      expect(asked.filter((method) => /sign/.test(method))).to.deep.equal(["eth_signTypedData_v4"])
    })
  })
}
