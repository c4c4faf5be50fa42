import { expect } from "chai"
import fc from "fast-check"

import { entitlement, type Facts, isFinished, nextSteps, type Verb } from "../../host/machine/nextSteps.ts"
import { type Action, FUNDED, OFFER, POLICY, simulate } from "./simulation.ts"

const T = FUNDED.since
const FACTS: Facts = {
  now: T + 10n,
  isCurrent: true,
  offer: OFFER,
  state: FUNDED,
  phase: "paid",
  phaseSince: T,
  isOccupied: false,
  isUnsure: false,
  hasGivenUp: false,
  isHealthy: undefined,
  needsRepair: false,
  downtime: 0n,
  refundedAt: undefined,
  refundLeft: undefined,
  sent: new Set<Verb>(),
  isHost: true,
  hasEvidence: false,
  policy: POLICY,
}
const LONG_WINDOW = { ...OFFER, startWindow: 86_400n }
const ACTIVE = { ...FUNDED, status: "Active" } as const
const DISPUTED = { ...FUNDED, status: "Disputed", billedSeconds: 1_800n, since: T + 1_800n } as const

const anyAction: fc.Arbitrary<Action> = fc.oneof(
  { weight: 8, arbitrary: fc.constant<Action>({ do: "poll" }) },
  { weight: 4, arbitrary: fc.constantFrom<Action>({ do: "deposit" }, { do: "mine" }) },
  { weight: 4, arbitrary: fc.boolean().map((ok): Action => ({ do: "finish", ok })) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 4_000 }).map((seconds): Action => ({ do: "pass", seconds })) },
  { weight: 1, arbitrary: fc.constantFrom<Action>({ do: "toggleNode" }, { do: "toggleHealth" }, { do: "giveUp" }) },
  { weight: 1, arbitrary: fc.boolean().map((hadEffect): Action => ({ do: "crash", hadEffect })) },
  {
    weight: 2,
    arbitrary: fc
      .record({ verb: fc.constantFrom("stop", "dispute", "extend"), pick: fc.nat(5) })
      .map((renter): Action => ({ do: "renter", ...renter })),
  },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 4 }).map((depth): Action => ({ do: "reorganise", depth })) },
)

