import {
  cost,
  EscrowNotFoundError,
  findEvent,
  fundBond,
  getState,
  InsufficientAllowanceError,
  InsufficientBalanceError,
  InvalidSignatureError,
  idOf,
  MachineBusyError,
  type Offer,
  OfferExpiredError,
  type Rental,
  RentalExistsError,
  type Risk,
  type RiskyTerm,
  ShorterRentalExistsError,
  WrongChainError,
  WrongNonceError,
} from "@gpuflow/escrow"
import { setMarket } from "@gpuflow/escrow/admin"
import * as onEthers from "@gpuflow/escrow/ethers"
import { type buildOffer, signOffer } from "@gpuflow/escrow/offer"
import {
  BatchFailedError,
  BatchStalledError,
  type DepositPlan,
  type DepositStep,
  ForeignPlanError,
  planDeposit,
  type Quote,
  QuoteExceededError,
  QuoteExpiredError,
  quote,
  RiskyTermsError,
  runDeposit,
} from "@gpuflow/escrow/plan"
import { expect } from "chai"
import { BrowserProvider } from "ethers"
import {
  type Account,
  type Address,
  createWalletClient,
  custom,
  decodeFunctionData,
  encodeFunctionData,
  getAddress,
  type Hex,
  keccak256,
  padHex,
  parseAbi,
  parseEther,
  parseSignature,
  toFunctionSelector,
  toHex,
} from "viem"
import { toAccount } from "viem/accounts"
import { polygon } from "viem/chains"
import { FEE_BPS, NATIVE } from "../support/escrow.ts"
import { expectError, expectNothingSent } from "../support/expectError.ts"
import { libraries } from "../support/libraries.ts"
import { balance, HOUR, makeOffer, makeRental } from "../support/rentals.ts"
import { chain, deployed, networkHelpers, provider, viem, type World } from "../support/sharedChain.ts"

const { loadFixture, time } = networkHelpers

const abi = parseAbi([
  "function mint(address to, uint256 amount)",
  "function approve(address spender, uint256 amount) returns (bool)",
  "function allowance(address owner, address spender) view returns (uint256)",
  "function permit(address owner, address spender, uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s)",
])
const approvalAbi = parseAbi(["function approve(address spender, uint256 amount) returns (bool)"])
const batchAbi = parseAbi(["function run((address to, uint256 value, bytes data)[] calls)"])
const MINUTE = 60n

type Ask = { method: string; params?: unknown }
type Request = (ask: Ask) => Promise<unknown>

const ask: Request = ({ method, params }) => provider.request({ method, params: Array.isArray(params) ? params : [] })

/** The renter has dollars, and has allowed nobody to take any. */
async function fresh() {
  const world = await deployed()
  await allow(world, 0n)
  return world
}

async function allow({ renter, escrow, token }: World, amount: bigint) {
  await renter.writeContract({ address: token, abi, functionName: "approve", args: [escrow, amount] })
}

const allowance = ({ client, renter, escrow }: World, token: Address) =>
  client.readContract({ address: token, abi, functionName: "allowance", args: [renter.account.address, escrow] })

/** The same world with another token, whose market is open and of which the renter has plenty. */
async function withToken(world: World, name: string, args: unknown[] = []): Promise<World> {
  const { address: token } = await viem.deployContract(name, args)
  const { escrow, owner, renter, arbiter } = world
  await setMarket(owner, { escrow, token, arbiter: arbiter.account.address, feeBps: FEE_BPS, open: true })
  await renter.writeContract({ address: token, abi, functionName: "mint", args: [renter.account.address, 10n ** 12n] })
  return { ...world, token }
}

type Terms = Partial<buildOffer.Parameters>

/** What the renter needs for an hour of the machine. */
async function wanted(world: World, terms: Terms = {}, salt?: string) {
  const { escrow, host } = world
  const offer = await makeOffer(world, terms)
  if (offer.bond > 0n) {
    await host.writeContract({ address: offer.token, abi, functionName: "mint", args: [offer.host, offer.bond] })
    await fundBond(host, { escrow, token: offer.token, amount: offer.bond })
  }
  return signed(world, offer, salt)
}

async function signed(world: World, offer: Offer, salt?: string) {
  const { escrow, host } = world
  const hostSignature = await signOffer(host, { escrow, offer })
  return { escrow, rental: makeRental(world, offer, salt), duration: HOUR, hostSignature }
}

const kinds = ({ steps }: DepositPlan) => steps.map(({ kind }) => kind)

/** Every amount that the plan's approvals and permits allow. */
function allowed({ steps }: DepositPlan): bigint[] {
  return steps.flatMap((step) => {
    if (step.kind === "permit") return [BigInt(String(step.typedData.message["value"]))]
    if (!("request" in step) && !("requests" in step)) return []
    const requests = "requests" in step ? step.requests : [step.request]
    return requests
      .filter(({ data }) => data.startsWith(toFunctionSelector("approve(address,uint256)")))
      .map(({ data }) => decodeFunctionData({ abi: approvalAbi, data }).args[1])
  })
}

