import { getRental, idOf } from "@gpuflow/escrow"
import { hashMachineDocument, serializeOffer } from "@gpuflow/escrow/offer"
import { expect } from "chai"
import { createClient, createWalletClient, custom, http, keccak256, toHex, zeroAddress, zeroHash } from "viem"
import { polygon } from "viem/chains"
import { runErrand } from "../../examples/agent.ts"
import { openRental } from "../../server/http/board/rentalFront.ts"
import { DOLLAR, onLocalChain, type TestWorld } from "../support/commandLine.ts"
import { interceptedNode } from "../support/interceptedNode.ts"
import { typedOffer } from "../support/offer.ts"
import { accountOf, addressOf } from "../support/parties.ts"
import { deployed, networkHelpers } from "../support/sharedChain.ts"
import { documentNamed, escrowCall, makeOffer, openTestBoard, send } from "../support/testBoard.ts"
import { startTestServer } from "../support/testServer.ts"
import { sleep, until } from "../support/until.ts"

const USDC = "0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359"
const HOUR = 3_600n

describe("HTTP 402 on the board", () => {
  let world: TestWorld | undefined
  onLocalChain((opened) => {
    world = opened
  })

  const access = {
    endpoint: "https://door.example",
    hostKey: "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
  }

  async function stage() {
    if (!world) throw new Error("The chain did not open.")
    const { escrow, url, client, router } = world
    const server = await startTestServer("pglite", { rpcUrls: [url], escrow, router, chainId: 137, rooms: ["board"] })
    await until(async () => (await server.ask("/readyz")).status === 200)
    const document = { ...documentNamed("rack 3"), access }
    const { machine, spec } = hashMachineDocument(document)
    const host = accountOf("host")
    const { timestamp } = await client.getBlock()
    const offer = {
      host: host.address,
      payee: host.address,
      operator: zeroAddress,
      renter: zeroAddress,
      token: USDC,
      arbiter: addressOf("arbiter"),
      pricePerHour: 1_500_000n,
      bond: 0n,
      minDuration: 1n,
      maxDuration: 24n * HOUR,
      startWindow: 0n,
      challengeWindow: 86_400n,
      nonce: 0n,
      epoch: 0n,
      expiry: timestamp + HOUR,
      maxFeeBps: 1_000n,
      rolling: false,
      machine,
      spec,
    } as const
    const domain = { name: "RentalEscrow", version: "1", chainId: 137, verifyingContract: escrow }
    const hostSignature = await host.signTypedData(typedOffer(offer, domain))
    const path = `/offers/${host.address.toLowerCase()}/${machine}`
    const body = serializeOffer({ chainId: 137, escrow, offer, hostSignature, document })
    const put = await server.ask(path, { method: "PUT", body, headers: { "content-type": "application/json" } })
    expect(put.status, JSON.stringify(put.body)).to.equal(200)
    const agent = createWalletClient({ account: accountOf("renter"), chain: polygon, transport: http(url) })
    return { world, server, path: `${path}/rental`, agent, offer }
  }

  it("default: an agent rents by 402, is shown the door, and stops", async () => {
    const { world, server, path, agent } = await stage()
    const { escrow, client } = world
    const doors: unknown[] = []
    const id = await runErrand(agent, {
      escrow,
      resource: `${server.url}${path}`,
      seconds: HOUR,
      budget: 2n * DOLLAR,
      order: "errand 1",
      use: async (door) => {
        doors.push(door)
        await world.pass(600n)
      },
    })
    expect(doors, "the door").to.deep.equal([{ ...access, request: "https://door.example/access" }])
    const { state } = await getRental(client, { escrow, id })
    expect(state.status, "status").to.equal("Closed")
    expect(state.billedSeconds < 660n, "billed").to.equal(true)
    const { status, body } = await server.ask(`${path}?rental=${id}`)
    expect([status, body["error"]], "it is over").to.deep.equal([402, "This rental is over. Pay for another one."])
  })

  it("behavior: 402 has the form of x402, and no scheme by which a generic client pays", async () => {
    const { server, path, offer } = await stage()
    const { status, headers, body } = await server.ask(`${path}?duration=7200`)
    expect(status).to.equal(402)
    const carried = JSON.parse(atob(headers.get("payment-required") ?? ""))
    expect(carried, "the header carries the body").to.deep.equal(body)
    expect(carried.x402Version, "version").to.equal(2)
    expect(carried.resource.url, "resource").to.equal(`${server.url}${path}`)
    const [terms, ...more] = carried.accepts
    expect(more, "one way").to.deep.equal([])
    const { scheme, network, amount, asset, payTo } = terms
    expect({ scheme, network, amount, asset, payTo }).to.deep.equal({
      scheme: "rental-escrow",
      network: "eip155:137",
      amount: "3000000",
      asset: offer.token,
      payTo: zeroAddress,
    })
    expect(terms.maxTimeoutSeconds, "time").to.be.within(1, 3_600)
    expect(
      terms.extra.pay.map(({ way }: { way: string }) => way),
      "ways",
    ).to.deep.equal(["deposit", "purchase"])
  })

  it("error: a duration that the offer does not allow, no such rental, no such machine", async () => {
    const { server, path } = await stage()
    const long = await server.ask(`${path}?duration=86401`)
    expect([long.status, long.body["code"]]).to.deep.equal([400, "DurationOutOfBounds"])
    const unknown = await server.ask(`${path}?rental=0x${"12".repeat(32)}`)
    expect([unknown.status, String(unknown.body["error"]).includes("no such rental")]).to.deep.equal([402, true])
    const missing = await server.ask(`/offers/${addressOf("host")}/${zeroHash}/rental`)
    expect([missing.status, missing.body["code"]]).to.deep.equal([404, "OfferNotFound"])
  })
})

describe("HTTP 402 on a board that is behind the chain", () => {
  it("behavior: the id of a rental that is over is answered when the board has read its end, and lists the offer", async () => {
    const place = await networkHelpers.loadFixture(deployed)
    let release = () => {}
    let held: Promise<void> = Promise.resolve()
    const holding = interceptedNode(async (_method, _params, pass) => {
      await held
      return pass()
    })
    const client = (request: typeof holding.request) =>
      createClient({ chain: polygon, transport: custom({ request }), cacheTime: 0, pollingInterval: 10 })
    const { escrow } = place
    const followed = { client: client(holding.request), chainId: 137, escrow }
    const { board, caughtUp, close } = await openTestBoard({ escrow, place: followed })
    const sent = await makeOffer(place)
    await send(board, sent)
    const rental = { offer: sent.offer, renter: addressOf("renter"), salt: keccak256(toHex("order 1")) }
    const { hostSignature } = JSON.parse(sent.text)
    await escrowCall(escrow, "renter", "deposit", [rental, 7_200n, hostSignature, "0x"])
    await caughtUp()
    expect(board.matching({}), "while it is rented for longer than the offer is valid").to.deep.equal([])

    held = new Promise((resolve) => {
      release = resolve
    })
    await escrowCall(escrow, "renter", "stop", [rental, 10n ** 12n])
    const settings = { chainId: 137, escrow, router: undefined }
    const front = { settings, board, client: client(interceptedNode().request) }
    const listed = openRental(front, sent, idOf(rental)).then(({ error }) => {
      return { error, state: board.get(sent.host, sent.machine).state }
    })
    // By then it would have answered, if it did not wait for the board.
    await Promise.race([listed, sleep(200)]).finally(release)
    expect(await listed).to.deep.equal({ error: "This rental is over. Pay for another one.", state: "free" })
    await close()
  })
})
