import { expect } from "chai"
import type { Hash } from "viem"
import { as, envOf, onLocalChain, send, start, type TestWorld } from "../support/commandLine.ts"
import type { Role } from "../support/parties.ts"
import { rented } from "./steps.ts"

describe("CLI: the state is looked at before the question", () => {
  let world: TestWorld
  let folder: string
  onLocalChain((opened, made) => {
    world = opened
    folder = made
  })

  /** Runs a command that would ask, with a terminal on which nothing is typed. It must end without a question. */
  async function refused(role: Role, exit: number, code: string, text: string, ...argv: string[]) {
    const told = await start([...argv, "--json"], envOf(world, role), "n\n").done
    const what = `${argv[0]} ${code}`
    expect([told.code, told.json()["error"]?.["code"]], what).to.deep.equal([exit, code])
    expect(String(told.json()["error"]?.["message"]), what).to.contain(text)
    expect(told.err, `${what}: no question`).not.to.contain("Send?")
  }
  const every = (id: Hash) =>
    [
      ["host", ["start", id]],
      ["renter", ["stop", id]],
      ["renter", ["extend", id, "1h"]],
      ["renter", ["dispute", id, "--evidence", "ipfs://slow"]],
      ["host", ["interrupt", id]],
      ["host", ["refund", id, "1m"]],
      ["host", ["evidence", id, "ipfs://fast"]],
      ["arbiter", ["resolve", id, "50%"]],
    ] as const

  it("error: of a rental that has not started, only the start, the stop and the refusal are asked about", async () => {
    const id = await rented(world, folder)
    await refused("renter", 3, "WrongStatus", "has not started yet", "extend", id, "1h")
    await refused("renter", 3, "WrongStatus", `gpuflow-escrow stop ${id}`, "dispute", id, "--evidence", "ipfs://slow")
    await refused("host", 3, "WrongStatus", `gpuflow-escrow interrupt ${id}`, "refund", id, "1m")
    await refused("host", 3, "WrongStatus", "is funded, not disputed", "evidence", id, "ipfs://fast")
    await refused("arbiter", 3, "WrongStatus", "is funded, not disputed", "resolve", id, "50%")
    await refused("renter", 3, "NotHostOrOperator", "Only its host 0x", "start", id)
    await refused("host", 3, "NotRenter", "Only its renter 0x", "stop", id)
    await refused("renter", 3, "NotHostOrOperator", "Only its host 0x", "interrupt", id)
    await world.pass(1_800n)
    await refused("host", 3, "StartWindowOver", `gpuflow-escrow claim ${id}`, "start", id)
    await refused("host", 3, "StartWindowOver", `gpuflow-escrow claim ${id}`, "interrupt", id)
  })

  it("error: a rental that runs has already started, and one whose time is over no longer runs", async () => {
    const id = await rented(world, folder)
    await send(world, "host", "start", id)
    await refused("host", 5, "AlreadyStarted", "already started at", "start", id)
    await refused("renter", 2, "Usage", "allows 30 d in all", "extend", id, "40d")
    await refused("host", 2, "Usage", "can be refunded in all", "refund", id, "59m")
    await refused("renter", 3, "NotHost", "Only its host 0x", "refund", id, "1s")
    await refused("host", 3, "NotRenter", "Only its renter 0x", "dispute", id, "--evidence", "ipfs://slow")
    await world.pass(3_600n)
    await refused("host", 5, "AlreadyStarted", "Its rented time ended at", "start", id)
    await refused("renter", 3, "RentalOver", "Rent the machine again", "extend", id, "1h")
    await refused("host", 3, "RentalOver", `gpuflow-escrow claim ${id}`, "interrupt", id)
    const stop = await start(["stop", id], envOf(world, "renter"), "n\n").done
    expect(stop.err, "the question is about what is so").to.contain("whose rented time ended at")
    const dispute = await start(["dispute", id, "--evidence", "ipfs://slow"], envOf(world, "renter"), "n\n").done
    expect(dispute.err.replace(/\s+/g, " "), "the question is about what is so").to.contain(`Dispute rental ${id}. `)
    await world.pass(6n * 3_600n)
    await refused("renter", 3, "ChallengeWindowOver", `gpuflow-escrow claim ${id}`, "dispute", id, "--evidence", "i:")
    await refused("host", 3, "SettlementDue", `gpuflow-escrow claim ${id}`, "refund", id, "1m")
  })

  it("error: what was interrupted, disputed or closed before has exit code 5", async () => {
    const interrupted = await rented(world, folder)
    await send(world, "host", "start", interrupted)
    await world.pass(60n)
    await send(world, "host", "interrupt", interrupted)
    await refused("host", 5, "AlreadyInterrupted", "already interrupted at", "interrupt", interrupted)
    await refused("renter", 3, "WrongStatus", "is interrupted since", "extend", interrupted, "1h")

    await send(world, "renter", "dispute", interrupted, "--evidence", "ipfs://slow")
    await refused("renter", 5, "AlreadyDisputed", "already disputed at", "dispute", interrupted, "--evidence", "i:")
    await refused("arbiter", 3, "EvidenceWindowOpen", "can submit evidence", "resolve", interrupted, "50%")
    await refused("keeper", 3, "NotParty", "or its host 0x", "evidence", interrupted, "ipfs://fast")
    await refused("host", 3, "NotArbiter", "Only its arbiter 0x", "resolve", interrupted, "50%")
    await world.pass(86_400n)
    await send(world, "arbiter", "resolve", interrupted, "50%")
    for (const [role, argv] of every(interrupted)) {
      const code = argv[0] === "start" ? "AlreadyStarted" : "AlreadyClosed"
      await refused(role, 5, code, "closed", ...argv)
    }
  })

  it("error: a write that the contract would refuse for another reason is not asked about either", async () => {
    await refused("host", 3, "InsufficientBond", "free bond", "bond", "withdraw", "5 USDC")
    await refused("host", 3, "InsufficientBalance", "holds too little", "bond", "fund", "99999999 USDC")
    await send(world, "host", "bond", "fund", "5 USDC")
    await refused("host", 3, "InvalidReceiver", "receiver", "bond", "withdraw", "5 USDC", "--to", world.escrow)
  })

  it("behavior: show and list say when the rented time ends or ended, as text and as JSON", async () => {
    const id = await rented(world, folder)
    const look = async (...argv: string[]) => as(world, "host", argv)
    expect((await look("show", id, "--json")).json()["endsAt"], "before the start").to.equal(undefined)
    await send(world, "host", "start", id)
    const since = Number((await look("show", id, "--json")).json()["state"]?.["since"])
    for (const [pass, words] of [
      [1_000n, "ends in 4"],
      [2_900n, "ended 5 min"],
    ] as const) {
      await world.pass(pass)
      const shown = await look("show", id)
      expect(shown.out, "show").to.contain(words)
      const listed = await look("list", "--host")
      expect(listed.out, "list").to.contain(words)
      expect((await look("show", id, "--json")).json()["endsAt"], "JSON").to.equal(String(since + 3_600))
      const rentals = (await look("list", "--host", "--json")).json()["rentals"]
      expect(rentals?.["0"]?.["endsAt"], "JSON of list").to.equal(String(since + 3_600))
    }
  })
})
