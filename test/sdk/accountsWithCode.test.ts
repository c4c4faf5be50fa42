// Accounts with code as payers: which ways to sign are offered, and that what is offered is carried out.
import { findEvent } from "@gpuflow/escrow"
import { expect } from "chai"
import { type Address, concat, createWalletClient, custom, type TypedDataDefinition } from "viem"
import { polygon } from "viem/chains"
import { interceptedNode } from "../support/interceptedNode.ts"
import { libraries } from "../support/libraries.ts"
import { accountNamed, addressOf } from "../support/parties.ts"
import { allow, mintDollars, type RouterWorld, restoreRenter, withRouter } from "../support/periphery.ts"
import { wantedDeposit } from "../support/rentals.ts"
import { chain, networkHelpers } from "../support/sharedChain.ts"

const { loadFixture, setCode } = networkHelpers
const FEE = 20_000n
const key = accountNamed("the key of an account with code")

/** A wallet whose account has code, and signs with a key. */
function walletOf(account: Address) {
  const { request } = interceptedNode((method, params, pass) => {
    if (method !== "eth_signTypedData_v4") return pass()
    const typed: TypedDataDefinition = JSON.parse(String(params[1]))
    return key.signTypedData(typed)
  })
  return createWalletClient({ account, chain: polygon, transport: custom({ request }, { retryCount: 0 }) })
}

/** A contract that believes the key (ERC-1271). It has dollars. */
async function contractWallet({ dollar }: RouterWorld): Promise<Address> {
  const { address } = await chain.deploy("KeyWallet", [key.address])
  await mintDollars(dollar, address, addressOf("owner"))
  return address
}

/** The key's own account, which runs other code (EIP-7702). It has dollars. */
async function delegated({ dollar }: RouterWorld, code: Address): Promise<Address> {
  await mintDollars(dollar, key.address, addressOf("owner"))
  await setCode(key.address, concat(["0xef0100", code]))
  return key.address
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: accounts with code, on ${library}`, () => {
    // The chain is another test's afterwards.
    afterEach(async () => {
      await restoreRenter()
      await setCode(key.address, "0x")
    })

    const prepared = async (world: RouterWorld, payer: Address) => {
      const { escrow, router } = world
      const { rental, duration, hostSignature } = await wantedDeposit(world)
      const orders = [{ rental, duration, hostSignature }]
      return sdk.preparePurchase(world.client, { escrow, router, payer, orders, relayFee: FEE })
    }

    const accounts = {
      "a contract that checks signatures": contractWallet,
      "an EIP-7702 account whose code checks signatures": async (world: RouterWorld) =>
        delegated(world, (await chain.deploy("KeyWallet", [key.address])).address),
    }
    for (const [name, open] of Object.entries(accounts)) {
      it(`default: ${name} pays by the token's authorization, which a relayer sends`, async () => {
        const world = await loadFixture(withRouter)
        const { escrow, router, stranger } = world
        const payer = await open(world)
        const purchase = await prepared(world, payer)
        const [authorization, permit2] = await sdk.getPurchaseWays(world.client, { purchase })
        const offered = { way: "authorization", available: true, needsPermit: false }
        expect(authorization, "authorization").to.deep.equal(offered)
        expect(permit2?.error?.code, "permit2").to.equal("InsufficientPermit2Allowance")
        const signed = await sdk.signPurchase(walletOf(payer), { purchase, way: "authorization" })
        const relayer = stranger.account.address
        const { refusals } = await sdk.verifyPurchase(stranger, { signed, escrow, router, relayer })
        expect(refusals, "refusals").to.deep.equal([])
        const { events } = await sdk.sendPurchase(stranger, { signed })
        expect(findEvent(events, "Purchased")?.args.purchase, "purchase").to.equal(purchase.digest)
      })
    }

    it("behavior: an EIP-7702 account whose code checks no signatures is offered no way", async () => {
      const world = await loadFixture(withRouter)
      const payer = await delegated(world, world.token)
      const purchase = await prepared(world, payer)
      const ways = await sdk.getPurchaseWays(world.client, { purchase })
      expect(ways.map(({ error }) => error?.code)).to.deep.equal(["AccountCannotSign", "AccountCannotSign"])
    })

    it("behavior: an account that allows Permit2 is offered both ways, and pays by Permit2", async () => {
      const world = await loadFixture(withRouter)
      const { renter, stranger, token, permit2 } = world
      await allow(renter, token, permit2)
      const code = await chain.deploy("KeyWallet", [renter.account.address])
      await setCode(renter.account.address, concat(["0xef0100", code.address]))
      const purchase = await prepared(world, renter.account.address)
      const ways = await sdk.getPurchaseWays(world.client, { purchase })
      expect(ways.map(({ available }) => available)).to.deep.equal([true, true])
      const signed = await sdk.signPurchase(renter, { purchase, way: "permit2" })
      const { events } = await sdk.sendPurchase(stranger, { signed })
      expect(findEvent(events, "Purchased")?.args.purchase, "purchase").to.equal(purchase.digest)
    })
  })
}
