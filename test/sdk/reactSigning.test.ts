// What a page only signs: purchases for a relayer, and mandates.
import { getState, idOf, isEscrowError } from "@gpuflow/escrow"
import { describeError } from "@gpuflow/escrow/describe"
import { buildMandate, parseMandate, type SignedMandate, serializeMandate } from "@gpuflow/escrow/mandate"
import { type Phase, useMandate, usePurchase } from "@gpuflow/escrow/react"
import { type SignedPurchase, sendPurchase } from "@gpuflow/escrow/router"
import { expect } from "chai"
import { act } from "react"
import { placeMulticall } from "../support/multicall.ts"
import { addressOf } from "../support/parties.ts"
import { allow, rented, withBoth } from "../support/periphery.ts"
import { inBrowser, makeWallet, show, words } from "../support/reactPage.ts"
import { balance, HOUR, wantedDeposit } from "../support/rentals.ts"
import { chain, networkHelpers } from "../support/sharedChain.ts"
import { until } from "../support/until.ts"

const { loadFixture } = networkHelpers
const FEE = 20_000n
const REJECTION = Object.assign(new Error("User rejected the request."), { code: 4001 })

/** A fixture. wagmi gathers calls in Multicall3, which is on every chain that it knows. */
async function onPolygonWithBoth() {
  const world = await withBoth()
  await placeMulticall(chain)
  return world
}

type Wallet = ReturnType<typeof makeWallet>
const signatures = ({ asked }: Wallet) => asked.filter((method) => method.startsWith("eth_signTypedData")).length

/** The renter's wallet, whose user answers once the page shows that it is asked. */
function answering(phases: readonly Phase[]): Wallet {
  const wallet = makeWallet(addressOf("renter"))
  const request: Wallet["request"] = async (call) => {
    if (call.method.startsWith("eth_sign")) await until(() => phases.at(-1) === "wallet")
    return wallet.request(call)
  }
  return { ...wallet, request }
}

/** The error's code and what a person reads, or nothing. */
function failure(error: unknown): string {
  if (!error) return ""
  return `${isEscrowError(error) ? error.code : "foreign"} ${describeError(error).kind}`
}

/** A page that buys an hour of the machine, and the relayer's purchases. */
async function purchasePage() {
  const world = await loadFixture(onPolygonWithBoth)
  const { escrow, router, stranger } = world
  const { rental, duration, hostSignature } = await wantedDeposit(world)
  const received: SignedPurchase[] = []
  const phases: Phase[] = []
  const page = { press: () => {}, cancel: () => {} }
  const Page = () => {
    const buying = usePurchase<string>()
    page.press = () =>
      buying.mutate({
        ...{ escrow, router, payer: addressOf("renter"), relayFee: FEE },
        orders: [{ rental, duration, hostSignature }],
        relay: async (signed) => {
          received.push(signed)
          return (await sendPurchase(stranger, { signed })).hash
        },
      })
    page.cancel = buying.cancel
    if (phases.at(-1) !== buying.phase) phases.push(buying.phase)
    return words(buying.phase, failure(buying.error))
  }
  return { world, wallet: answering(phases), received, phases, page, Page, id: idOf(rental) }
}

describe("SDK: purchases on React", () => {
  inBrowser()

  it("default: checks, asks the wallet, and passes the purchase to the relayer", async () => {
    const { world, wallet, received, phases, page, Page, id } = await purchasePage()
    const shown = await show(Page, { wallet })
    await shown.until(/^idle/)

    await act(async () => page.press())

    await shown.until(/^done/)
    expect(phases, "phases").to.deep.equal(["idle", "checking", "wallet", "done"])
    expect([received.length, signatures(wallet)], "relayed and signed").to.deep.equal([1, 1])
    expect((await getState(world.client, { escrow: world.escrow, id })).status, "status").to.equal("Active")
    await shown.leave()
  })

  it("error: what the user rejects is not relayed, and can be bought again", async () => {
    const { wallet, received, phases, page, Page } = await purchasePage()
    const shown = await show(Page, { wallet })
    await shown.until(/^idle/)
    wallet.refuse(REJECTION)

    await act(async () => page.press())
    await shown.until(/^failed foreign rejected$/)
    expect(phases, "phases").to.deep.equal(["idle", "checking", "wallet", "failed"])
    expect(received, "relayed").to.deep.equal([])

    await act(async () => page.press())
    await shown.until(/^done/)
    expect(received.length, "relayed").to.equal(1)
    await shown.leave()
  })

  it("behavior: a page cancels while the wallet is asked, and nothing is relayed", async () => {
    const { wallet, received, page, Page } = await purchasePage()
    wallet.hang()
    const shown = await show(Page, { wallet })
    await shown.until(/^idle/)

    await act(async () => page.press())
    await shown.until(/^wallet/)
    await act(async () => page.cancel())

    await shown.until(/^cancelled WalletUnanswered busy$/)
    expect(received, "relayed").to.deep.equal([])
    await shown.leave()
  })

  it("behavior: a page that is loaded again while the wallet is asked buys once", async () => {
    const { world, wallet, received, page, Page } = await purchasePage()
    wallet.hang()
    const first = await show(Page, { wallet })
    await first.until(/^idle/)
    await act(async () => page.press())
    await first.until(/^wallet/)
    await first.leave()
    const before = await balance(world, addressOf("renter"))

    const second = await show(Page, { wallet: makeWallet(addressOf("renter")) })
    await second.until(/^idle/)
    await act(async () => page.press())

    await second.until(/^done/)
    expect(received.length, "relayed").to.equal(1)
    expect(before - (await balance(world, addressOf("renter"))), "paid").to.equal(1_500_000n + FEE)
    await second.leave()
  })

  it("behavior: a page that is loaded again after the purchase signs and pays nothing more", async () => {
    const { world, received, page, Page } = await purchasePage()
    const first = await show(Page, { wallet: makeWallet(addressOf("renter")) })
    await first.until(/^idle/)
    await act(async () => page.press())
    await first.until(/^done/)
    await first.leave()
    const before = await balance(world, addressOf("renter"))

    const wallet = makeWallet(addressOf("renter"))
    const second = await show(Page, { wallet })
    await second.until(/^idle/)
    await act(async () => page.press())

    await second.until(/^failed RentalExists tooLate$/)
    expect([received.length, signatures(wallet)], "relayed, and signed again").to.deep.equal([1, 0])
    expect(await balance(world, addressOf("renter")), "balance").to.equal(before)
    await second.leave()
  })
})

