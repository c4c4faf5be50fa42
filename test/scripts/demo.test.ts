import { spawn } from "node:child_process"
import { once } from "node:events"
import { text } from "node:stream/consumers"
import { fileURLToPath } from "node:url"
import { stripVTControlCharacters } from "node:util"

import { expect } from "chai"
import { type DemoResult, runDemo } from "../../scripts/demo/demo.ts"
import { alignPoints, formatDuration, formatNumber, formatPercent, plural } from "../../scripts/demo/formatting.ts"
import type { Outcome } from "../../scripts/demo/outcome.ts"
import { plans } from "../../scripts/demo/plans.ts"
import { summary } from "../../scripts/demo/summary.ts"
import { bar, silentView } from "../../scripts/demo/view.ts"
import { grouped } from "../../scripts/support/numbers.ts"
import { ownChild } from "../support/ownChild.ts"

const command = fileURLToPath(new URL("../../scripts/start.ts", import.meta.url))
const viewModule = new URL("../../scripts/demo/view.ts", import.meta.url).href

/** What each rental must come to, by hand: dollars per hour × hours, at the stated rates and a 10 % fee. */
const expected = [
  // The three reference rentals, in dollars.
  { key: "lora", ending: "Completed", hours: 2, billed: 2, locked: "1.30", host: "1.17", fee: "0.13", back: "0.00" },
  {
    key: "fine-tune",
    ending: "Completed",
    hours: 8,
    billed: 8,
    locked: "12.00",
    host: "10.80",
    fee: "1.20",
    back: "0.00",
  },
  {
    key: "inference",
    ending: "Completed",
    hours: 720,
    billed: 720,
    locked: "468.00",
    host: "421.20",
    fee: "46.80",
    back: "0.00",
  },
  // 6.5 POL an hour, stopped after half an hour of two.
  {
    key: "early-stop",
    ending: "Released",
    hours: 2,
    billed: 0.5,
    locked: "13.00",
    host: "2.925",
    fee: "0.325",
    back: "9.75",
  },
  // 0.00075 WETH an hour, left after one of the four hours committed to.
  {
    key: "commitment-broken",
    ending: "Released",
    hours: 8,
    billed: 4,
    locked: "0.006",
    host: "0.0027",
    fee: "0.0003",
    back: "0.003",
  },
  // 0.005 SOL an hour, interrupted after six of ten hours: four tenths of the bond of 0.02 SOL.
  {
    key: "host-interruption",
    ending: "Interrupted",
    hours: 10,
    billed: 6,
    locked: "0.05",
    host: "0.027",
    fee: "0.003",
    back: "0.02",
    bond: "0.008",
  },
  // 25 POL an hour, never started: half an hour's price out of the bond.
  {
    key: "no-show",
    ending: "NoShow",
    hours: 4,
    billed: 0,
    locked: "100.00",
    host: "0.00",
    fee: "0.00",
    back: "100.00",
    bond: "12.50",
  },
  // 0.40 dollars an hour for ten hours, less three quarters of an hour: 3.70 earned, 0.30 back.
  {
    key: "downtime",
    ending: "Completed",
    hours: 10,
    billed: 10,
    locked: "4.00",
    host: "3.33",
    fee: "0.37",
    back: "0.30",
  },
  // 1.50 an hour: after six of eight hours 3.00 come back and 9.00 are contested, with a stake of 5 % of 9.00 + 4.00,
  // that is 0.65. At 40 % the host earned 3.60, fee 0.36, and gets 0.26 of the stake; the renter gets 5.40 and 60 % of
  // the bond.
  {
    key: "ruling",
    ending: "Resolved",
    hours: 8,
    billed: 6,
    locked: "12.00",
    host: "3.24",
    fee: "0.36",
    back: "8.40",
    bond: "2.40",
    stake: "0.26",
  },
  // 6.5 POL an hour: after one of two hours 6.5 come back and 6.5 are contested. Half an hour of it is given back, and
  // the other one conceded, which costs no stake for a day.
  {
    key: "concession",
    ending: "Conceded",
    hours: 2,
    billed: 1,
    locked: "13.00",
    host: "2.925",
    fee: "0.325",
    back: "9.75",
  },
  // 0.40 dollars an hour: after five of ten hours 2.00 come back and 2.00 are contested, with a stake of 5 % of 2.00 +
  // 1.60, that is 0.18. Conceding half a day later costs a tenth and a half of it: six tenths, 0.108.
  {
    key: "given-up",
    ending: "Conceded",
    hours: 10,
    billed: 5,
    locked: "4.00",
    host: "1.80",
    fee: "0.20",
    back: "2.00",
    stake: "0.108",
  },
  // 0.00125 WETH an hour, all four hours contested, with a stake of 5 % of 0.005. The clock decides, and a tenth of the
  // stake is lost.
  {
    key: "silent-arbiter",
    ending: "ArbitrationTimeout",
    hours: 4,
    billed: 4,
    locked: "0.005",
    host: "0.0045",
    fee: "0.0005",
    back: "0.00",
    stake: "0.000025",
  },
  // The month again: collecting every week changes no sum.
  {
    key: "rolling",
    ending: "Completed",
    hours: 720,
    billed: 720,
    locked: "468.00",
    host: "421.20",
    fee: "46.80",
    back: "0.00",
  },
  // Three times 0.008125 SOL an hour for two hours.
  {
    key: "batch",
    ending: "Completed",
    hours: 6,
    billed: 6,
    locked: "0.04875",
    host: "0.043875",
    fee: "0.004875",
    back: "0.00",
  },
  // The first reference rental again: a relayer's fee changes no sum.
  {
    key: "gasless",
    ending: "Completed",
    hours: 2,
    billed: 2,
    locked: "1.30",
    host: "1.17",
    fee: "0.13",
    back: "0.00",
    onTop: "0.02",
  },
  // Four times 2.50 dollars an hour for two hours.
  {
    key: "cluster",
    ending: "Completed",
    hours: 8,
    billed: 8,
    locked: "20.00",
    host: "18.00",
    fee: "2.00",
    back: "0.00",
    onTop: "0.05",
  },
  // 0.40 dollars an hour: a day is paid first, then six days with a tip of 0.01 each.
  {
    key: "mandate",
    ending: "Completed",
    hours: 168,
    billed: 168,
    locked: "67.20",
    host: "60.48",
    fee: "6.72",
    back: "0.00",
    onTop: "0.06",
  },
] as const

