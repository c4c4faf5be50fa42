// The rentals that are played, in the order in which they happen. Captions introduce the takes on the page of transcripts,
// and names are those of blocks in other pages.
import { rmSync, writeFileSync } from "node:fs"

import { withBoard } from "./board.ts"
import type { Recorder, Take } from "./recorder.ts"
import type { Stage } from "./stage.ts"

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Of the local chain alone: nothing listens there. */
const DEAD_ENDPOINT = "http://127.0.0.1:9"
/** The server's default, when none runs. */
const NO_SERVER = "http://127.0.0.1:9470"
/** The relayer's default. */
const RELAYER = "http://127.0.0.1:9465"

export async function playLives(stage: Stage, recorder: Recorder): Promise<void> {
  await prepare(stage, recorder)
  const rented = await rentAndStart(stage, recorder)
  await run(stage, recorder, rented)
  await pay(stage, recorder, rented)
  const disputed = await offerUntilRented(stage, recorder)
  await settleDispute(stage, recorder, disputed)
  await exportPayments(stage, recorder)
  await interruptOne(stage, recorder)
  await stopOne(stage, recorder)
  await missStart(stage, recorder)
  await payAsYouGo(stage, recorder)
  await relayOne(stage, recorder)
  await creditOne(stage, recorder)
  await lookBack(stage, recorder, disputed)
  await leave(stage, recorder)
}

/** Set-up, document, bond and offer. */
async function prepare({ account: as, anyone }: Stage, recorder: Recorder): Promise<void> {
  const { play } = recorder
  const host = as("host")
  await play(host, "doctor", {
    name: "doctor",
    caption: "The host checks the set-up on the local chain, whose escrow is not a known deployment:",
  })
  await play(host, "doctor", {
    code: 8,
    env: { GPUFLOW_RPC_URL: DEAD_ENDPOINT },
    caption: "No node answers at the endpoint. What cannot be checked without it is skipped:",
  })
  const model = "--gpu 'A100 80 GB' --count 1 --gpu-memory 81920 --driver 570.86.15"
  const rest = "--disk nvme --disk-size 2048 --down 1000 --up 1000"
  await play(anyone, `machine --name 'rack 3, unit 2' ${model} ${rest} --to machine.json`, {
    name: "machine",
    caption: "The host describes a machine. No key and no endpoint is needed:",
  })
  await play(anyone, "machine --name 'rack 3, unit 3' --gpu 'A100 80 GB' --to unit-3.json", {
    code: 2,
    caption: "A document needs the number of GPUs and their memory:",
  })
  await play(anyone, `machine --name 'rack 3, unit 3' ${model} --to unit-3.json`)
  await runAgent({ account: as }, recorder)
  await play(host, "bond fund '20 USDC' --dry-run", {
    name: "bond-fund-dry-run",
    caption: "The host looks at the transactions first. A dry run signs and sends nothing:",
  })
  await play(host, "bond fund '20 USDC'", {
    name: "bond-fund",
    answers: { "Send?": "y" },
    caption: "Then the host sends them, after a question:",
  })
  await play(host, "bond", { caption: "The host's free bonds in all known tokens:" })
  await play(host, "bond withdraw '50 USDC' --yes", {
    code: 3,
    caption: "More than the free bond cannot be withdrawn:",
  })
  const terms = "--usd 1.50 --token USDC --max-duration 30d --bond '5 USDC'"
  await play(host, `offer --document machine.json ${terms} --to offer.json`, {
    name: "offer",
    caption: "The host signs an offer, which costs nothing:",
  })
  await play(host, `offer --document machine.json ${terms} --start-window 2d --to offer.json`, {
    code: 2,
    caption: "Terms on which no deposit can ever succeed are not signed:",
  })
  await play(host, `offer --document unit-3.json ${terms.replace("5 USDC", "50 USDC")} --to unit-3-offer.json`, {
    caption: "What stands in the way only now is a warning, because the host can still fund the bond:",
  })
  await play(anyone, "offer verify offer.json", {
    name: "offer-verify",
    caption: "Anyone can check an offer before it is published or taken:",
  })
  await withBoard("offer.json", async (url) => {
    await play(anyone, `offers --gpu A100 --for 8h --server ${url}`, {
      name: "offers",
      caption: "Anyone can look for offers on a board. Each is checked against the chain:",
    })
    await play(as("renter"), `rent --gpu A100 --for 8h --max-dollars 2 --server ${url} --dry-run`, {
      name: "rent-from-board",
      caption: "The cheapest offer that fits can be rented straight from the board. Here it is only rehearsed:",
    })
  })
  await play(anyone, "offer verify unit-3-offer.json", {
    code: 8,
    caption: "An offer that cannot be taken now, because it locks more than the free bond:",
  })
}

