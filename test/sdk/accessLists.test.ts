import { fundBond, revokeOffers } from "@gpuflow/escrow"
import * as onEthers from "@gpuflow/escrow/ethers"
import { prepareRequest, sendRequest } from "@gpuflow/escrow/requests"
import { expect } from "chai"
import { BrowserProvider, Wallet } from "ethers"
import { createWalletClient, custom, type Hex, numberToHex } from "viem"
import { privateKeyToAccount } from "viem/accounts"
import { polygon } from "viem/chains"

import { HOUR, running } from "../support/rentals.ts"
import { deployed, networkHelpers, provider, type World } from "../support/sharedChain.ts"

const { loadFixture } = networkHelpers

const KEY = numberToHex(0xa11ce, { size: 32 })
const account = privateKeyToAccount(KEY)
const MACHINE = `0x${"11".repeat(32)}` as const
const SLOT = numberToHex(7n, { size: 32 })

/**
 * A node that answers `eth_createAccessList` with one slot of the escrow. Without a list, a call takes so much more gas
 * there than on this chain.
 */
function nodeWith({ escrow }: World, surcharge: bigint) {
  const asked = { lists: 0 }
  const request = async ({ method, params }: { method: string; params?: unknown[] | object }): Promise<unknown> => {
    const list = Array.isArray(params) ? params : []
    if (method === "eth_createAccessList") {
      asked.lists += 1
      return { accessList: [{ address: escrow.toLowerCase(), storageKeys: [SLOT] }], gasUsed: "0x5208" }
    }
    const answer = await provider.request({ method, params: list })
    if (method !== "eth_estimateGas" || list[0]?.accessList) return answer
    return numberToHex(BigInt(answer as Hex) + surcharge)
  }
  return { asked, request }
}

/** More than the list costs. */
const SURCHARGE = 10_000n

async function withLocalKey(): Promise<World> {
  const world = await deployed()
  await networkHelpers.setBalance(account.address, 10n ** 18n)
  return world
}

type Request = ReturnType<typeof nodeWith>["request"]
const onViemWith = (request: Request) => createWalletClient({ account, chain: polygon, transport: custom({ request }) })
const onEthersWith = (request: Request) => {
  return onEthers.rentalActions(new Wallet(KEY, new BrowserProvider({ request }, undefined, { cacheTimeout: -1 })))
}

/** The same verbs on both libraries, each with its own client. */
const libraries = {
  viem: (request: Request) => {
    const client = onViemWith(request)
    return {
      revoke: (escrow: Hex) => revokeOffers(client, { escrow, machine: MACHINE }),
      fund: (escrow: Hex, token: Hex) => fundBond(client, { escrow, token, amount: 1n }),
    }
  },
  ethers: (request: Request) => {
    const actions = onEthersWith(request)
    return {
      revoke: (escrow: Hex) => actions.revokeOffers({ escrow, machine: MACHINE }),
      fund: (escrow: Hex, token: Hex) => actions.fundBond({ escrow, token, amount: 1n }),
    }
  },
}