async function expectPaid(world: World, { id, rental }: { id: Hex; rental: Rental }, before: bigint) {
  const { status } = await getState(world.client, { escrow: world.escrow, id })
  expect(status, "status").to.equal(rental.offer.startWindow === 0n ? "Active" : "Funded")
  expect(await balance(world, world.escrow), "escrow's balance").to.equal(
    before + cost(rental.offer.pricePerHour, HOUR),
  )
  // Some mocks leave the allowance as it is.
  const left = await allowance(world, world.token)
  expect(left === 0n || left === rental.offer.pricePerHour, "never more than the price is allowed").to.equal(true)
}

/** A client of the account over a wallet of one's own. */
const clientOver = (request: Request, account: Account | Address) =>
  createWalletClient({
    account,
    chain: polygon,
    transport: custom({ request }, { retryCount: 0 }),
    pollingInterval: 10,
  })

/** A wallet as EIP-5792 has it: the account lends itself the code of a batch (EIP-7702), and calls itself. */
async function batchingWallet({ atomic = "supported", key = "0x89", more = {} } = {}) {
  const { address: code } = await viem.deployContract("BatchAccount")
  const seen: string[] = []
  const failed = toHex("failed", { size: 32 })
  const request: Request = async ({ method, params }) => {
    seen.push(method)
    const [first] = Array.isArray(params) ? params : []
    if (method === "wallet_getCapabilities") return { "0x1": {}, [key]: { atomic: { status: atomic } }, ...more }
    if (method === "wallet_sendCalls") {
      const { from, calls, atomicRequired, chainId } = first
      expect([atomicRequired, chainId], "all or none, on this chain").to.deep.equal([true, "0x89"])
      await chain.client.setCode({ address: from, bytecode: `0xef0100${code.slice(2)}` })
      const args = [calls.map((call: { value?: Hex }) => ({ ...call, value: BigInt(call.value ?? 0n) }))] as const
      const data = encodeFunctionData({ abi: batchAbi, functionName: "run", args })
      const id = await ask({ method: "eth_sendTransaction", params: [{ from, to: from, data }] }).catch(() => failed)
      return { id }
    }
    if (method === "wallet_getCallsStatus") {
      const batch = { version: "2.0.0", id: first, chainId: "0x89", atomic: true }
      if (first === failed) return { ...batch, status: 500, receipts: [] }
      const receipt = await ask({ method: "eth_getTransactionReceipt", params: [first] })
      return { ...batch, status: 200, receipts: [receipt] }
    }
    return ask({ method, params })
  }
  return { request, seen }
}