/** A page with a mandate for a running rental of an hour, up to three. It stores what was signed. */
async function mandatePage() {
  const world = await loadFixture(onPolygonWithBoth)
  const { client, escrow, mandateContract, renter, token } = world
  await allow(renter, token, escrow)
  await allow(renter, token, mandateContract)
  const { rental } = await rented(world)
  const contracts = { escrow, mandateContract, rental }
  const mandate = await buildMandate(client, { ...contracts, until: 3n * HOUR, step: HOUR })
  const phases: Phase[] = []
  const page = { sign: () => {}, revoke: () => {}, cancel: () => {}, stored: "" }
  const Page = () => {
    const stored: SignedMandate | undefined = page.stored === "" ? undefined : parseMandate(page.stored)
    const { sign, signed, state, revoke } = useMandate({ signed: stored })
    if (signed) page.stored = serializeMandate(signed)
    page.sign = () => sign.mutate({ ...contracts, mandate })
    page.revoke = () => revoke.mutate({ escrow, mandateContract, salt: mandate.salt })
    page.cancel = sign.cancel
    if (phases.at(-1) !== sign.phase) phases.push(sign.phase)
    return words(sign.phase, revoke.phase, state.data?.status, failure(sign.error ?? revoke.error))
  }
  return { world, wallet: answering(phases), phases, page, Page }
}

describe("SDK: mandates on React", () => {
  inBrowser()

  it("default: checks, asks the wallet, shows the state, and revokes", async () => {
    const { wallet, phases, page, Page } = await mandatePage()
    const shown = await show(Page, { wallet })
    await shown.until(/^idle idle undefined/)

    await act(async () => page.sign())
    await shown.until(/^done idle (due|waiting) $/)
    expect(phases, "phases").to.deep.equal(["idle", "checking", "wallet", "done"])

    await act(async () => page.revoke())
    await shown.until(/^done done invalid/)
    expect(signatures(wallet), "signed").to.equal(1)
    await shown.leave()
  })

  it("error: what the user rejects is not signed, and can be signed again", async () => {
    const { wallet, phases, page, Page } = await mandatePage()
    const shown = await show(Page, { wallet })
    await shown.until(/^idle/)
    wallet.refuse(REJECTION)

    await act(async () => page.sign())
    await shown.until(/^failed idle undefined foreign rejected$/)
    expect(phases, "phases").to.deep.equal(["idle", "checking", "wallet", "failed"])
    expect(page.stored, "stored").to.equal("")

    await act(async () => page.sign())
    await shown.until(/^done/)
    await shown.leave()
  })

  it("behavior: a page cancels while the wallet is asked; loaded again, it signs once", async () => {
    const { wallet, page, Page } = await mandatePage()
    wallet.hang()
    const first = await show(Page, { wallet })
    await first.until(/^idle/)
    await act(async () => page.sign())
    await first.until(/^wallet/)
    await act(async () => page.cancel())
    await first.until(/^cancelled idle undefined WalletUnanswered busy$/)
    await first.leave()
    expect(page.stored, "stored").to.equal("")

    const again = makeWallet(addressOf("renter"))
    const second = await show(Page, { wallet: again })
    await second.until(/^idle/)
    await act(async () => page.sign())
    await second.until(/^done/)
    expect(signatures(again), "signed").to.equal(1)
    await second.leave()
  })

  it("behavior: a page that is loaded again shows the stored mandate, and asks the wallet for nothing", async () => {
    const { wallet, page, Page } = await mandatePage()
    const first = await show(Page, { wallet })
    await first.until(/^idle/)
    await act(async () => page.sign())
    await first.until(/^done/)
    await first.leave()
    expect(page.stored, "stored").not.to.equal("")

    const again = makeWallet(addressOf("renter"))
    const second = await show(Page, { wallet: again })
    await second.until(/^idle idle (due|waiting) $/)
    expect(signatures(again), "signed again").to.equal(0)
    await act(async () => page.revoke())
    await second.until(/^idle done invalid/)
    await second.leave()
  })
})