/** The agent of a machine that nobody rents meanwhile. */
async function runAgent({ account: as }: Pick<Stage, "account">, { play, begin }: Recorder): Promise<void> {
  const host = as("host")
  const hooks = "--hooks process --workload 'jupyter lab --no-browser'"
  await play(host, `host init --document machine.json ${hooks} --defaults --to host.toml`, {
    caption: "The host writes the settings of the agent that runs its machine:",
  })
  await play(host, "host check --settings rack-4.toml", { code: 2, caption: "Settings that are not there are named:" })
  const agent = begin(host, "host", {
    caption: "The agent runs until it is stopped, and writes one JSON document a line:",
  })
  await agent.until("agent started")
  await agent.stop()
  await play(host, "host status", { caption: "What the agent knows can be seen beside it, and after it:" })
  await play(host, "host hook process start", {
    code: 8,
    input: "{}",
    caption:
      "The hooks that ship are run by the agent, which describes the rental on standard input. One that it does not describe is refused:",
  })
}

async function rentAndStart({ account: as }: Stage, { play }: Recorder): Promise<string> {
  const [host, renter] = [as("host"), as("renter")]
  const rent = await play(renter, "rent offer.json --for 8h --order 'order 17'", {
    name: "rent",
    answers: { "Send?": "y" },
    caption: "The renter sees the terms and the steps, and then pays:",
  })
  const id = idIn(rent)
  await play(host, "list --host --open", {
    name: "list",
    caption: "The host lists the rentals that are not closed:",
  })
  await play(host, `list --host --open --server ${NO_SERVER}`, {
    caption: "A server that cannot be used is named, and the chain is read:",
  })
  await play(host, `start ${id}`, {
    name: "start",
    answers: { "Send?": "y" },
    caption: "The host starts the rental, from which on its time runs:",
  })
  await play(host, `start ${id} --yes`, {
    code: 5,
    caption: "A second start has nothing to do, and the state is looked at before anything is asked:",
  })
  return id
}

/** What happens while a rental runs. */
async function run({ account: as, anyone, pass }: Stage, { play }: Recorder, id: string): Promise<void> {
  const [host, renter] = [as("host"), as("renter")]
  const way = { code: 2, caption: "A machine whose document names no door has another way in:" }
  await play(renter, `access ${id} --document machine.json`, way)
  await play(renter, `ssh ${id} --document machine.json`, way)
  await play(renter, "mcp --settings limits.toml", {
    code: 2,
    input: "",
    caption: "An agent gets no tools before its owner has written limits for it:",
  })
  await play(renter, "notify --renter --run 'jq -r .type' --once", {
    caption: "The renter has a command run for each thing that has happened to its rentals:",
  })
  await pass(45 * MINUTE)
  await play(host, `refund ${id} 15m --yes`, {
    name: "refund",
    caption: "The machine was down for a quarter of an hour, which the host refunds:",
  })
  await play(renter, `extend ${id} 1h --yes`, {
    name: "extend",
    caption: "The renter buys another hour:",
  })
  await play(renter, `extend ${id} --total 9h --yes`, {
    code: 5,
    caption: "With `--total`, a repeated command does not buy twice:",
  })
  await play(anyone, `show ${id}`, {
    name: "show",
    caption: "The rental while it runs:",
  })
  await play(host, "claimable", { caption: "The host looks at what will be due:" })
  await play(host, "claim --all --yes", {
    name: "claim-early",
    code: 5,
    caption: "Nothing can be claimed before the renter's time to dispute is over:",
  })
}

