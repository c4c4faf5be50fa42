import { getRental } from "@gpuflow/escrow"
import { parseOffer } from "@gpuflow/escrow/offer"
import { expect } from "chai"
import { boardItem, serveBoard } from "../support/board.ts"
import { as, envOf, onLocalChain, start, type TestWorld } from "../support/commandLine.ts"
import { answerJson, type HttpServer, serveHttp } from "../support/httpServer.ts"
import { indexedRental, serveIndex } from "../support/indexServer.ts"
import { addressOf } from "../support/parties.ts"
import { offered, readText, rented } from "./steps.ts"

describe("CLI: servers", () => {
  let world: TestWorld
  let folder: string
  const open: HttpServer[] = []
  const keep = async (server: Promise<HttpServer>) => {
    open.push(await server)
    return (await server).url
  }
  afterEach(async () => {
    await Promise.all(open.splice(0).map((server) => server.close()))
  })
  onLocalChain((opened, made) => {
    world = opened
    folder = made
  })

  it("default: offers are found on a board, checked, saved, and rented", async () => {
    const signed = parseOffer(await readText(await offered(world, folder)))
    const forged = { ...signed, offer: { ...signed.offer, pricePerHour: 1n } }
    const board = await keep(serveBoard(() => [boardItem(forged), boardItem(signed)]))
    const saved = `${folder}/found.json`

    const told = await as(world, undefined, [
      "offers",
      "--server",
      board,
      "--gpu",
      "a100",
      "--for",
      "8h",
      "--save",
      saved,
    ])

    expect(told.code, told.err).to.equal(0)
    expect(told.out.replaceAll(/\s+/g, " "), "whole price").to.match(/\b12(\.0+)? USDC/)
    expect(told.err, "board").to.contain(`${board}: 1 of 2 offers; left out 1 InvalidSignature.`)
    const dry = await as(world, "renter", ["rent", saved, "--for", "1h", "--accept", "challengeWindow", "--dry-run"])
    expect(dry.code, dry.err).to.equal(0)
    const none = await as(world, undefined, ["offers", "--gpu", "B200", "--json"], { GPUFLOW_SERVER: board })
    expect(none.json()["offers"], "none").to.have.length(0)
  })

  it("behavior: list and claimable take the list from a server, and the states from the chain", async () => {
    const id = await rented(world, folder)
    const { client, escrow } = world
    const found = await getRental(client, { escrow, id })
    // The server's state is a lie.
    const rows = () => [indexedRental(found, { status: "Closed" })]
    const server = await keep(serveIndex({ escrow, rentals: rows, block: () => 1_000_000 }))

    const listed = await as(world, undefined, ["list", "--renter", addressOf("renter"), "--server", server, "--json"])
    const claims = await as(world, undefined, ["claimable", "--host", addressOf("host"), "--json"], {
      GPUFLOW_SERVER: server,
    })

    expect(listed.json()["server"], "server").to.equal(server)
    expect(listed.json()["rentals"]?.["0"]?.["id"], "rental").to.equal(id)
    expect(listed.json()["rentals"]?.["0"]?.["state"]?.["status"], "state of the chain").to.equal("Funded")
    expect(listed.err, "said so").to.contain(`Read the list of rentals from ${server}`)
    expect(claims.json()["claims"]?.["0"]?.["id"], "claim").to.equal(id)
  })

  it("behavior: a server that is down, behind, wrong, or of another escrow is named, and the chain is read", async () => {
    const id = await rented(world, folder)
    const { escrow } = world
    const servers = {
      down: "http://127.0.0.1:1",
      behind: await keep(serveIndex({ escrow, block: () => -1_000 })),
      foreign: await keep(serveIndex({ escrow: addressOf("payee"), block: () => 1_000_000 })),
      wrong: await keep(serveHttp((_, response) => answerJson(response, { hello: "world" }))),
    }
    const urls = Object.values(servers)

    const listed = await as(world, undefined, ["list", "--renter", addressOf("renter"), "--server", ...urls, "--json"])

    expect(listed.code, listed.err).to.equal(0)
    for (const url of urls) expect(listed.err, url).to.contain(`${url} is not used.`)
    expect(listed.json()["server"], "no server").to.equal(undefined)
    expect(JSON.stringify(listed.json()["rentals"]), "the rental").to.contain(id)
  })

  it("error: refuses what is not a URL, and offers without a board", async () => {
    const unset = await start(["offers"], envOf(world)).done
    expect(unset.err, "no board").to.contain("No board is configured.")
    const wrong = await as(world, undefined, ["list", "--renter", addressOf("renter"), "--server", "board.example"])
    expect(wrong.err, "not a URL").to.contain("--server is not an http or https URL.")
  })
})
