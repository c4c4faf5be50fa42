import { type EventCursor, isEscrowError } from "@gpuflow/escrow"
import { QueryClient, QueryClientProvider } from "@tanstack/react-query"
import { expect } from "chai"
import * as ethers from "ethers"
import { createElement } from "react"
import { renderToString } from "react-dom/server"
import * as viem from "viem"
import * as accountAbstraction from "viem/account-abstraction"
import * as chains from "viem/chains"
import { createConfig, WagmiProvider } from "wagmi"
import { networkHelpers, provider, transport } from "../support/sharedChain.ts"
import { callByName, runExample } from "./exampleRun.ts"
import { type Scene, type Scenery, scenery, scenes, standard } from "./exampleScenes.ts"
import { docExamples, type Example, entries, guideExamples } from "./exampleText.ts"

const { loadFixture, mine, time } = networkHelpers

/** An example without end has shown what it does. */
class Enough extends Error {}

describe("examples of the documentation, run on a chain", () => {
  let modules: Record<string, object>
  let stage = { isOpen: false }
  afterEach(() => {
    stage.isOpen = false
  })

  before(async () => {
    const own = await Promise.all(entries.map(async (name) => [name, await import(name)] as const))
    modules = {
      ...Object.fromEntries(own),
      "viem/account-abstraction": accountAbstraction,
      "viem/chains": chains,
      "@tanstack/react-query": { QueryClient },
    }
  })

  for (const [title, examples] of [
    ["doc comments", docExamples()],
    ["the guides", guideExamples()],
  ] as const) {
    describe(title, () => {
      for (const example of examples) {
        it(`default: ${example.name}, ${example.file}`, async () => {
          await play(example, scenes[example.name] ?? scenes[readOf(example.name)] ?? {}, await loadFixture(scenery))
        })
      }
    })
  }

  it("behavior: every scene belongs to an example", () => {
    const known = new Set([...docExamples(), ...guideExamples()].map(({ name }) => name))
    expect(
      Object.keys(scenes).filter((name) => !known.has(name)),
      "scenes of nothing",
    ).to.deep.equal([])
  })

  async function play(example: Example, scene: Scene, world: Scenery) {
    const here = { isOpen: true }
    stage = here
    // Once the curtain has fallen, the chain answers no more: what still follows it ends.
    const http = (address = "") =>
      change?.endpoints?.[address] ??
      transport((_, answer) => {
        if (!here.isOpen) throw new Enough()
        return answer
      })
    const actor = world[scene.actor ?? "renter"]
    const before = await standard(world)
    const change = await scene.before?.(world)
    const printed: string[] = []
    const print = (...words: unknown[]) => {
      printed.push(words.map(String).join(" "))
      if (scene.endless && scene.prints?.test(printed.join("\n"))) throw new Enough()
    }
    const places = { ...before.places, account: actor.account.address, ...change?.places }
    const given = {
      ...before.given,
      client: actor,
      console: { log: print },
      // The chain's clock, which the fixtures have moved.
      Date: chainDate(await time.latest()),
      setInterval: (tick: () => void) => tick(),
      store: { read: async () => undefined, write: async ({ block }: EventCursor) => print(`written ${block}`) },
      ...change?.given,
    }
    const libraries = { viem: { ...viem, http }, ethers: { ...ethers, JsonRpcProvider: nodeOf(places.account) } }
    const ticking = scene.mines ? setInterval(() => void mine(1), 20) : undefined

    const outcome = await runExample(example, { modules: { ...modules, ...libraries }, places, given }).then(
      (values) => ({ values }),
      (error: unknown) => ({ error }),
    )
    clearInterval(ticking)

    if ("error" in outcome) {
      const { error } = outcome
      const isMeant = error instanceof Enough || (isEscrowError(error) && error.code === scene.refused)
      if (!isMeant) throw error
    } else {
      expect(scene.refused, "it went through").to.equal(undefined)
      for (const [name, value] of outcome.values) {
        expect(typeof value, name).to.not.equal("undefined")
        if (Array.isArray(value) && name === "events") expect(value, "events").to.not.have.length(0)
        if (typeof value === "function") await use(name, value as () => unknown, { ...places, ...given })
      }
      expectFigures(example, outcome.values)
    }
    if (scene.prints) expect(printed.join("\n"), "what it prints").to.match(scene.prints)
  }

  /** A component is shown, a hook is used by one, options are fetched, and any other function is called. */
  async function use(name: string, value: (...args: never[]) => unknown, values: Readonly<Record<string, unknown>>) {
    if (/^(use)?[A-Z]/.test(name)) {
      expect(
        render(() => String(callByName(value, values))),
        name,
      ).to.match(/./)
      return
    }
    const result = await callByName(value, values)
    expect(typeof result, `what ${name} gives`).to.not.equal("undefined")
    if (typeof result === "object" && result && "queryFn" in result && "queryKey" in result) {
      const fetched = await new QueryClient().fetchQuery(Object(result))
      expect(typeof fetched, `what ${name} fetches`).to.not.equal("undefined")
    }
  }
})

/** The read that a query is made of. */
function readOf(name: string): string {
  return name.replace(/Query(Options|Key)$/, "")
}

/** Where a comment gives the value of what its line declares, that is the value. */
function expectFigures({ text }: Example, values: ReadonlyMap<string, unknown>) {
  for (const [, name = "", figure = ""] of text.matchAll(/^const (\w+) = .*\/\/.*?([\d_]+)n$/gm)) {
    expect(String(values.get(name)), name).to.equal(figure.replaceAll("_", ""))
  }
}

function chainDate(seconds: number) {
  return class extends Date {
    static override now() {
      return seconds * 1_000
    }
  }
}

/** ethers' connection to a node, on the chain in the process, whose wallet has one account. */
function nodeOf(account: string) {
  return class extends ethers.BrowserProvider {
    constructor() {
      super(provider, undefined, { cacheTimeout: -1 })
    }
    override getSigner() {
      return super.getSigner(account)
    }
  }
}

function render(Page: () => string): string {
  const config = createConfig({ chains: [chains.polygon], transports: { [chains.polygon.id]: transport() }, ssr: true })
  const page = createElement(QueryClientProvider, { client: new QueryClient() }, createElement(Page))
  return renderToString(createElement(WagmiProvider, { config }, page))
}