/** A rental that the host cannot keep up. */
async function interruptOne({ account: as, pass }: Stage, { play }: Recorder): Promise<void> {
  const host = as("host")
  const id = await rentUnit3({ account: as }, { play })
  await play(host, `start ${id} --yes`)
  await pass(30 * MINUTE)
  await play(host, `interrupt ${id} --yes`, {
    caption: "The machine fails after half an hour. The host ends the rental, and the renter is compensated:",
  })
  await play(host, `interrupt ${id} --yes`, { code: 5, caption: "It is interrupted only once:" })
}

/** A start whose transaction waits, and a renter who stops. */
async function stopOne({ account: as, anyone, pass, withoutBlocks }: Stage, { play }: Recorder): Promise<void> {
  const [host, renter] = [as("host"), as("renter")]
  await play(as("stranger"), "rent unit-3-offer.json --for 2h --yes", {
    code: 3,
    caption: "The time of an offer is over. The renter asks the host for a new one:",
  })
  const id = await rentUnit3({ account: as }, { play })
  let hash = ""
  await withoutBlocks(async () => {
    const start = await play(host, `start ${id} --yes --patience 1s`, {
      code: 6,
      caption: "No block contains the transaction in time. Its outcome is not known, so it must not be sent again:",
    })
    hash = hashIn(start)
    await play(anyone, `tx ${hash}`, {
      code: 6,
      caption: "`start` ended with exit code 6. The transaction that it gave up on still waits for a block:",
    })
  })
  await play(anyone, `tx ${hash}`, { caption: "Later, a block contains it:" })
  await pass(40 * MINUTE)
  await play(host, `stop ${id} --yes`, { code: 3, caption: "Only the renter can stop a rental:" })
  await play(renter, `stop ${id}`, {
    code: 7,
    answers: { "Send?": "n" },
    caption: "The renter does not confirm, so nothing is sent:",
  })
  await play(renter, `stop ${id} --yes`, { caption: "The renter stops, and gets back what was not served:" })
  await play(renter, `stop ${id} --yes`, { code: 5, caption: "The rental is closed now:" })
}

async function pay(stage: Stage, { play }: Recorder, id: string): Promise<void> {
  const { account: as, anyone, addressOf, pass } = stage
  const host = as("host")
  await pass(9 * HOUR)
  await play(anyone, `show ${id}`, { caption: "Its rented time is over, and the renter can still dispute:" })
  await pass(6 * HOUR)
  await play(host, "claimable", { name: "claimable", caption: "Six hours after the end, the price is due:" })
  await play(host, "claim --all", {
    name: "claim",
    answers: { "Send?": "y" },
    caption: "The host claims everything that is due:",
  })
  await play(anyone, `record ${addressOf("host")}`, {
    name: "record",
    caption: "Anyone can look at a host's record, which is computed from events:",
  })
}

/** A heartbeat, until someone rents the machine. */
async function offerUntilRented({ account: as, pass }: Stage, { play, begin }: Recorder): Promise<string> {
  const host = as("host")
  const terms = "--usd 1.50 --token USDC --max-duration 30d --bond '5 USDC'"
  const schedule = "--heartbeat 5s --health 'test -f well' --to live.json"
  writeFileSync("well", "")
  const heartbeat = begin(host, `offer --document machine.json ${terms} ${schedule}`, {
    name: "heartbeat",
    caption:
      "A heartbeat renews the offer while the health command succeeds. The file `well` is removed for a while, and then the machine is rented:",
  })
  await heartbeat.until("Offered until", 2)
  rmSync("well")
  await heartbeat.until("The health command failed")
  writeFileSync("well", "")
  await heartbeat.until("Offered until", 3)
  const id = idIn(await play(as("renter"), "rent live.json --for 2h --yes"))
  await heartbeat.until("Rented, not started yet")
  await heartbeat.stop()
  await play(host, `start ${id} --yes`, { name: "heartbeat-start" })
  await pass(HOUR)
  return id
}