describe("SDK: access lists", () => {
  for (const [library, connect] of Object.entries(libraries)) {
    describe(`a local key on ${library}`, () => {
      const listOf = async ({ client }: World, hash: Hex) => (await client.getTransaction({ hash })).accessList ?? []

      it("default: names what the call touches if the node's estimates are lower with it", async () => {
        const world = await loadFixture(withLocalKey)
        const { request, asked } = nodeWith(world, SURCHARGE)
        const verbs = connect(request)

        for (const count of [1, 2]) {
          const { hash } = await verbs.revoke(world.escrow)
          const list = await listOf(world, hash)
          expect(list, "list").to.deep.equal([{ address: world.escrow.toLowerCase(), storageKeys: [SLOT] }])
          expect(asked.lists, "asked each time, because the state changes").to.equal(count)
          expect((await world.client.getTransaction({ hash })).type, "type").to.equal("eip1559")
        }
      })

      it("behavior: where it does not pay, the verb is not asked about again on the same client", async () => {
        const world = await loadFixture(withLocalKey)
        const { escrow } = world
        const { request, asked } = nodeWith(world, 0n)
        const verbs = connect(request)

        for (let time = 1; time <= 3; ++time) {
          const { hash } = await verbs.revoke(escrow)
          expect(await listOf(world, hash), "no list").to.deep.equal([])
          expect(asked.lists, "asked once").to.equal(1)
        }
        await verbs.fund(escrow, "0x0000000000000000000000000000000000000000")
        expect(asked.lists, "another verb").to.equal(2)
        await connect(request).revoke(escrow)
        expect(asked.lists, "another client").to.equal(3)
      })

      it("behavior: a node without the method, or that fails in between, costs nothing but the list", async () => {
        const world = await loadFixture(withLocalKey)
        const { request } = nodeWith(world, SURCHARGE)
        const failing: Request = async (call) => {
          const list = Array.isArray(call.params) ? call.params : []
          if (call.method === "eth_estimateGas" && list[0]?.accessList) throw new Error("The node is busy.")
          return request(call)
        }
        const unable: Request = ({ method, params }) => {
          return provider.request({ method, params: Array.isArray(params) ? params : [] })
        }

        for (const node of [failing, unable]) {
          const { hash, receipt } = await connect(node).revoke(world.escrow)
          expect(receipt.status, "status").to.equal("success")
          expect(await listOf(world, hash), "no list").to.deep.equal([])
        }
      })
    })
  }

  it("behavior: a wallet that holds the key builds its own transaction", async () => {
    const world = await loadFixture(withLocalKey)
    const { request, asked } = nodeWith(world, SURCHARGE)
    const host = world.host.account.address
    const client = createWalletClient({ account: host, chain: polygon, transport: custom({ request }) })

    await revokeOffers(client, { escrow: world.escrow, machine: MACHINE })
    const signer = await new BrowserProvider({ request }, undefined, { cacheTimeout: -1 }).getSigner(host)
    await onEthers.rentalActions(signer).revokeOffers({ escrow: world.escrow, machine: MACHINE })

    expect(asked.lists, "never asked").to.equal(0)
  })

  it("behavior: `prepareRequest` gives the list that pays, to whoever signs elsewhere", async () => {
    const world = await loadFixture(withLocalKey)
    const { escrow } = world
    const { rental } = await running(world)
    const cheaper = nodeWith(world, SURCHARGE)
    const dearer = nodeWith(world, 0n)
    const expected = [{ address: escrow.toLowerCase(), storageKeys: [SLOT] }]
    const parameters = { escrow, rental, duration: 2n * HOUR, accessList: true } as const
    const payer = world.payer.account
    const clientOf = ({ request }: { request: Request }) => {
      return createWalletClient({ account: payer.address, chain: polygon, transport: custom({ request }) })
    }

    const request = await prepareRequest(clientOf(cheaper), "extend", parameters)
    const signer = await new BrowserProvider(cheaper, undefined, { cacheTimeout: -1 }).getSigner(payer.address)
    const onSigner = await onEthers.rentalActions(signer).prepareRequest("extend", parameters)
    const without = await prepareRequest(clientOf(dearer), "extend", parameters)
    const unasked = await prepareRequest(clientOf(cheaper), "extend", { ...parameters, accessList: false })
    // It would revert, so that no node can say what it touches.
    const failing = await prepareRequest(world.payer, "extend", { ...parameters, duration: 1n })

    expect(request.accessList, "viem").to.deep.equal(expected)
    expect(
      onSigner.accessList?.map(({ storageKeys }) => storageKeys),
      "ethers",
    ).to.deep.equal([[SLOT]])
    for (const { accessList } of [without, unasked, failing]) expect(accessList, "no list").to.equal(undefined)
    const hash = await sendRequest(clientOf(cheaper), { request })
    expect((await world.client.getTransaction({ hash })).accessList, "sent as it is").to.deep.equal(expected)
    expect(cheaper.asked.lists, "asked twice: by viem and by ethers").to.equal(2)
  })
})
