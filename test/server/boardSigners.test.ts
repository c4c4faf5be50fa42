import { checkOffer, parseOffer } from "@gpuflow/escrow/offer"
import { expect } from "chai"
import { type Address, createPublicClient, type Hex, toFunctionSelector } from "viem"
import { polygon } from "viem/chains"
import { flood } from "../support/boardFlood.ts"
import { callOf } from "../support/escrow.ts"
import { accountNamed, addressOf } from "../support/parties.ts"
import { chain, deployed, networkHelpers, transport } from "../support/sharedChain.ts"
import { makeOffer, openTestBoard, refusalOf, send, type TestBoard } from "../support/testBoard.ts"

/** Instructions that return the magic value of ERC-1271, and what comes before them. */
const ACCEPT = "631626ba7e60e01b5f5260205ff3"
const bare = (address: Address) => address.slice(2).toLowerCase()

const programs: Readonly<Record<string, (escrow: Address) => Hex>> = {
  // A word at the end of 4 GB of memory costs more gas than there is. A loop would burn it too, but take seconds.
  "burns all gas": () => "0x5f63ffffffff52",
  "writes to its storage as it answers": () => `0x60015f55${ACCEPT}`,
  "accepts for everyone but the escrow": (escrow) => `0x631626ba7e60e01b3373${bare(escrow)}1415025f5260205ff3`,
  "answers with a megabyte": () => "0x621000005ff3",
  reverts: () => "0x5f5ffd",
}
/** Calls the escrow back, and accepts whatever comes of it. */
const reenters = (escrow: Address): Hex =>
  `0x63${toFunctionSelector("setSigner(address)").slice(2)}60e01b5f525f5f60245f5f73${bare(escrow)}5af150${ACCEPT}`

describe("signers with code on the board", () => {
  let open: TestBoard
  let place: { readonly escrow: Address; readonly token: Address }
  const host = addressOf("payee")
  const client = createPublicClient({ chain: polygon, transport: transport(), cacheTime: 0 })

  beforeEach(async () => {
    place = await networkHelpers.loadFixture(deployed)
    open = await openTestBoard({ escrow: place.escrow })
  })
  afterEach(() => open.close())

  const isGone = async (machine: string) =>
    (await refusalOf(Promise.resolve().then(() => open.board.get(host.toLowerCase(), machine)))) === "OfferNotFound"

  it("behavior: a contract that changes its mind is asked again at each block", async () => {
    const { board, caughtUp } = open
    const [first, second] = [accountNamed("first owner"), accountNamed("second owner")]
    const wallet = await chain.deploy("ContractWallet", [first.address])
    await caughtUp()
    const sent = await makeOffer(place, { host: wallet.address, payee: wallet.address, signer: first })
    await send(board, sent)
    const states = []
    for (const owner of [second, first]) {
      await chain.transact(callOf(wallet, addressOf("stranger"), "setOwner", [owner.address]))
      await caughtUp()
      states.push(await refusalOf(Promise.resolve().then(() => board.get(sent.host, sent.machine))))
    }
    expect(states, "listed").to.deep.equal(["OfferNotFound", "none"])
  })

  for (const [manner, program] of Object.entries(programs)) {
    it(`error: InvalidSignature for a contract that ${manner}`, async () => {
      await networkHelpers.setCode(host, program(place.escrow))
      const sent = await makeOffer(place, { host, payee: addressOf("stranger"), signer: accountNamed("x") })
      expect(await refusalOf(send(open.board, sent)), "answer").to.equal("InvalidSignature")
      const { offer, hostSignature } = parseOffer(sent.text)
      const { status } = await checkOffer(client, { escrow: place.escrow, offer, hostSignature })
      expect(status, "the escrow").not.to.equal("takeable")
    })
  }

  it("behavior: a contract that calls the escrow back is listed, and a deposit takes its offer", async () => {
    await networkHelpers.setCode(host, reenters(place.escrow))
    const sent = await makeOffer(place, { host, payee: addressOf("stranger"), signer: accountNamed("x") })
    await send(open.board, sent)
    const { offer, hostSignature } = parseOffer(sent.text)
    expect((await checkOffer(client, { escrow: place.escrow, offer, hostSignature })).status, "escrow").to.equal(
      "takeable",
    )
    await networkHelpers.setCode(host, "0x5b5f56")
    await chain.pass(1n)
    await open.caughtUp()
    expect(await isGone(sent.machine), "once it burns all gas").to.equal(true)
  })

  it("behavior: the key of an account that has delegated its code still signs", async () => {
    const account = accountNamed("delegating")
    const sent = await makeOffer(place, { by: account })
    await send(open.board, sent)
    await networkHelpers.setCode(account.address, "0x5b5f56")
    await chain.pass(1n)
    await open.caughtUp()
    expect(open.board.get(sent.host, sent.machine).state, "listed").to.equal("free")
  })

  it("behavior: a flood of forged offers leaves nothing behind, and hosts on the board renew theirs", async () => {
    const { board } = open
    const hosts = Array.from({ length: 5 }, (_, index) => accountNamed(`honest ${index}`))
    for (const by of hosts) await send(board, await makeOffer(place, { by }), "192.0.2.7")
    const { refusals, renewals, growth } = await flood({ board, place, forged: 600, hosts, atOnce: 200 })
    expect(board.size(), "offers").to.equal(hosts.length)
    expect(Object.keys(refusals), JSON.stringify(refusals)).to.have.members(["InvalidSignature", "BoardBusy"])
    expect(renewals, "renewals").to.deep.equal(renewals.map(() => "none"))
    expect(growth, "bytes").to.be.below(64 * 2 ** 20)
  })
})