async function settleDispute({ account: as, anyone, pass }: Stage, { play }: Recorder, id: string): Promise<void> {
  const [host, renter, arbiter] = [as("host"), as("renter"), as("arbiter")]
  await play(renter, `dispute ${id} --evidence ipfs://slow-disk --yes`, {
    name: "dispute",
    caption: "The disk was slow. The renter disputes the bill, and stakes 5 % of what is at risk:",
  })
  await play(host, `evidence ${id} ipfs://benchmarks --yes`, {
    name: "evidence",
    caption: "The host submits evidence, for which both sides have a day:",
  })
  await play(as("stranger"), `evidence ${id} ipfs://opinion --yes`, {
    code: 3,
    caption: "Only the parties can submit evidence:",
  })
  await play(anyone, `show ${id}`, { caption: "A rental in dispute:" })
  await play(arbiter, "disputes", {
    name: "disputes",
    caption: "The arbiter lists what it has to rule on, the most urgent first:",
  })
  await play(arbiter, `resolve ${id} 80% --yes`, {
    code: 3,
    caption: "The arbiter rules once the time for evidence is over, and not before:",
  })
  await pass(DAY)
  await play(arbiter, `resolve ${id} 80% --yes`, {
    name: "resolve",
    caption: "A day later, the arbiter rules that 80 % of the promise was kept:",
  })
  await play(renter, `dispute ${id} --evidence ipfs://slow-disk --yes`, {
    code: 5,
    caption: "A rental that is closed cannot be disputed:",
  })
}

/** A rental that the host does not start, and the keeper that settles it. */
async function missStart({ account: as, pass }: Stage, { play }: Recorder): Promise<void> {
  const id = await rentUnit3({ account: as }, { play })
  await pass(HOUR)
  await play(as("keeper"), "keep --dry-run", {
    env: { GPUFLOW_KEEPER_PORT: "0" },
    caption:
      "A host has not started a rental in time. A keeper looks at what it would settle, one JSON document a line:",
  })
  await play(as("keeper"), `claim ${id} --yes`, { caption: "Anyone can settle it, here by its id:" })
}

/** A rental that a mandate extends, and that is told so by a file. */
async function payAsYouGo({ account: as, anyone, pass }: Stage, { play }: Recorder): Promise<void> {
  const [host, renter] = [as("host"), as("renter")]
  await play(host, "offer --document unit-3.json --price '1.50 USDC' --max-duration 30d --to by-the-hour.json")
  const terms = "--auto-extend --max-total '60 USDC' --max-tip '0.01 USDC' --mandates mandates"
  const rent = await play(renter, `rent by-the-hour.json --for 1d ${terms} --yes`, {
    name: "rent-auto-extend",
    caption: "With a mandate, the renter pays for a day, and lets a keeper extend the rental within a sum:",
  })
  const id = idIn(rent)
  await play(host, `start ${id} --yes`)
  await play(anyone, "mandates mandates", {
    name: "mandates",
    caption: "What each mandate of a folder has spent, and when it is due:",
  })
  await play(as("keeper"), `mandates execute mandates/${id.slice(0, 18)}.json --yes`, {
    code: 5,
    caption: "An extension is possible only near the end:",
  })
  await pass(23 * HOUR + HOUR / 2)
  await play(as("keeper"), `mandates execute mandates/${id.slice(0, 18)}.json --yes`, {
    name: "mandates-execute",
    caption: "Anyone can execute it then, for the tip:",
  })
  await play(renter, `revoke --mandate mandates/${id.slice(0, 18)}.json --yes`, {
    caption: "The renter revokes a mandate:",
  })
  await play(anyone, "mandates mandates", { caption: "A mandate that is revoked is never executed again:" })
  await play(renter, `stop ${id} --yes`)
}