describe("Host agent: what it decides", () => {
  it("invariants: H1 to H7 hold in any order of events, crashes and reorganisations", () => {
    fc.assert(
      fc.property(fc.array(anyAction, { maxLength: 60 }), (actions) => {
        const { faults } = simulate(actions)
        expect(faults, "broken invariants").to.deep.equal([])
      }),
      { numRuns: 2_000 },
    )
  })

  it("invariants: H4 and H5, once everything works again, each rental is finished and the machine is empty", () => {
    fc.assert(
      fc.property(fc.array(anyAction, { maxLength: 40 }), (actions) => {
        const run = simulate(actions)
        run.world.isNodeUp = true
        run.world.isMachineHealthy = true
        run.world.isOnStartHopeless = false
        for (let round = 0; round < 60; ++round) {
          for (const one of ["poll", "mine"] as const) run.act({ do: one })
          run.act({ do: "finish", ok: true })
          run.act({ do: "pass", seconds: round < 10 ? 30 : 3_600 })
        }
        const open = run.kept.filter(({ phase, seen }) => !isFinished(phase, seen) && seen.status !== "Disputed")
        expect(open, "rentals that are left").to.deep.equal([])
        expect([...run.workloads, ...run.data], "what is left on the machine").to.deep.equal([])
        expect(run.faults, "broken invariants").to.deep.equal([])
      }),
      { numRuns: 500 },
    )
  })

  it("default: a deposit is prepared, checked, started, watched, stopped and wiped", () => {
    const run = simulate([
      { do: "deposit" },
      { do: "poll" },
      { do: "finish", ok: true },
      { do: "poll" },
      { do: "poll" },
      { do: "mine" },
      { do: "poll" },
    ])
    const phase = () => run.kept[0]?.phase
    expect(phase(), "after the start").to.equal("running")
    run.act({ do: "pass", seconds: 3_600 })
    run.act({ do: "poll" })
    expect(phase(), "at the end").to.equal("stopping")
    run.act({ do: "finish", ok: true })
    run.act({ do: "poll" })
    expect(phase(), "before the wipe").to.equal("stopped")
    run.act({ do: "pass", seconds: 60 })
    run.act({ do: "poll" })
    run.act({ do: "finish", ok: true })
    expect(phase(), "after the wipe").to.equal("wiped")
  })

  const cases: readonly (readonly [name: string, facts: Partial<Facts>, expected: ReturnType<typeof nextSteps>])[] = [
    ["a deposit is prepared", {}, { work: { phase: "preparing", run: "onStart" } }],
    [
      "a deposit waits while the machine holds another rental",
      { isOccupied: true },
      { work: { phase: "paid", waitsFor: "machine" } },
    ],
    [
      "what still waits near the end of the start window is declined",
      { isOccupied: true, now: T + 1_680n },
      { work: { phase: "wiped", waitsFor: "nothing" }, send: { verb: "decline" } },
    ],
    [
      "a machine that cannot be prepared is stopped and declined at once",
      { phase: "preparing", hasGivenUp: true },
      { work: { phase: "stopping", run: "onStop" }, send: { verb: "decline" } },
    ],
    [
      "a machine without a health check is not started",
      { phase: "ready" },
      { work: { phase: "ready", run: "health" } },
    ],
    [
      "an unhealthy machine is not started",
      { phase: "ready", isHealthy: false },
      { work: { phase: "ready", run: "health" } },
    ],
    [
      "a healthy machine is started",
      { phase: "ready", isHealthy: true },
      { work: { phase: "starting", waitsFor: "transaction" }, send: { verb: "start" } },
    ],
    [
      "nothing is sent while no node answers",
      { phase: "ready", isHealthy: true, isCurrent: false },
      { work: { phase: "ready", run: "health" } },
    ],
    [
      "a start that is on its way is neither repeated nor declined",
      { phase: "starting", isHealthy: true, sent: new Set<Verb>(["start"]), now: T + 1_799n },
      { work: { phase: "starting", waitsFor: "transaction" } },
    ],
    [
      "after a restart the machine is prepared again before it is started",
      { phase: "ready", isUnsure: true },
      { work: { phase: "preparing", run: "onStart" } },
    ],
    [
      "after a restart a running machine is prepared again",
      { phase: "running", state: ACTIVE, isUnsure: true },
      { work: { phase: "running", run: "onStart" } },
    ],
    [
      "a rental that started with its deposit is prepared",
      { state: ACTIVE },
      { work: { phase: "preparing", run: "onStart" } },
    ],
    [
      "a workload is stopped at the end, also while no node answers",
      { phase: "running", state: ACTIVE, now: T + 3_600n, isCurrent: false },
      { work: { phase: "stopping", run: "onStop" } },
    ],
    [
      "a start that was sent counts from then while no node answers, so that its machine does not run on",
      { phase: "starting", isCurrent: false, sent: new Set<Verb>(["start"]), now: T + 3_600n, offer: LONG_WINDOW },
      { work: { phase: "stopping", run: "onStop" } },
    ],
    [
      "what was stopped is not prepared again while no node answers",
      { phase: "stopped", isCurrent: false, now: T + 60n },
      { work: { phase: "stopped", waitsFor: "node" } },
    ],
    [
      "nothing is wiped while no node answers",
      { phase: "stopped", state: ACTIVE, now: T + 9_600n, isCurrent: false },
      { work: { phase: "stopped", waitsFor: "node" } },
    ],
    [
      "an extension that is seen after the end brings the workload back",
      { phase: "stopped", state: { ...ACTIVE, duration: 7_200n }, now: T + 3_610n },
      { work: { phase: "preparing", run: "onStart" } },
    ],
    [
      "a workload may run on for the owner's grace time",
      { phase: "running", state: ACTIVE, now: T + 3_650n, policy: { ...POLICY, grace: 60n } },
      { work: { phase: "running", run: "health" } },
    ],
    [
      "a deposit that the chain has taken back is stopped",
      { phase: "preparing", state: { ...FUNDED, status: "None", since: 0n, duration: 0n } },
      { work: { phase: "stopping", run: "onStop" } },
    ],
    [
      "a dispute stops the workload, and is answered",
      { phase: "running", state: DISPUTED, now: T + 1_810n },
      { work: { phase: "stopping", run: "onStop" }, send: { verb: "evidence" } },
    ],
    [
      "downtime is given back while the rental runs",
      { phase: "running", state: ACTIVE, now: T + 1_000n, downtime: 200n },
      { work: { phase: "running", run: "health" }, send: { verb: "refund", refundedSeconds: 200n } },
    ],
    [
      "downtime is not given back more often than the owner allows",
      { phase: "running", state: ACTIVE, now: T + 1_000n, downtime: 200n, refundedAt: T + 500n },
      { work: { phase: "running", run: "health" } },
    ],
    [
      "downtime below the owner's minimum is not given back",
      { phase: "running", state: ACTIVE, now: T + 1_000n, downtime: 59n },
      { work: { phase: "running", run: "health" } },
    ],
    [
      "a last second stays contested in a dispute",
      { phase: "wiped", state: DISPUTED, now: T + 2_000n, downtime: 1_800n, hasEvidence: true },
      { work: { phase: "wiped", waitsFor: "nothing" }, send: { verb: "refund", refundedSeconds: 1_799n } },
    ],
    [
      "an operator, which cannot give time back, says what is owed",
      { phase: "wiped", state: ACTIVE, now: T + 3_700n, downtime: 300n, isHost: false },
      { work: { phase: "wiped", waitsFor: "nothing" }, owedSeconds: 300n },
    ],
    [
      "a due rental is settled",
      { phase: "wiped", state: ACTIVE, now: T + 3_600n + 21_600n },
      { work: { phase: "wiped", waitsFor: "nothing" }, send: { verb: "settle" } },
    ],
    [
      "a rental that was never started is settled once its window is over",
      { phase: "paid", now: T + 1_800n },
      { work: { phase: "wiped", waitsFor: "nothing" }, send: { verb: "settle" } },
    ],
    [
      "a rolling rental is settled once a day's price is payable",
      {
        phase: "running",
        state: { ...ACTIVE, duration: 400_000n },
        offer: { ...OFFER, rolling: true },
        now: T + 21_600n + 86_400n,
      },
      { work: { phase: "running", run: "health" }, send: { verb: "settle" } },
    ],
  ]
  for (const [name, facts, expected] of cases) {
    it(`behavior: ${name}`, () => {
      expect(nextSteps({ ...FACTS, ...facts }), "steps").to.deep.equal(expected)
    })
  }

  it("behavior: a rental whose decline is on its way is no longer prepared", () => {
    const sent = new Set<Verb>(["decline"])
    expect(entitlement({ ...FACTS, sent }), "entitlement").to.equal("none")
    expect(nextSteps({ ...FACTS, phase: "preparing", sent }).work, "work").to.deep.equal({
      phase: "stopping",
      run: "onStop",
    })
  })
})
