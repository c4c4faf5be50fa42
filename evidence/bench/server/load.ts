// Requests at a fixed rate, whatever the server does with them, and how long each took.
import { Agent, get } from "node:http"
import { sleep } from "../../../test/support/until.ts"
import type { PageRequest } from "./requests.ts"

export interface Measured {
  readonly request: PageRequest
  /** Milliseconds of each answer, the shortest first. */
  readonly times: readonly number[]
  /** Answers other than 200, and none at all. */
  readonly failed: number
}

interface Load {
  readonly url: string
  readonly requests: readonly PageRequest[]
  readonly perSecond: number
  readonly seconds: number
}

/** Sends the requests in turn. */
export async function measureLoad({ url, requests, perSecond, seconds }: Load): Promise<Measured[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  const times = requests.map((): number[] => [])
  const failed = requests.map(() => 0)
  const under: Promise<void>[] = []
  const began = performance.now()
  for (let sent = 0; sent < perSecond * seconds; sent += 1) {
    const wait = began + (sent * 1_000) / perSecond - performance.now()
    if (wait > 0) await sleep(wait)
    const which = sent % requests.length
    const path = requests[which]?.path(Math.floor(sent / requests.length)) ?? ""
    under.push(
      ask(`${url}${path}`, agent).then(({ milliseconds, status }) => {
        times[which]?.push(milliseconds)
        if (status !== 200) failed[which] = (failed[which] ?? 0) + 1
      }),
    )
  }
  await Promise.all(under)
  agent.destroy()
  return requests.map((request, which) => ({
    request,
    times: (times[which] ?? []).sort((a, b) => a - b),
    failed: failed[which] ?? 0,
  }))
}

function ask(url: string, agent: Agent): Promise<{ readonly milliseconds: number; readonly status: number }> {
  const began = performance.now()
  return new Promise((resolve) => {
    const took = (status: number) => resolve({ milliseconds: performance.now() - began, status })
    const request = get(url, { agent }, (response) => {
      response.resume()
      response.on("end", () => took(response.statusCode ?? 0))
      response.on("error", () => took(0))
    })
    request.on("error", (error) => {
      // The server has closed the connection, which it had not used for a while, at this moment.
      if (request.reusedSocket && Reflect.get(error, "code") === "ECONNRESET") ask(url, agent).then(resolve)
      else took(0)
    })
  })
}

/** The time within which a share of the answers came. */
export function percentile(times: readonly number[], share: number): number {
  return times[Math.min(Math.ceil(times.length * share), times.length) - 1] ?? 0
}