/** A rental whose renter signs once, once more for another hour, and the relayer that sends both. */
async function relayOne({ account: as }: Stage, { play, begin }: Recorder): Promise<void> {
  const [host, renter] = [as("host"), as("renter")]
  await play(host, "offer --document unit-3.json --price '1.50 USDC' --max-duration 30d --to signed-once.json")
  const relayer = begin(as("keeper"), "relay", {
    name: "relay",
    caption: "A relayer sends what renters have signed, for a fee in the token, until it is stopped:",
  })
  await relayer.until("relayer started")
  const rent = await play(
    renter,
    `rent signed-once.json --for 2h --gasless --relay ${RELAYER} --max-fee '0.25 USDC' --yes`,
    {
      name: "rent-gasless",
      caption: "The renter signs once, and pays no POL:",
    },
  )
  await play(host, `start ${idIn(rent)} --yes`)
  await play(renter, `extend ${idIn(rent)} 1h --gasless --relay ${RELAYER} --max-fee '0.25 USDC' --yes`, {
    caption: "A relayer sends an extension as well, for an account without POL:",
  })
  await relayer.stop()
  await play(renter, `stop ${idIn(rent)} --yes`)
}

/** A payout that waits, because the host's wallet does not accept it. */
async function creditOne({ account: as, pass, withoutReceiving }: Stage, { play }: Recorder): Promise<void> {
  const host = as("host")
  await play(host, "withdraw --yes", { code: 5, caption: "Usually there is nothing to withdraw:" })
  await play(host, "offer --document unit-3.json --price '10 POL' --max-duration 1d --start-window 0s --to pol.json")
  const id = idIn(await play(as("renter"), "rent pol.json --for 1h --yes"))
  await pass(8 * HOUR)
  await withoutReceiving("host", async () => {
    await play(as("keeper"), `claim ${id} --yes`)
  })
  await play(host, "withdraw --yes", {
    caption: "The host's wallet refused a payout, which waits for its owner as a credit:",
  })
}

async function exportPayments({ account: as }: Stage, { play, shell }: Recorder): Promise<void> {
  const host = as("host")
  await play(host, "export --to 2026.csv", {
    name: "export",
    caption: "The host exports the payments into a file:",
  })
  shell("cut -d, -f1-9 2026.csv", "export-rows")
  await play(host, "statement --month 2026-12 --csv 2026-12.csv --html 2026-12.html", {
    caption: "The host sums up a month, with the value of each payout at its block:",
  })
}

/** What was played, from its events. */
async function lookBack({ account: as, anyone }: Stage, { play }: Recorder, id: string): Promise<void> {
  await play(as("host"), "list --host", { caption: "All rentals of the host, the newest last:" })
  await play(anyone, `watch --id ${id} --events Started,Resolved --once`, {
    caption: "The events of one rental that have happened, one JSON document a line:",
  })
  await play(anyone, "books", { caption: "What the escrow owes in each token, beside what it has:" })
}

async function leave({ account: as }: Stage, { play, complete }: Recorder): Promise<void> {
  const host = as("host")
  await play(host, "bond withdraw '10 USDC' --yes", {
    name: "bond-withdraw",
    caption: "The host withdraws a part of the free bond:",
  })
  await play(host, "revoke --name 'rack 3, unit 2' --yes", {
    name: "revoke",
    caption: "The host revokes the offers for one machine that are still in circulation:",
  })
  complete("bond ''", {
    caption: "What a shell asks for when you press Tab after `gpuflow-escrow bond`:",
  })
}

/** Rents another machine for two hours, on a new offer. */
async function rentUnit3({ account: as }: Pick<Stage, "account">, { play }: Pick<Recorder, "play">): Promise<string> {
  const terms = "--usd 1.50 --token USDC --max-duration 30d --bond '5 USDC'"
  await play(as("host"), `offer --document unit-3.json ${terms} --to unit-3-new.json`)
  return idIn(await play(as("renter"), "rent unit-3-new.json --for 2h --yes"))
}

const idIn = (take: Take): string => found(/^Rented: (0x[\da-f]{64})$/m, take)
const hashIn = (take: Take): string => found(/gpuflow-escrow tx\s(0x[\da-f]{64})/, take)

function found(pattern: RegExp, { line, shown }: Take): string {
  const [, text] = pattern.exec(shown.join("\n")) ?? []
  if (!text) throw new Error(`${line} has not shown ${pattern}:\n${shown.join("\n")}`)
  return text
}