/** The renter has paid for an hour, and the host has not started. */
async function noShow(world: World, terms: Terms = {}) {
  const { renter } = world
  const first = await wanted(world, terms, "the first")
  await runDeposit(renter, { plan: await planDeposit(renter, first) })
  await time.increase(first.rental.offer.startWindow)
  return first
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: planDeposit, runDeposit, on ${library}`, () => {
    it("default: a permit and a deposit, for exactly the price, shown before they are signed", async () => {
      const world = await loadFixture(fresh)
      const { renter, escrow, token, payer } = world
      const terms = await wanted(world)
      const before = await balance(world, escrow)

      const plan = await sdk.planDeposit(renter, terms)
      const shown: string[] = []
      const result = await sdk.runDeposit(renter, { plan, before: ({ sentence }) => shown.push(sentence) })

      expect(kinds(plan), "steps").to.deep.equal(["permit", "deposit"])
      expect(shown, "sentences").to.deep.equal([
        "Sign a permit for exactly the price. It costs no gas.",
        "Pay for the rental, which the host then starts.",
      ])
      expect(allowed(plan), "allowed").to.deep.equal([1_500_000n])
      const [permit] = plan.steps
      if (permit?.kind !== "permit") throw new Error("no permit")
      expect(permit.typedData.domain, "domain").to.deep.equal({
        name: "USD Coin",
        version: "1",
        chainId: 137,
        verifyingContract: token,
      })
      expect(result.id, "id").to.equal(idOf(terms.rental))
      expect(findEvent(result.events, "Deposited")?.args.payer.toLowerCase(), "payer").to.equal(renter.account.address)
      await expectPaid(world, { id: result.id, rental: terms.rental }, before)
      expect(await allowance(world, token), "nothing is left to take").to.equal(0n)
      await expectError(sdk.runDeposit(payer, { plan }), ForeignPlanError, {
        account: payer.account.address,
        payer: renter.account.address,
      })
    })

    it("behavior: a plan that lay for hours, in which the account signed another permit, is still carried out", async () => {
      const world = await loadFixture(fresh)
      const { renter, escrow, token } = world
      const plan = await sdk.planDeposit(
        renter,
        await wanted(world, { expiry: BigInt(await time.latest()) + 10n * HOUR }),
      )
      const other = await wanted(world, { machine: keccak256("0x02") }, "2")
      await sdk.runDeposit(renter, { plan: await sdk.planDeposit(renter, other) })
      await time.increase(3n * HOUR)

      const steps: DepositStep[] = []
      const { id } = await sdk.runDeposit(renter, { plan, before: (step) => steps.push(step) })

      expect(id, "id").to.equal(plan.summary.id)
      const [[planned], [signed]] = [plan.steps, steps]
      if (planned?.kind !== "permit" || signed?.kind !== "permit") throw new Error("no permit")
      const { nonce, deadline, ...same } = signed.typedData.message
      expect(same, "what is allowed").to.deep.equal({ owner: plan.payer, spender: escrow, value: 1_500_000n })
      expect([nonce, deadline], "nonce, deadline").to.deep.equal([1n, signed.deadline])
      expect(signed.deadline > planned.deadline, "later deadline").to.equal(true)
      expect(await allowance(world, token), "nothing is left to take").to.equal(0n)
    })

    it("behavior: one deposit of the native coin, or by an allowance that suffices", async () => {
      const world = await loadFixture(fresh)
      const { renter, escrow, client } = world
      const native = await wanted(world, { token: NATIVE, pricePerHour: parseEther("1.7"), startWindow: 0n })

      const plan = await sdk.planDeposit(renter, native)
      const { id } = await sdk.runDeposit(renter, { plan })

      expect(kinds(plan), "native").to.deep.equal(["deposit"])
      expect(plan.steps[0]?.sentence, "sentence").to.equal("Pay for the rental, which starts at once.")
      expect(await client.getBalance({ address: escrow }), "escrow's balance").to.equal(parseEther("1.7"))
      expect((await sdk.getState(client, { escrow, id })).status, "status").to.equal("Active")

      await allow(world, 1_500_000n)
      const other = await wanted(world, { machine: keccak256("0x02") })
      const allowedPlan = await sdk.planDeposit(renter, other)
      const paid = await sdk.runDeposit(renter, { plan: allowedPlan })
      expect(kinds(allowedPlan), "allowed").to.deep.equal(["deposit"])
      await expectPaid(world, { id: paid.id, rental: other.rental }, 0n)
    })

    it("behavior: one batch, in one transaction, where the wallet has them; on ethers too", async () => {
      for (const key of ["0x89", "0x0"]) {
        const world = await loadFixture(fresh)
        const { escrow, renter, client } = world
        const wallet = await batchingWallet({ key })
        const batching = clientOver(wallet.request, renter.account.address)
        const terms = await wanted(world)

        const plan = await sdk.planDeposit(batching, terms)
        expect(kinds(plan), "steps").to.deep.equal(["batch"])
        expect(allowed(plan), "allowed").to.deep.equal([1_500_000n])
        const sent = await client.getTransactionCount({ address: renter.account.address })
        const onViem = key === "0x89"
        const actions = onEthers.rentalActions(await new BrowserProvider(wallet).getSigner(renter.account.address))
        const { id, hash, events } = await (onViem ? sdk.runDeposit(batching, { plan }) : actions.runDeposit({ plan }))

        expect(id, "id").to.equal(idOf(terms.rental))
        expect((await client.getTransactionReceipt({ hash })).to, "the account calls itself").to.equal(
          renter.account.address,
        )
        expect(findEvent(events, "Deposited")?.args.id, "Deposited").to.equal(id)
        expect(await client.getTransactionCount({ address: renter.account.address }), "transactions").to.equal(sent + 1)
        await expectPaid(world, { id, rental: terms.rental }, 0n)
        expect(wallet.seen, "asked").to.include("wallet_getCallsStatus")
        expect((await sdk.getState(client, { escrow, id })).status, "status").to.equal("Funded")
      }
    })

    it("behavior: no batch where the wallet would have to change first, or is not to; nor for a key of one's own", async () => {
      const world = await loadFixture(fresh)
      const { renter } = world
      const terms = await wanted(world)
      const planOver = async (options: object, without: "batch"[] = []) => {
        const { request } = await batchingWallet(options)
        return sdk.planDeposit(clientOver(request, renter.account.address), { ...terms, without })
      }

      expect(kinds(await planOver({ atomic: "ready" })), "ready").to.deep.equal(["permit", "deposit"])
      expect(kinds(await planOver({ atomic: "unsupported" })), "unsupported").to.deep.equal(["permit", "deposit"])
      const more = { "0x0": { atomic: { status: "supported" } } }
      expect(kinds(await planOver({ atomic: "ready", more })), "the chain's own word").to.deep.equal([
        "permit",
        "deposit",
      ])
      expect(kinds(await planOver({ key: "0x1", more })), "every chain").to.deep.equal(["batch"])
      expect(kinds(await planOver({ key: "0x1" })), "another chain").to.deep.equal(["permit", "deposit"])
      expect(kinds(await planOver({}, ["batch"])), "without").to.deep.equal(["permit", "deposit"])
      const { request, seen } = await batchingWallet()
      const sign = async () => "0x" as const
      const { address } = renter.account
      const local = toAccount({ address, signMessage: sign, signTransaction: sign, signTypedData: sign })
      expect(kinds(await sdk.planDeposit(clientOver(request, local), terms)), "local").to.deep.equal([
        "permit",
        "deposit",
      ])
      expect(seen, "asked").to.not.include("wallet_getCapabilities")
    })

    it("behavior: an exact approval where the token has no permits, or not the usual ones", async () => {
      const base = await loadFixture(fresh)
      const { renter } = base
      const cases = [
        ["no permits", await withToken(base, "NineDecimalsToken"), undefined],
        ["approve returns nothing", await withToken(base, "NoReturnToken"), undefined],
        [
          "a fallback that takes any call",
          await withToken(base, "test/mocks/PhantomPermitToken.sol:PhantomPermitToken"),
          undefined,
        ],
        ["another domain", base, "DOMAIN_SEPARATOR()"],
        ["another kind of permit", base, "PERMIT_TYPEHASH()"],
      ] as const
      for (const [label, world, changed] of cases) {
        const request: Request = async ({ method, params }) => {
          const [call] = Array.isArray(params) ? params : []
          const isChanged = method === "eth_call" && changed && call.data === toFunctionSelector(changed)
          return isChanged ? keccak256("0x5a17") : ask({ method, params })
        }
        const wallet = clientOver(request, renter.account.address)
        const terms = await wanted(world, { machine: keccak256(toHex(label)) }, label)
        const accept: RiskyTerm[] = label === "approve returns nothing" ? ["token"] : []
        const before = await balance(world, world.escrow)

        const plan = await sdk.planDeposit(wallet, { ...terms, accept })
        const { id } = await sdk.runDeposit(wallet, { plan })

        expect(kinds(plan), label).to.deep.equal(["approve", "deposit"])
        expect(allowed(plan), label).to.deep.equal([1_500_000n])
        await expectPaid(world, { id, rental: terms.rental }, before)
      }
    })

    it("behavior: an exact approval where the account is a contract, or permits are not wanted", async () => {
      const world = await loadFixture(fresh)
      const { renter } = world
      const terms = await wanted(world)

      expect(kinds(await sdk.planDeposit(renter, { ...terms, without: ["permit"] })), "not wanted").to.deep.equal([
        "approve",
        "deposit",
      ])
      const { address: code } = await viem.deployContract("BatchAccount")
      await chain.client.setCode({ address: renter.account.address, bytecode: `0xef0100${code.slice(2)}` })
      expect(kinds(await sdk.planDeposit(renter, terms)), "account with code").to.deep.equal(["approve", "deposit"])
    })

    it("behavior: an old allowance is taken back first only where the token asks for it", async () => {
      const world = await loadFixture(fresh)
      const { renter } = world
      const old = async (token: World) => {
        await allow(token, 7n)
        const terms = await wanted(token, { machine: keccak256(token.token) }, token.token)
        const plan = await sdk.planDeposit(renter, { ...terms, without: ["permit"], accept: ["token"] })
        const { id } = await sdk.runDeposit(renter, { plan })
        await expectPaid(token, { id, rental: terms.rental }, 0n)
        return [kinds(plan), allowed(plan)]
      }

      expect(await old(world), "usual token").to.deep.equal([["approve", "deposit"], [1_500_000n]])
      expect(await old(await withToken(world, "ApprovalRaceToken")), "token as USDT").to.deep.equal([
        ["approve", "approve", "deposit"],
        [0n, 1_500_000n],
      ])
      expect(await old(await withToken(world, "NoReturnToken")), "approve returns nothing").to.deep.equal([
        ["approve", "deposit"],
        [1_500_000n],
      ])
      await allow(world, 7n)
      const unsure = await wanted(world, { machine: keccak256("0x05") }, "5")
      // False, and what is no truth value.
      for (const answer of [padHex("0x", { size: 32 }), "0x00", padHex("0x02", { size: 32 })]) {
        const refusing: Request = async ({ method, params }) => {
          const [call] = Array.isArray(params) ? params : []
          const isApproval =
            method === "eth_call" && call.data.startsWith(toFunctionSelector("approve(address,uint256)"))
          return isApproval ? answer : ask({ method, params })
        }
        const wary = await sdk.planDeposit(clientOver(refusing, renter.account.address), {
          ...unsure,
          without: ["permit"],
        })
        expect(allowed(wary), `approve says ${answer}`).to.deep.equal([0n, 1_500_000n])
      }
      const race = await withToken(world, "ApprovalRaceToken")
      const untouched = await sdk.planDeposit(renter, await wanted(race, { machine: keccak256("0x03") }, "3"))
      expect(kinds(untouched), "nothing to take back").to.deep.equal(["approve", "deposit"])
      const { request } = await batchingWallet()
      await allow(race, 7n)
      const batching = clientOver(request, renter.account.address)
      const terms = await wanted(race, { machine: keccak256("0x04") }, "4")
      const plan = await sdk.planDeposit(batching, terms)
      expect([kinds(plan), allowed(plan)], "in a batch").to.deep.equal([["batch"], [0n, 1_500_000n]])
      const { id } = await sdk.runDeposit(batching, { plan })
      await expectPaid(race, { id, rental: terms.rental }, 0n)
    })

    it("behavior: a permit that someone else has spent is as good; a plan made anew goes on from there", async () => {
      const world = await loadFixture(fresh)
      const { renter, stranger, token, escrow, client } = world
      const terms = await wanted(world)
      const plan = await sdk.planDeposit(renter, terms)
      const [step] = plan.steps
      if (step?.kind !== "permit") throw new Error("no permit")
      const { amount, deadline } = step
      const spend = async (signature: Hex) => {
        const { r, s, yParity } = parseSignature(signature)
        const args = [renter.account.address, escrow, amount, deadline, 27 + yParity, r, s] as const
        await stranger.writeContract({ address: token, abi, functionName: "permit", args })
      }
      const request: Request = async ({ method, params }) => {
        const answer = await ask({ method, params })
        if (method === "eth_signTypedData_v4") await spend(answer as Hex)
        return answer
      }
      const watched = clientOver(request, renter.account.address)

      const stopped = new Error("enough for now")
      const error = await sdk
        .runDeposit(watched, {
          plan,
          before: ({ kind }) => {
            if (kind === "deposit") throw stopped
          },
        })
        .catch((thrown: unknown) => thrown)
      expect(error, "stopped").to.equal(stopped)
      expect(await allowance(world, token), "allowed by then").to.equal(1_500_000n)
      const rest = await sdk.planDeposit(renter, terms)
      expect(kinds(rest), "what is left").to.deep.equal(["deposit"])
      const { id } = await sdk.runDeposit(renter, { plan: rest })
      expect((await sdk.getState(client, { escrow, id })).status, "status").to.equal("Funded")
      await expectError(sdk.planDeposit(renter, terms), RentalExistsError, { id })
    })

    it("error: ShorterRentalExists, for a rental that was paid for less time, before anything is signed", async () => {
      const world = await loadFixture(fresh)
      const { renter, payer, escrow } = world
      const terms = await wanted(world)
      const plan = await sdk.planDeposit(renter, terms)
      const asked: string[] = []
      const watching: Request = async ({ method, params }) => {
        if (/^eth_(sign|send)|^wallet_send/.test(method)) asked.push(method)
        return ask({ method, params })
      }
      const watched = clientOver(watching, renter.account.address)
      const { id } = await sdk.deposit(payer, { ...terms, duration: HOUR - 1n })
      const shorter = { id, duration: HOUR, paidDuration: HOUR - 1n }

      expect(kinds(plan), "planned before").to.deep.equal(["permit", "deposit"])
      await expectError(sdk.planDeposit(watched, terms), ShorterRentalExistsError, shorter)
      await expectError(sdk.runDeposit(watched, { plan }), ShorterRentalExistsError, shorter)
      expect(asked, "asked").to.deep.equal([])
      expect((await sdk.getState(renter, { escrow, id })).duration, "as it was paid").to.equal(HOUR - 1n)
    })

    it("error: ShorterRentalExists, when another account pays for less time just before the transaction", async () => {
      const world = await loadFixture(deployed)
      const { client, renter, payer } = world
      const terms = await wanted(world)
      const plan = await sdk.planDeposit(renter, terms)
      const front: Request = async ({ method, params }) => {
        if (method !== "eth_sendTransaction") return ask({ method, params })
        // The call was simulated, and its transaction lands behind another one.
        await sdk.deposit(payer, { ...terms, duration: HOUR - 1n })
        await ask({ method, params }).catch(() => undefined)
        const { transactions } = await client.getBlock()
        return transactions[0]
      }

      const { id } = plan.summary
      await expectError(sdk.runDeposit(clientOver(front, renter.account.address), { plan }), ShorterRentalExistsError, {
        ...{ id, duration: HOUR, paidDuration: HOUR - 1n },
      })
    })

    it("behavior: settles a no-show that keeps the machine reserved, with what its renter gets back", async () => {
      const world = await loadFixture(fresh)
      const { renter, escrow, client } = world
      const first = await noShow(world, { token: NATIVE, pricePerHour: parseEther("9000") })
      const terms = await wanted(world, { token: NATIVE, pricePerHour: parseEther("9000") })

      const plan = await sdk.planDeposit(renter, terms)
      const { id } = await sdk.runDeposit(renter, { plan })

      expect(kinds(plan), "steps").to.deep.equal(["settle", "deposit"])
      expect(terms.rental.offer.nonce, "the offer's nonce").to.equal(first.rental.offer.nonce + 1n)
      expect((await sdk.getState(client, { escrow, id: idOf(first.rental) })).status, "no-show").to.equal("Closed")
      expect((await sdk.getState(client, { escrow, id })).status, "status").to.equal("Funded")
    })

    it("behavior: goes on if someone else has settled; a token's price is allowed after that", async () => {
      const world = await loadFixture(fresh)
      const { renter, stranger, escrow } = world
      const first = await noShow(world)
      const terms = await wanted(world)
      const { request } = await batchingWallet()

      const plan = await sdk.planDeposit(renter, terms)
      const batched = await sdk.planDeposit(clientOver(request, renter.account.address), terms)
      await sdk.settle(stranger, { escrow, rental: first.rental })
      const { id } = await sdk.runDeposit(renter, { plan })

      expect(kinds(plan), "steps").to.deep.equal(["settle", "permit", "deposit"])
      expect(kinds(batched), "with batches").to.deep.equal(["settle", "batch"])
      await expectPaid(world, { id, rental: terms.rental }, 0n)
    })

    it("error: MachineBusy while the host may still start; WrongNonce for an offer that settling would kill", async () => {
      const world = await loadFixture(fresh)
      const { renter, host, escrow } = world
      const first = await wanted(world, {}, "the first")
      await sdk.runDeposit(renter, { plan: await sdk.planDeposit(renter, first) })
      const second = await wanted(world)

      const reserved = 2n ** 40n - 1n
      await expectNothingSent(() => sdk.planDeposit(renter, second), MachineBusyError, { busyUntil: reserved })
      await time.increase(first.rental.offer.startWindow)
      const { offer } = second.rental
      await expectNothingSent(() => sdk.planDeposit(renter, second), WrongNonceError, {
        nonce: offer.nonce,
        current: 1n,
      })
      await expectError(sdk.signOffer(host, { escrow, offer }), WrongNonceError, { nonce: 0n, current: 1n })
      const forged = { ...(await wanted(world)), hostSignature: first.hostSignature }
      await expectNothingSent(() => sdk.planDeposit(renter, forged), InvalidSignatureError, {
        signer: getAddress(host.account.address),
      })
    })

    it("behavior: the summary is what the contract then says", async () => {
      const world = await loadFixture(fresh)
      const { renter, escrow, client, token } = world
      for (const [index, rolling] of [false, true].entries()) {
        const terms = await wanted(
          world,
          {
            bond: 5_000_000n,
            minDuration: 1_200n,
            rolling,
            challengeWindow: 900n,
            startWindow: 0n,
            machine: keccak256(toHex(index)),
          },
          `order ${index}`,
        )
        const plan = await sdk.planDeposit(renter, { ...terms, accept: ["commitment", "challengeWindow"] })
        const { summary } = plan
        const { rental } = terms
        const { id } = await sdk.runDeposit(renter, { plan })

        const { since } = await sdk.getState(client, { escrow, id })
        const exit = await sdk.getExitAt(client, { escrow, rental })
        expect(exit - summary.exitAt, "latest exit, but for the seconds since").to.be.within(0, 5)
        expect(summary.exitAt > since + HOUR + 900n, "after the challenge window").to.equal(true)
        await time.increaseTo(since + HOUR)
        expect(await sdk.getStake(client, { escrow, rental }), "stake").to.equal(summary.stake)
        expect(summary, "summary").to.deep.equal({
          id,
          payer: renter.account.address,
          renter: renter.account.address,
          token,
          price: 1_500_000n,
          feeBps: FEE_BPS,
          fee: 150_000n,
          commitment: 500_000n,
          bond: 5_000_000n,
          stake: rolling ? (375_000n + 5_000_000n) / 20n : (1_500_000n + 5_000_000n) / 20n,
          exitAt: summary.exitAt,
        })
      }
    })

    it("behavior: refuses each term that the protocol warns of, unless it is accepted", async () => {
      const world = await loadFixture(fresh)
      const { renter, payer } = world
      const few = await withToken(world, "TwoDecimalsToken")
      // ethers writes addresses with a checksum.
      const unwritten = <risk extends { readonly expected?: unknown }>(risk: risk) => ({
        ...risk,
        expected: typeof risk.expected === "string" ? risk.expected.toLowerCase() : risk.expected,
      })
      const refusal = async (risk: Omit<Risk, "sentence">, terms: Awaited<ReturnType<typeof wanted>>, by = renter) => {
        const error = await sdk.planDeposit(by, terms).catch((thrown: unknown) => thrown)
        expect(error, risk.term).to.be.instanceOf(RiskyTermsError)
        if (!(error instanceof RiskyTermsError)) throw new Error(risk.term)
        const { sentence, ...rest } = error.args.risks[0] ?? { sentence: "" }
        expect(unwritten(rest), risk.term).to.deep.equal(unwritten(risk))
        expect(error.message, "what to do").to.contain(sentence).and.to.contain("`accept`")
        expect([error.args.term, error.args.risks.length], "only this").to.deep.equal([risk.term, 1])
        const plan = await sdk.planDeposit(by, { ...terms, accept: [risk.term] })
        expect(plan.warnings.map(unwritten), "warning").to.deep.include(unwritten({ sentence, ...risk }))
        return plan
      }

      const elsewhere = (index: number) => ({ machine: keccak256(toHex(index)) })
      await refusal(
        { term: "commitment", value: 2n, expected: 1n },
        await wanted(world, { minDuration: 2n, ...elsewhere(1) }, "1"),
      )
      await refusal(
        { term: "challengeWindow", value: 21_599n, expected: 21_600n },
        await wanted(world, { challengeWindow: 21_599n, ...elsewhere(2) }, "2"),
      )
      await refusal(
        { term: "startWindow", value: 1_799n, expected: 1_800n },
        await wanted(world, { startWindow: 1_799n, ...elsewhere(3) }, "3"),
      )
      await refusal(
        { term: "payer", value: renter.account.address, expected: payer.account.address },
        await wanted(world, elsewhere(4), "4"),
        payer,
      )
      await refusal({ term: "token", value: 2n, expected: 6n }, await wanted(few, elsewhere(5), "5"))
      const several = await wanted(world, { minDuration: 2n, startWindow: 1n, ...elsewhere(6) }, "6")
      const error = await sdk
        .planDeposit(renter, { ...several, accept: ["startWindow"] })
        .catch((thrown: unknown) => thrown)
      expect(
        error instanceof RiskyTermsError && error.args.risks.map(({ term }) => term),
        "not accepted",
      ).to.deep.equal(["commitment"])
    })

    it("behavior: notes an arbiter that is a key, and a renter who could not pay the stake", async () => {
      const world = await loadFixture(fresh)
      const { renter, arbiter } = world
      const terms = await wanted(world, { pricePerHour: 10n ** 12n })
      const notes = async () => (await sdk.planDeposit(renter, terms)).warnings.map(({ term }) => term)

      expect(await notes(), "key, and nothing left").to.deep.equal(["arbiter", "stake"])
      await chain.client.setCode({ address: arbiter.account.address, bytecode: `0xef0100${"11".repeat(20)}` })
      expect(await notes(), "a key that lends itself code").to.deep.equal(["arbiter", "stake"])
      await chain.client.setCode({ address: arbiter.account.address, bytecode: "0x00" })
      expect(await notes(), "a contract").to.deep.equal(["stake"])
    })

    it("behavior: notes when an extension needs more of the host's free bond, and from which duration it does not", async () => {
      const world = await loadFixture(fresh)
      const { renter } = world
      const note = async (terms: Awaited<ReturnType<typeof wanted>>) => {
        const { warnings, summary } = await sdk.planDeposit(renter, terms)
        const found = warnings.find(({ term }) => term === "extension")
        return { found: found && [found.value, found.expected], bond: summary.bond }
      }
      // 24 dollars at 1.50 an hour: 48 minutes.
      const terms = await wanted(world, { bond: 24_000_000n })
      expect(await note({ ...terms, duration: 2_880n }), "covered").to.deep.equal({
        found: undefined,
        bond: 24_000_000n,
      })
      const short = { ...terms, duration: 2_879n }
      expect(await note(short), "a second less").to.deep.equal({ found: [2_879n, 2_880n], bond: 23_991_660n })
      const highest = await wanted(world, { bond: 24_000_000n, maxDuration: 2_000n, machine: keccak256("0xb1") }, "b1")
      expect(await note({ ...highest, duration: 1_999n }), "never covered").to.deep.include({ found: [1_999n, 2_000n] })
      expect(await note({ ...highest, duration: 2_000n }), "no extension").to.deep.include({ found: undefined })
    })

    it("behavior: notes an account that cannot pay for a transaction", async () => {
      const world = await loadFixture(fresh)
      const { renter } = world
      const least = 100_000n * 25n * 10n ** 9n
      const noted = async (coins: bigint, terms: Awaited<ReturnType<typeof wanted>>) => {
        await networkHelpers.setBalance(renter.account.address, coins)
        return (await sdk.planDeposit(renter, terms)).warnings.flatMap(({ term, value }) =>
          term === "gas" ? [value] : [],
        )
      }
      const inToken = await wanted(world)
      expect(await noted(least, inToken), "enough").to.deep.equal([])
      expect(await noted(least - 1n, inToken), "too little").to.deep.equal([least - 1n])

      const inCoins = await wanted(world, { token: NATIVE, pricePerHour: 10n ** 18n, machine: keccak256("0x01") })
      const price = cost(inCoins.rental.offer.pricePerHour, inCoins.duration)
      expect(await noted(price + least, inCoins), "enough beside the price").to.deep.equal([])
      expect(await noted(price, inCoins), "the price alone").to.deep.equal([0n])
    })

    it("behavior: refuses an offer that is dearer than the quote, and a quote that is over", async () => {
      const world = await loadFixture(fresh)
      const { renter, token } = world
      const terms = await wanted(world)
      const probed = { chainId: 137, address: token, symbol: "USDC", decimals: 6, verified: true, probedAt: 1n }
      const quoted = async (dollarsPerHour: string): Promise<Quote> => {
        const now = BigInt(await time.latest())
        const rate = { answer: 1n, decimals: 0, updatedAt: now }
        return quote({ token: probed, rate, dollarsPerHour, hours: 1n, slippageBps: 100n, validFor: 60n, now })
      }

      expect(kinds(await sdk.planDeposit(renter, { ...terms, quote: await quoted("1.49") })), "allowed").to.have.length(
        2,
      )
      await expectError(sdk.planDeposit(renter, { ...terms, quote: await quoted("1.48") }), QuoteExceededError, {
        pricePerHour: 1_500_000n,
        maxPricePerHour: 1_494_800n,
      })
      const late = await quoted("1.50")
      await time.increase(MINUTE)
      await expectError(sdk.planDeposit(renter, { ...terms, quote: late }), QuoteExpiredError, {
        validUntil: late.validUntil,
        now: late.validUntil,
      })
    })

    it("error: without an escrow, before a token without code is judged", async () => {
      const world = await loadFixture(fresh)
      const { renter, stranger } = world
      const terms = await wanted(world)
      const escrow = stranger.account.address
      const offer = { ...terms.rental.offer, token: world.payee.account.address }

      const elsewhere = { ...terms, escrow, rental: { ...terms.rental, offer } }
      await expectNothingSent(() => sdk.planDeposit(renter, elsewhere), EscrowNotFoundError, { escrow })
    })

    it("error: what the contract would refuse is found before anything is signed", async () => {
      const world = await loadFixture(fresh)
      const { renter, stranger } = world
      const terms = await wanted(world)
      const plan = await sdk.planDeposit(renter, terms)
      const expired = await wanted(world, { expiry: BigInt(await time.latest()) + 100n })
      const poor = await wanted(world, { pricePerHour: 10n ** 12n + 1n })

      await expectNothingSent(() => sdk.planDeposit(renter, poor), InsufficientBalanceError, {
        balance: 10n ** 12n,
        required: 10n ** 12n + 1n,
      })
      const { request, seen } = await batchingWallet()
      await time.increase(100n)
      const late = await sdk.planDeposit(renter, expired).catch((thrown: unknown) => thrown)
      expect(late, "expired").to.be.instanceOf(OfferExpiredError)
      await sdk.deposit(stranger, { ...terms, rental: { ...terms.rental, renter: stranger.account.address } })
      const error = await sdk
        .runDeposit(clientOver(request, renter.account.address), { plan })
        .catch((thrown: unknown) => thrown)
      expect(error, "taken by another").to.be.instanceOf(MachineBusyError)
      expect(seen, "nothing signed").to.not.include("eth_signTypedData_v4")
      await expectNothingSent(() => sdk.runDeposit(renter, { plan: { ...plan, chainId: 1 } }), WrongChainError, {
        chainId: 137,
        expected: 1,
      })
    })

    it("behavior: a batch that was sent is waited for through a wallet's bad moment, until a signal", async () => {
      const world = await loadFixture(fresh)
      const { renter } = world
      const terms = await wanted(world)
      const { request } = await batchingWallet()
      let looks = 0
      const flaky: Request = async (asked) => {
        if (asked.method === "wallet_getCallsStatus" && ++looks < 4) throw new Error("503 Service Unavailable")
        return request(asked)
      }
      const plan = await sdk.planDeposit(clientOver(flaky, renter.account.address), terms)
      const { id } = await sdk.runDeposit(clientOver(flaky, renter.account.address), { plan })
      expect([id, looks], "id, looks").to.deep.equal([plan.summary.id, 4])

      const leaving = new AbortController()
      const silent: Request = async (asked) => {
        if (asked.method !== "wallet_getCallsStatus") return request(asked)
        leaving.abort()
        return null
      }
      const other = await sdk.planDeposit(
        clientOver(silent, renter.account.address),
        await wanted(world, { machine: keccak256("0x06") }, "6"),
      )
      const ended = await sdk
        .runDeposit(clientOver(silent, renter.account.address), {
          plan: other,
          signal: leaving.signal,
        })
        .catch((thrown: unknown) => thrown)
      expect(ended, "ended by the signal").to.be.instanceOf(BatchStalledError)
    })

    it("error: BatchFailed, BatchStalled, InsufficientAllowance", async () => {
      const world = await loadFixture(fresh)
      const { renter, token } = world
      const terms = await wanted(world)
      const { request } = await batchingWallet()
      const batching = clientOver(request, renter.account.address)
      const plan = await sdk.planDeposit(batching, terms)

      const pending: Request = async ({ method, params }) =>
        method === "wallet_getCallsStatus" ? { status: 100 } : request({ method, params })
      const id = toHex("failed", { size: 32 })
      // Without its approval, the batch reverts as a whole.
      const [step] = plan.steps
      if (step?.kind !== "batch") throw new Error("no batch")
      const broken = { ...plan, steps: [{ ...step, requests: step.requests.slice(1) }] }
      await expectError(sdk.runDeposit(batching, { plan: broken }), BatchFailedError, { id, status: 500 })
      for (const answer of [null, {}, "", { id: 7 }]) {
        const unnamed: Request = async (asked) => (asked.method === "wallet_sendCalls" ? answer : request(asked))
        const running = sdk.runDeposit(clientOver(unnamed, renter.account.address), { plan })
        await expectError(running, BatchStalledError, {})
      }
      const stalling = clientOver(pending, renter.account.address)
      const stalled = await sdk.runDeposit(stalling, { plan, stalledAfter: 0 }).catch((thrown: unknown) => thrown)
      expect(stalled, "stalled").to.be.instanceOf(BatchStalledError)

      const other = await wanted(world, { machine: keccak256("0x05") }, "5")
      await chain.client.setCode({ address: renter.account.address, bytecode: "0x" })
      const whole = await sdk.planDeposit(renter, { ...other, without: ["permit"] })
      const denied = { ...whole, steps: whole.steps.slice(1) }
      await expectError(sdk.runDeposit(renter, { plan: denied }), InsufficientAllowanceError, {
        allowance: 0n,
        required: 1_500_000n,
      })
      expect(await allowance(world, token), "nothing is allowed").to.equal(0n)
    })
  })
}