/** The call that begins a rental; for the others, `deposit`. */
const firstVerbs: Readonly<Record<string, string>> = { gasless: "rent", cluster: "rent" }
/** The call that ends a rental; for the others, `settle`. */
const lastVerbs: Readonly<Record<string, string>> = {
  "early-stop": "stop",
  "commitment-broken": "stop",
  concession: "stop",
  "given-up": "stop",
  ruling: "resolve",
  batch: "settleMany",
  cluster: "settleMany",
}

describe("npm start", () => {
  describe("the result", () => {
    let result: DemoResult
    before(async () => {
      result = await runDemo(silentView())
    })

    it("plays every rental, and no other", () => {
      expect(
        result.outcomes.map(({ plan }) => plan.key),
        "rentals",
      ).to.deep.equal(expected.map(({ key }) => key))
      expect(result.chainId, "chain").to.equal(137)
    })

    for (const row of expected) {
      it(`pays what was agreed: ${row.key}`, () => {
        const outcome = find(result, row.key)
        const shown = (units: bigint) => formatNumber(units, outcome.listing.decimals)

        expect(outcome.feeBps, "fee rate").to.equal(1000n)
        expect(outcome.reason, "ending").to.equal(row.ending)
        expect([outcome.promised, outcome.billed], "seconds").to.deep.equal(
          [row.hours, row.billed].map((hours) => BigInt(hours * 3600)),
        )
        expect(shown(outcome.locked), "locked").to.equal(row.locked)
        expect(shown(outcome.hostGot), "host got").to.equal(row.host)
        expect(shown(outcome.platformFee), "platform fee").to.equal(row.fee)
        expect(shown(outcome.renterGotBack), "renter got back").to.equal(row.back)
        expect(shown(outcome.bondToRenter), "bond to renter").to.equal("bond" in row ? row.bond : "0.00")
        expect(shown(outcome.toSenders), "fees and tips").to.equal("onTop" in row ? row.onTop : "0.00")
        expect(shown(outcome.stakeToHost), "stake to host").to.equal("stake" in row ? row.stake : "0.00")
      })
    }

    it("pays the month's host every week, and in the end the same as at once", () => {
      const { transactions } = find(result, "rolling")
      expect(
        transactions.map(({ verb, by }) => `${verb} by ${by}`),
        "transactions",
      ).to.deep.equal([
        "deposit by renter",
        "start by operator",
        ...Array.from({ length: 5 }, () => "settle by keeper"),
      ])
      expect(find(result, "rolling").hostGot, "host got").to.equal(find(result, "inference").hostGot)
    })

    it("settles the batch's three machines in two transactions", () => {
      const { transactions, ids } = find(result, "batch")
      expect(new Set(ids).size, "rentals").to.equal(3)
      expect(transactions.filter(({ verb }) => verb === "settleMany").length, "batches").to.equal(2)
    })

    it("rents without a transaction of the renter, one machine or a cluster", () => {
      const calls = (key: string) => find(result, key).transactions.map(({ verb, by }) => `${verb} by ${by}`)
      expect(calls("gasless"), "one machine").to.deep.equal(["rent by keeper", "settle by keeper"])
      expect(calls("cluster"), "a cluster").to.deep.equal(["rent by keeper", "settleMany by keeper"])
      expect(new Set(find(result, "cluster").ids).size, "machines").to.equal(4)
    })

    it("extends the week by mandate, a day at a time", () => {
      const { transactions } = find(result, "mandate")
      expect(
        transactions.map(({ verb, by }) => `${verb} by ${by}`),
        "transactions",
      ).to.deep.equal([
        "deposit by renter",
        "start by operator",
        ...Array.from({ length: 6 }, () => "execute by keeper"),
        "settle by keeper",
      ])
    })

    it("divides everything that was locked, to the unit", () => {
      for (const { plan, locked, hostGot, platformFee, renterGotBack } of result.outcomes) {
        expect(hostGot + platformFee + renterGotBack, plan.key).to.equal(locked)
      }
    })

    it("covers all four coins, and reads gas from every transaction", () => {
      expect(new Set(result.outcomes.map(({ listing }) => listing.symbol)), "coins").to.have.all.keys(
        "USDC",
        "POL",
        "WETH",
        "SOL",
      )
      for (const { plan, transactions } of result.outcomes) {
        const verbs = transactions.map(({ verb }) => verb)
        const expectedVerbs = [firstVerbs[plan.key] ?? "deposit", lastVerbs[plan.key] ?? "settle"]
        expect([verbs[0], verbs.at(-1)], plan.key).to.deep.equal(expectedVerbs)
        for (const { gas, verb } of transactions) expect(gas > 21_000n, `${plan.key}: ${verb}`).to.equal(true)
      }
    })

    it("leaves in the contract what it owes, and nothing once all is paid", () => {
      const balances = result.proofs.map(({ listing, before }) => [
        listing.symbol,
        formatNumber(before.balance, listing.decimals),
      ])
      expect(balances, "balances").to.deep.equal([
        ["USDC", "107.91"],
        ["POL", "13.15"],
        ["WETH", "0.0008"],
        ["SOL", "0.019875"],
      ])
      for (const { listing, before, feesCollected, bondsWithdrawn, left } of result.proofs) {
        const { balance, held, bonds, credits, fees } = before
        expect(balance, `${listing.symbol}: owed`).to.equal(held + bonds + credits + fees)
        expect([held, credits], `${listing.symbol}: held, credited`).to.deep.equal([0n, 0n])
        expect([feesCollected, bondsWithdrawn], `${listing.symbol}: paid out`).to.deep.equal([fees, bonds])
        expect(left, `${listing.symbol}: left`).to.equal(0n)
      }
    })

    it("compares the SDK's meter with the contract's, and the books after each transaction", () => {
      const sent = result.outcomes.flatMap(({ transactions }) => transactions).length
      // Seven in each of fourteen runs, and one a week in the month that is collected weekly.
      expect(result.meterReadings, "readings").to.equal(14 * 7 + 5)
      // Four bonds funded, those of three coins withdrawn, four fees collected.
      expect(result.audits, "audits").to.equal(sent + 4 + 3 + 4)
    })

    it("reports in one table, within 80 columns", () => {
      const lines = summary(result, silentView().colours).split("\n")
      const cells = lines.map((line) => line.trim().split(/\s{2,}/))
      for (const { key, locked, host, fee, back } of expected) {
        const { plan, listing } = find(result, key)
        const row = cells.find(([first]) => first === plan.short)
        expect(row?.slice(1, 6), key).to.deep.equal([listing.symbol, locked, host, fee, back])
      }
      expect(Math.max(...lines.map((line) => line.length)), "columns").to.be.at.most(80)
    })
  })

  describe("the command", () => {
    it("writes nothing but JSON with --json", async () => {
      const { code, stdout, stderr } = await run({}, command, "--json")

      const data = JSON.parse(stdout)
      expect(code, "exit code").to.equal(0)
      expect(stderr, "stderr").to.not.match(/warning/i)
      expect(data.chainId, "chain").to.equal(137)
      for (const row of expected) {
        const rental = data.rentals.find(({ key }: { key: string }) => key === row.key)
        const { decimals } = data.tokens.find(({ symbol }: { symbol: string }) => symbol === rental.token)
        const units = (field: string) => BigInt(rental[field].units)
        const fields = ["locked", "hostGot", "platformFee", "renterGotBack"]
        const shown = fields.map((field) => formatNumber(units(field), decimals))
        expect(shown, row.key).to.deep.equal([row.locked, row.host, row.fee, row.back])
        expect(units("locked"), `${row.key}: identity`).to.equal(
          units("hostGot") + units("platformFee") + units("renterGotBack"),
        )
        expect(Number(rental.locked.formatted), `${row.key}: formatted`).to.equal(Number(row.locked))
        expect(BigInt(rental.gas) > 0n, `${row.key}: gas`).to.equal(true)
      }
      expect(
        data.proof.map(({ left }: { left: unknown }) => left),
        "left",
      ).to.deep.equal(Array.from({ length: 4 }, () => ({ units: "0", formatted: "0" })))
    })

    it("prints plain lines when the output is not a terminal", async () => {
      // A service that runs tests sets CI, which colour libraries take for a terminal.
      const { code, stdout } = await run({ CI: "true" }, command)

      const lines = stdout.split("\n")
      expect(code, "exit code").to.equal(0)
      for (const { title } of plans) expect(stdout, "titles").to.include(title)
      expect(stdout, "the arbiter").to.match(/market's arbiter is the Safe 0x\w{4}…\w{4}: 2 of its 3 owners rule/)
      expect(stdout, "its ruling").to.match(/A Safe ruled 40\s%: host 3\.24 \+ 0\.26 stake/)
      expect(stdout, "a renter without POL").to.match(
        /renter with 2000\.00 USDC and no POL signs once: 1\.30, and a fee of 0\.02\./,
      )
      expect(stdout, "its cluster").to.include("All 4 machines run, or none.")
      expect(stdout, "a keeper").to.include("A keeper gets the signed mandate as a file, and watches the rental's end.")
      expect(stdout, "a mandate").to.match(/The keeper extends it before each end: 6 times, 57\.60 \+ 0\.06 in tips/)
      expect(stdout, "table").to.match(/Serve inference +USDC +468\.00 +421\.20 +46\.80 +0\.00 /)
      expect(stdout.replaceAll("\n", ""), "no control characters").to.not.match(/\p{Cc}/u)
      expect(Math.max(...lines.map((line) => line.length)), "columns").to.be.at.most(80)
    })

    it("error: explains an option that it does not know, and fails", async () => {
      const { code, stdout, stderr } = await run({}, command, "--jsn")

      expect([code, stdout], "exit code and stdout").to.deep.equal([1, ""])
      expect(stderr, "message").to.match(/^error: unknown option '--jsn'/)
    })

    it("behavior: an interruption ends it with 130", async () => {
      const child = ownChild(spawn(process.execPath, [command], { stdio: ["ignore", "pipe", "ignore"] }))
      await once(child.stdout, "data")
      child.kill("SIGINT")

      const [code] = await once(child, "exit")
      expect(code, "exit code").to.equal(130)
    })
  })

  describe("the live view", () => {
    it("draws a step where it stands, keeps how it ended, and gives the cursor back", async () => {
      const program = `
        const { liveView } = await import(${JSON.stringify(viewModule)})
        await liveView().step("Counting", async (show) => {
          await show("one")
          return "two"
        })`
      const { code, stdout } = await run({ LISTR_FORCE_TTY: "1" }, "--input-type=module", "--eval", program)

      const [hide, show] = ["\u001b[?25l", "\u001b[?25h"]
      expect(code, "exit code").to.equal(0)
      expect(stdout.indexOf("one"), "one is drawn before two").to.be.within(0, stdout.indexOf("two"))
      expect(stripVTControlCharacters(stdout).trimEnd().split("\n").at(-1), "last line").to.equal("  ✔ two")
      expect(stdout.lastIndexOf(show), "cursor").to.be.greaterThan(stdout.lastIndexOf(hide))
    })
  })

  describe("the formatting", () => {
    it("writes amounts exactly, with cents at least", () => {
      expect(
        ["1300000", "10833333", "0"].map((units) => formatNumber(BigInt(units), 6)),
        "amounts",
      ).to.deep.equal(["1.30", "10.833333", "0.00"])
      expect(alignPoints(["468.00", "0.0003"]), "points").to.deep.equal(["468.00  ", "0.0003"])
    })

    it("writes times, rates and counts as people do", () => {
      expect([0n, 60n, 7200n, 5430n].map(formatDuration), "durations").to.deep.equal([
        "0 min",
        "1 min",
        "2 h",
        "1 h 30 min 30 s",
      ])
      expect([1000n, 1250n].map(formatPercent), "rates").to.deep.equal(["10 %", "12.5 %"])
      expect([999n, 307_661n].map(grouped), "counts").to.deep.equal(["999", "307 661"])
      expect([plural(1, "reading"), plural(2, "reading")], "plurals").to.deep.equal(["1 reading", "2 readings"])
    })

    it("fills a bar by what has passed", () => {
      const { colours } = silentView()
      expect(bar(0n, 4n, colours), "nothing").to.equal("╌".repeat(24))
      expect(bar(1n, 4n, colours), "a quarter").to.equal("━".repeat(6) + "╌".repeat(18))
      expect(bar(4n, 4n, colours), "all").to.equal("━".repeat(24))
    })
  })
})

function find({ outcomes }: DemoResult, key: string): Outcome {
  const outcome = outcomes.find(({ plan }) => plan.key === key)
  if (!outcome) throw new Error(`${key} was not played.`)
  return outcome
}

/** Runs a program to its end. */
async function run(env: NodeJS.ProcessEnv, ...args: string[]) {
  const child = ownChild(spawn(process.execPath, args, { env: { ...process.env, ...env } }))
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")])
  return { code, stdout, stderr }
}
