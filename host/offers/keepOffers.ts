// Keeps an offer of each free machine on its boards: signed anew before it expires, at the price of the moment, and
// removed while the machine is rented or not well, when the owner's terms have changed, and when the agent stops.
import { buildOffer, checkOffer, type SignedOffer, signOffer } from "@gpuflow/escrow/offer"
import { getQuote, getTokenMetadata, tokens } from "@gpuflow/escrow/plan"
import { offerRemovalTypedData } from "@gpuflow/escrow/server"
import type { Endpoints } from "@gpuflow/keeper/sending"
import { reasonOf } from "@gpuflow/keeper/service"
import { type Address, getAddress, isAddress, isAddressEqual, parseUnits } from "viem"
import { getBlock } from "viem/actions"

import type { AgentContext } from "../agentContext.ts"
import { entitlement, holdsMachine } from "../machine/nextSteps.ts"
import type { OfferSettings } from "../settings/settings.ts"
import type { MachineSettings } from "../settings/settingsFile.ts"
import { type OfferEndpoint, openOfferEndpoint } from "./offerEndpoint.ts"
import { priceAt } from "./offerPrice.ts"
import { changedTerms, getOwnerTerms, known, pinTerms } from "./ownerTerms.ts"

export type OfferKeeper = ReturnType<typeof createOfferKeeper>

type Offered = MachineSettings & { readonly offer: OfferSettings }
type Kept = { renewedAt: number; isOffered: boolean; isWorking: boolean; said: string }

export function createOfferKeeper(context: AgentContext) {
  const { options, owner: host, store, machines, log, metrics, hooks } = context
  const { escrow, chainId, boardToken, settings } = options
  const signer = options.signer ?? options.account
  const offered = [...machines.values()].filter((machine): machine is Offered => machine.offer !== undefined)
  const kept = new Map(offered.map(({ machine }) => [machine, newlyKept()]))
  let endpoints: Endpoints | undefined
  let closing = false

  /** Called in each poll; what is due runs beside it. */
  function tend(current: Endpoints): void {
    endpoints = current
    for (const machine of offered) {
      const state = kept.get(machine.machine)
      if (!state || state.isWorking) continue
      const isRented = !isFree(machine)
      const isDue = performance.now() - state.renewedAt >= Number(machine.offer.every) * 1_000
      if (isRented ? !state.isOffered : !isDue) continue
      state.isWorking = true
      void renew(machine, state, isRented).finally(() => {
        state.isWorking = false
        metrics.offered.set([...kept.values()].filter(({ isOffered }) => isOffered).length)
      })
    }
  }

  async function renew(machine: Offered, state: Kept, isRented: boolean): Promise<void> {
    try {
      const isWell = !isRented && (await hooks.checkIdle(machine))
      if (!isWell || closing) {
        await withdraw(machine, state, isRented ? "rented" : "not well")
        return
      }
      const signed = await sign(machine)
      if (typeof signed === "string") return await withdraw(machine, state, signed)
      // It may have been rented meanwhile. A board refuses what cannot be taken, and so does the contract.
      if (!isFree(machine) || closing) return
      await Promise.all(boardsOf(machine).map((board) => board.publish(signed)))
      state.renewedAt = performance.now()
      state.isOffered = true
      say(machine, state, "offered")
    } catch (error) {
      say(machine, state, `not renewed: ${reasonOf(error)}`)
    }
  }

  function say({ name }: Offered, state: Kept, said: string): void {
    if (state.said !== said) log.info("offer", { machine: name, state: said })
    state.said = said
  }

  async function withdraw(machine: Offered, state: Kept, why: string): Promise<void> {
    if (state.isOffered) await Promise.all(boardsOf(machine).map((board) => board.remove()))
    state.isOffered = false
    state.renewedAt = why === "rented" ? Number.NEGATIVE_INFINITY : performance.now()
    say(machine, state, why)
  }

  /** Nothing of a rental is on the machine, and none is paid for. */
  function isFree({ machine }: Offered): boolean {
    const now = context.clock.now()
    return store.openWorkloads().every((workload) => {
      if (workload.machine !== machine) return true
      const { phase, phaseSince, state, rental } = workload
      if (holdsMachine(phase) || !state) return false
      const facts = { now, offer: rental.offer, state, policy: settings.policy, sent: new Set<never>() }
      return entitlement({ ...facts, phase, phaseSince, isCurrent: true }) === "none"
    })
  }

  /** A signed offer, or why there is none. */
  async function sign({ machine, spec, document, offer }: Offered): Promise<SignedOffer | string> {
    if (!endpoints) return "no node"
    const { client } = endpoints
    const token = await tokenOf(offer.token)
    const [now, { timestamp }] = await Promise.all([
      getOwnerTerms(client, { escrow, host, token: token.address }),
      getBlock(client, { blockTag: "latest" }),
    ])
    const maxFee = offer.maxFeePercent === undefined ? undefined : BigInt(Math.round(offer.maxFeePercent * 100))
    const pinned = pinTerms(now, { arbiter: offer.arbiter, maxFee }, store.pinnedTerms(machine))
    const { isOtherArbiter, isHigherFee } = changedTerms(now, pinned)
    if (isOtherArbiter) return `the market's arbiter is now ${now.arbiter}: set offer.arbiter to accept it`
    if (isHigherFee)
      return `the platform fee is now ${Number(now.feeBps) / 100} %: set offer.maxFeePercent to accept it`
    const price = priceAt(offer, situation())
    const { account } = options
    const terms = await buildOffer(client, {
      ...{ escrow, host, machine, spec, token: token.address, payee: offer.payee },
      operator: isAddressEqual(account.address, host) ? undefined : account.address,
      arbiter: known(pinned.arbiter),
      maxFeeBps: pinned.maxFeeBps,
      pricePerHour: offer.usd === undefined ? parseUnits(price, token.decimals) : await quoted(token.address, price),
      bond: parseUnits(offer.bond, token.decimals),
      minDuration: offer.minDuration,
      maxDuration: offer.maxDuration,
      startWindow: offer.startWindow,
      challengeWindow: offer.challengeWindow,
      rolling: offer.rolling,
      expiry: timestamp + offer.expiresIn,
    })
    const hostSignature = await signOffer(client, { escrow, offer: terms, account: signer })
    store.setPinnedTerms(machine, pinned)
    const { problems } = await checkOffer(client, { escrow, offer: terms, hostSignature })
    const [problem] = problems
    if (problem) return `cannot be taken: ${problem.error.message}`
    return { chainId, escrow, offer: terms, hostSignature, document }
  }

  /** Utilisation and time of day, for the price. */
  function situation() {
    const time = new Date()
    const rented = offered.filter((machine) => !isFree(machine)).length
    return {
      minute: time.getUTCHours() * 60 + time.getUTCMinutes(),
      rented: offered.length === 0 ? 0 : (100 * rented) / offered.length,
    }
  }

  async function quoted(token: Address, dollarsPerHour: string): Promise<bigint> {
    if (!endpoints) throw new Error("No node.")
    const quote = { token, dollarsPerHour, seconds: 3_600n, slippageBps: 0n, validFor: 60n }
    return (await getQuote(endpoints.client, quote)).pricePerHour
  }

  async function tokenOf(text: string): Promise<{ readonly address: Address; readonly decimals: number }> {
    const found = tokens.find((token) => token.chainId === chainId && token.symbol === text)
    if (found) return found
    if (!isAddress(text, { strict: false }) || !endpoints)
      throw new Error(`Token ${text} is not known. Set its address.`)
    const { decimals } = await getTokenMetadata(endpoints.client, { token: getAddress(text) })
    if (decimals === undefined) throw new Error(`Token ${text} does not say its decimals.`)
    return { address: getAddress(text), decimals }
  }

  function boardsOf({ machine, offer }: Offered): OfferEndpoint[] {
    const signRemoval = async () => {
      const expiry = context.clock.now() + offer.expiresIn
      const data = offerRemovalTypedData({ escrow, chainId, removal: { host, machine, expiry } })
      return { expiry: Number(expiry), signature: await signer.signTypedData(data) }
    }
    return offer.boards.map((board) => {
      const to = `${board.replace(/\/$/, "")}/offers/${host}/${machine}`
      return openOfferEndpoint(to, {
        headers: boardToken ? { authorization: `Bearer ${boardToken}` } : {},
        signRemoval,
      })
    })
  }

  return {
    tend,
    /** Takes the offers off their boards. Those that stay expire within minutes. */
    async close(): Promise<void> {
      closing = true
      await Promise.allSettled(
        offered.map(async (machine) => {
          const state = kept.get(machine.machine)
          if (state?.isOffered) await withdraw(machine, state, "agent stopped")
        }),
      )
    },
  }
}

const newlyKept = (): Kept => ({ renewedAt: Number.NEGATIVE_INFINITY, isOffered: false, isWorking: false, said: "" })
